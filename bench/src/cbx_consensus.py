"""CBXpy's steps of consensus-based optimization on Rastrigin's function, all particles evaluated at once."""

import re
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path
from time import perf_counter

import cbx
import numpy as np
from cbx.dynamics import CBO
from peer_protocol import serve


def cbx_version():
    project = Path(next(iter(cbx.__path__))).parent / "pyproject.toml"
    if project.exists():
        return re.search(r'version\s*=\s*"(.*?)"', project.read_text())[1]
    try:
        return installed("cbx")
    except PackageNotFoundError:
        return "of unknown version"


def version():
    return f"CBXpy {cbx_version()}, NumPy {np.__version__}"


def rastrigin(x):
    return 10 * x.shape[-1] + np.sum(x * x - 10 * np.cos(2 * np.pi * x), axis=-1)


def begin(seed):
    """A cloud at its start. What CBXpy would write down at every step is not asked for, and alpha does not grow."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-5.12, 5.12, (1, task["particles"], task["dimension"]))
    return CBO(
        rastrigin,
        f_dim="3D",
        check_f_dims=False,
        x=x,
        noise=task["noise"],
        alpha=float(task["alpha"]),
        dt=task["dt"],
        sigma=task["sigma"],
        lamda=task["lambda"],
        track_args={"names": []},
        verbosity=0,
        seed=seed,
    )


def spread(dynamic):
    return float(np.linalg.norm(dynamic.x - dynamic.consensus, axis=-1).mean())


def prepare(given):
    global task, seed
    task, seed = given, 100
    start = perf_counter()
    begin(0).step()
    first = perf_counter() - start
    clouds = [begin(seed) for seed in range(task["samples"])]
    for cloud in clouds:
        for _ in range(task["sampleSteps"]):
            cloud.step()
    return {"version": version(), "firstStepSeconds": first, "sample": [spread(cloud) for cloud in clouds]}


def take(steps):
    """Seconds of so many steps. A cloud that has collapsed would compute with other numbers: it begins anew in time."""
    global seed
    seconds = 0.0
    while steps > 0:
        seed += 1
        cloud = begin(seed)
        count = min(steps, task["episode"])
        start = perf_counter()
        for _ in range(count):
            cloud.step()
        seconds += perf_counter() - start
        steps -= count
    return seconds


def run(steps):
    take(3)
    return {"seconds": take(steps)}


serve(prepare, run)
