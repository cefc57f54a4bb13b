"""SciPy's derivative-free methods on shifted test functions: evaluations and seconds until a value is at the target."""

import json
import sys
from time import perf_counter

import numpy as np
import scipy
from scipy.optimize import differential_evolution, dual_annealing, minimize


class Ended(Exception):
    """The target is reached, or the budget spent."""


def sphere(x):
    return x @ x


def rosenbrock(x):
    return np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def rastrigin(x):
    return 10 * len(x) + np.sum(x * x - 10 * np.cos(2 * np.pi * x))


def ackley(x):
    return -20 * np.exp(-0.2 * np.sqrt(x @ x / len(x))) - np.exp(np.sum(np.cos(2 * np.pi * x)) / len(x)) + 20 + np.e


functions = {"sphere": sphere, "Rosenbrock": rosenbrock, "Rastrigin": rastrigin, "Ackley": ackley}


def nelder_mead(adaptive):
    def search(f, start, bounds, seed, budget):
        options = {"maxfev": budget, "maxiter": budget, "xatol": 1e-10, "fatol": 1e-12, "adaptive": adaptive}
        minimize(f, start, method="Nelder-Mead", options=options)

    return search


def evolution(f, start, bounds, seed, budget):
    differential_evolution(f, bounds, rng=seed, tol=0, polish=False, maxiter=budget)


def annealing(f, start, bounds, seed, budget):
    dual_annealing(f, bounds, rng=seed, x0=start, maxiter=budget, maxfun=budget)


methods = {
    "SciPy Nelder-Mead": nelder_mead(False),
    "SciPy Nelder-Mead, adaptive": nelder_mead(True),
    "SciPy differential_evolution": evolution,
    "SciPy dual_annealing": annealing,
}


def run(name, function, task, place, seed):
    shift = np.array(place["shift"])
    target, budget = task["target"], task["budgets"][name]
    evaluations, best, begun, reached = 0, np.inf, 0.0, None

    def f(x):
        nonlocal evaluations, best, reached
        value = function(x - shift)
        evaluations += 1
        if value < best:
            best = value
            if best <= target:
                reached = perf_counter() - begun
                raise Ended
        if evaluations >= budget:
            raise Ended
        return value

    bounds = [(task["lower"], task["upper"])] * len(shift)
    begun = perf_counter()
    try:
        methods[name](f, np.array(place["start"]), bounds, seed, budget)
    except Ended:
        pass
    seconds = perf_counter() - begun if reached is None else reached
    return {"evaluations": evaluations, "seconds": seconds, "reached": reached is not None, "best": float(best)}


def main():
    task = json.load(sys.stdin)
    function = functions[task["function"]]
    runs = {
        name: [run(name, function, task, place, seed) for seed, place in enumerate(task["places"])]
        for name in task["budgets"]
    }
    atStart = [float(function(np.array(place["start"]) - np.array(place["shift"]))) for place in task["places"]]
    print(json.dumps({"version": f"SciPy {scipy.__version__}, NumPy {np.__version__}", "atStart": atStart, "runs": runs}))


main()
