"""Training with PyTorch: the loop of its tutorials. Reads the loss at every step."""

from pathlib import Path
from time import perf_counter

import torch
from torch import nn

from peer_protocol import serve
from torch_peer import forget_peak, peak_bytes, resident_bytes, version

BATCH, PIXELS, HIDDEN, CLASSES = 128, 784, 128, 10


def read(folder, name, dtype):
    return torch.frombuffer(bytearray(Path(folder, name).read_bytes()), dtype=dtype)


def prepare(task):
    global inputs, labels, model, optimizer, batches
    if task.get("threads"):
        torch.set_num_threads(task["threads"])
    folder = task["folder"]
    inputs = read(folder, "inputs", torch.float32).reshape(-1, PIXELS)
    labels = read(folder, "labels", torch.int32).long()
    batches = len(labels) // BATCH
    before = resident_bytes()
    forget_peak()
    model = nn.Sequential(nn.Linear(PIXELS, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, CLASSES))
    with torch.no_grad():
        model[0].weight.copy_(read(folder, "w1", torch.float32).reshape(PIXELS, HIDDEN).T)
        model[0].bias.copy_(read(folder, "b1", torch.float32))
        model[2].weight.copy_(read(folder, "w2", torch.float32).reshape(HIDDEN, CLASSES).T)
        model[2].bias.copy_(read(folder, "b2", torch.float32))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    start = perf_counter()
    train([0])
    first = perf_counter() - start
    loss = train(range(1, batches))
    return {
        "version": version(),
        "firstStepSeconds": first,
        "peakBytes": peak_bytes() - before,
        "sample": [loss],
    }


def train(indices):
    last = float("nan")
    for index in indices:
        rows = slice(index * BATCH, (index + 1) * BATCH)
        loss = nn.functional.cross_entropy(model(inputs[rows]), labels[rows])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        last = loss.item()
    return last


def run(_steps):
    start = perf_counter()
    loss = train(range(batches))
    return {"seconds": perf_counter() - start, "loss": loss}


serve(prepare, run)
