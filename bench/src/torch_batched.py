"""PyTorch's gradient descent of many students of one teacher: one by one, by functorch's vmap, and by batched products."""

import math
from time import perf_counter

import torch
from functorch import grad_and_value, vmap

from peer_protocol import serve
from torch_peer import version

LEARNING_RATE = 0.05


def wave(shape, of, start=0):
    count = torch.Size(shape).numel()
    return of(torch.arange(start, start + count, dtype=torch.float64)).reshape(shape)


def loss(params, x, y):
    W1, W2 = params
    answers = torch.tanh(torch.tanh(x @ W1) @ W2)
    return 0.5 * ((answers - y) ** 2).mean()


def one_by_one():
    for run, params in enumerate(students):
        value = loss(params, inputs, targets)
        gradients = torch.autograd.grad(value, params)
        with torch.no_grad():
            for param, gradient in zip(params, gradients):
                param -= LEARNING_RATE * gradient
        value.item()


def by_vmap():
    global stacked
    gradients, values = mapped(stacked, inputs, targets)
    stacked = tuple(param - LEARNING_RATE * gradient for param, gradient in zip(stacked, gradients))
    values.tolist()


def by_products():
    """The runs' losses do not touch each other, so the gradient of their sum holds that of each."""
    answers = torch.tanh(torch.bmm(torch.tanh(torch.matmul(inputs, leaves[0])), leaves[1]))
    values = 0.5 * ((answers - targets) ** 2).mean((1, 2))
    gradients = torch.autograd.grad(values.sum(), leaves)
    with torch.no_grad():
        for param, gradient in zip(leaves, gradients):
            param -= LEARNING_RATE * gradient
    values.tolist()


def prepare(task):
    global students, stacked, leaves, inputs, targets, mapped, step, first
    torch.set_num_threads(task["threads"])
    runs, M, N, samples = task["runs"], task["inputs"], task["hidden"], task["samples"]
    inputs = wave([samples, M], lambda i: torch.sin(0.37 * i)).to(torch.float32)
    targets = wave([samples, 1], lambda i: torch.cos(0.23 * i) / 2).to(torch.float32)
    entries = M * N + N

    def student(run):
        W1 = wave([M, N], lambda i: torch.cos(0.11 * i), run * entries)
        W2 = wave([N, 1], lambda i: torch.cos(0.11 * i), run * entries + M * N)
        return [(W / math.sqrt(M)).to(torch.float32).requires_grad_(task["mode"] == "loop") for W in (W1, W2)]

    students = [student(run) for run in range(runs)]
    if task["mode"] == "loop":
        step, first = one_by_one, lambda: students[0][0]
    else:
        stacked = tuple(torch.stack(list(of)) for of in zip(*students))
        if task["mode"] == "vmap":
            mapped = vmap(grad_and_value(loss), in_dims=(0, None, None))
            step, first = by_vmap, lambda: stacked[0][0]
        else:
            leaves = [param.requires_grad_() for param in stacked]
            step, first = by_products, lambda: leaves[0][0]
    start = perf_counter()
    step()
    seconds = perf_counter() - start
    step()
    step()
    sample = first().detach().flatten()[:5].tolist()
    return {"version": version(), "firstStepSeconds": seconds, "sample": sample}


def run(steps):
    step()
    start = perf_counter()
    for _ in range(steps):
        step()
    return {"seconds": perf_counter() - start}


serve(prepare, run)
