"""PyTorch's steps of SGD and of Sven on a network: per-sample gradients by functorch, as the paper's code has them."""

import math
from time import perf_counter

import torch
from functorch import grad, vmap

from peer_protocol import serve
from torch_peer import forget_peak, peak_bytes, resident_bytes, version


def wave(shape, of, start=0):
    count = torch.Size(shape).numel()
    return of(torch.arange(start, start + count, dtype=torch.float64)).reshape(shape)


def parameters(layers):
    start = 0
    tensors = []
    for inputs, outputs in zip(layers, layers[1:]):
        for shape in ([inputs, outputs], [outputs]):
            tensor = wave(shape, lambda i: torch.cos(0.11 * i), start) / math.sqrt(inputs)
            tensors.append(tensor.to(torch.float32))
            start += tensor.numel()
    return tensors


def predict(params, x):
    last = len(params) // 2 - 1
    for layer in range(last + 1):
        x = x @ params[2 * layer] + params[2 * layer + 1]
        if layer < last:
            x = torch.nn.functional.gelu(x)
    return x


def sample_loss(params, x, y):
    return ((predict(params, x) - y) ** 2).sum()


def sgd_step():
    loss = ((predict(params, inputs) - targets) ** 2).sum(1).mean()
    gradients = torch.autograd.grad(loss, params)
    with torch.no_grad():
        for param, gradient in zip(params, gradients):
            param -= 1e-3 * gradient
    return loss.item()


per_sample = vmap(grad(sample_loss), in_dims=(None, 0, 0))


def by_svd(M, R):
    U, s, Vt = torch.linalg.svd(M, full_matrices=False)
    U, s, Vt = U[:, :rank], s[:rank], Vt[:rank]
    kept = int((s > 1e-3 * s[0]).sum())
    return Vt[:kept].T @ ((U[:, :kept].T @ R) / s[:kept])


def by_gram(M, R):
    eigenvalues, U = torch.linalg.eigh(M @ M.T)
    s = eigenvalues.clamp(min=0).sqrt().flip(0)[:rank]
    U = U.flip(1)[:, :rank]
    kept = int((s > 1e-3 * s[0]).sum())
    return M.T @ (U[:, :kept] @ ((U[:, :kept].T @ R) / s[:kept] ** 2))


def sven_step():
    with torch.no_grad():
        losses = ((predict(params, inputs) - targets) ** 2).sum(1)
        rows = torch.cat([g.reshape(len(inputs), -1) for g in per_sample(tuple(params), inputs, targets)], 1)
        delta = direction(rows, losses)
        start = 0
        for param in params:
            param -= 0.1 * delta[start : start + param.numel()].reshape(param.shape)
            start += param.numel()
        return losses.mean().item()


def prepare(task):
    global params, inputs, targets, rank, step, direction
    if task.get("threads"):
        torch.set_num_threads(task["threads"])
    layers, batch, rank = task["layers"], task["batch"], task["rank"]
    inputs = wave([batch, layers[0]], lambda i: torch.sin(0.37 * i)).to(torch.float32)
    targets = wave([batch, layers[-1]], lambda i: torch.cos(0.23 * i)).to(torch.float32)
    params = parameters(layers)
    if task["method"] == "sgd":
        params = [param.requires_grad_() for param in params]
    step = sgd_step if task["method"] == "sgd" else sven_step
    direction = by_gram if task.get("decomposition") == "gram" else by_svd
    before = resident_bytes()
    forget_peak()
    start = perf_counter()
    step()
    first = perf_counter() - start
    step()
    step()
    return {
        "version": version(),
        "firstStepSeconds": first,
        "peakBytes": peak_bytes() - before,
        "sample": params[0].detach().flatten()[:5].tolist(),
    }


def run(steps):
    step()
    start = perf_counter()
    for _ in range(steps):
        step()
    return {"seconds": perf_counter() - start}


serve(prepare, run)
