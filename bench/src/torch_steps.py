"""Steps of PyTorch's optimizers: optimizer.step() with gradients that stay as they are."""

from time import perf_counter

import torch

from peer_protocol import serve
from torch_peer import forget_peak, peak_bytes, resident_bytes, version

OPTIMIZERS = {
    "adam": lambda params: torch.optim.Adam(params, lr=1e-3),
    "adamw": lambda params: torch.optim.AdamW(params, lr=1e-3),
    "adam-fused": lambda params: torch.optim.Adam(params, lr=1e-3, fused=True),
}


def fill(shapes, wave):
    """Entry i over all tensors is wave(i), computed in float64."""
    start = 0
    tensors = []
    for shape in shapes:
        count = torch.Size(shape).numel()
        indices = torch.arange(start, start + count, dtype=torch.float64)
        tensors.append(wave(indices).to(torch.float32).reshape(shape))
        start += count
    return tensors


def prepare(task):
    global optimizer, params
    if task.get("threads"):
        torch.set_num_threads(task["threads"])
    params = fill(task["shapes"], lambda i: torch.cos(0.11 * i))
    for param, gradient in zip(params, fill(task["shapes"], lambda i: torch.sin(0.37 * i))):
        param.requires_grad_()
        param.grad = gradient
    before = resident_bytes()
    forget_peak()
    start = perf_counter()
    optimizer = OPTIMIZERS[task["optimizer"]](params)
    optimizer.step()
    first = perf_counter() - start
    optimizer.step()
    optimizer.step()
    return {
        "version": version(),
        "firstStepSeconds": first,
        "peakBytes": peak_bytes() - before,
        "sample": params[0].detach().flatten()[:5].tolist(),
    }


def run(steps):
    optimizer.step()
    start = perf_counter()
    for _ in range(steps):
        optimizer.step()
    return {"seconds": perf_counter() - start}


serve(prepare, run)
