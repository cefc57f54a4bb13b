"""PyTorch's Hessian of a network as a matrix with all its eigenvalues; and SciPy's Lanczos on its products, where SciPy is there."""

import json
import sys
from time import perf_counter

import torch

from torch_peer import version

task = json.load(sys.stdin)
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

side, hidden, wanted = task["side"], task["hidden"], task["wanted"]
labels = torch.tensor(task["labels"])
inputs = torch.tensor(task["inputs"]).reshape(len(labels), side * side)
weights = torch.tensor(task["weights"])
sizes = [side * side * hidden, hidden, hidden * 10, 10]


def loss(vector):
    W1, b1, W2, b2 = torch.split(vector, sizes)
    answers = torch.tanh(inputs @ W1.reshape(side * side, hidden) + b1) @ W2.reshape(hidden, 10) + b2
    return torch.nn.functional.cross_entropy(answers, labels)


def dense():
    start = perf_counter()
    H = torch.autograd.functional.hessian(loss, weights, vectorize=True)
    made = perf_counter() - start
    values = torch.linalg.eigvalsh(H).flip(0)[:wanted]
    return values.tolist(), f"{made:.3g} s for the matrix"


def lanczos():
    from numpy import asarray
    from scipy.sparse.linalg import LinearOperator, eigsh

    point = weights.clone().requires_grad_()
    (slope,) = torch.autograd.grad(loss(point), point, create_graph=True)
    products = 0

    def product(v):
        nonlocal products
        products += 1
        (image,) = torch.autograd.grad(slope, point, torch.from_numpy(asarray(v).ravel()), retain_graph=True)
        return image.numpy()

    operator = LinearOperator((len(weights), len(weights)), matvec=product, dtype="float64")
    values = eigsh(operator, k=wanted, which="LA", tol=1e-4, return_eigenvectors=False)
    return sorted(values.tolist(), reverse=True), f"{products} products"


def timed(name, work):
    seconds = []
    for _ in range(task["rounds"] + 1):
        start = perf_counter()
        values, note = work()
        seconds.append(perf_counter() - start)
    return {"name": name, "seconds": seconds[1:], "first": seconds[0], "values": values, "note": note}


measured = [timed("PyTorch whole matrix, dense eigenvalues, float64, 1 thread", dense)]
versions = version()
try:
    import scipy

    measured.append(timed("SciPy eigsh on PyTorch's products, float64, 1 thread", lanczos))
    versions += f", SciPy {scipy.__version__}"
except ImportError:
    versions += ", without SciPy"
print(json.dumps({"version": versions, "measured": measured}))
