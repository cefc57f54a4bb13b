"""General convex solvers on the convex program of a two-layer ReLU network, as a quadratic program over second-order cones.

    min 1/2 ||r||^2 + beta sum_j t_j   subject to   r = F u - y,  G u >= 0,  ||u_j|| <= t_j

Each gets the form that suits it: Clarabel the residual r as a variable, so that all matrices are sparse; CVXOPT, whose
factorisation is dense, r put in.
"""

import time

import numpy as np
from peer_protocol import serve


def blocks(task):
    """F (n x 2Pd), the gates (2D - I) X of a block for each of 2P, y and beta."""
    X = np.array(task["X"]).reshape(-1, task["features"])
    D = np.array(task["patterns"], dtype=float).reshape(-1, len(X))
    F = np.hstack([mask[:, None] * X for mask in D])
    gates = [(2 * mask - 1)[:, None] * X for mask in D]
    return np.hstack([F, -F]), gates + gates, np.array(task["y"]), task["beta"]


class Cvxopt:
    def __init__(self, task):
        import cvxopt

        self.version = f"CVXOPT {cvxopt.__version__}"
        cvxopt.solvers.options.update(show_progress=False, abstol=1e-14)
        F, gates, y, beta = blocks(task)
        count, (n, d) = len(gates), gates[0].shape
        size = F.shape[1]
        Q = np.zeros((size + count, size + count))
        Q[:size, :size] = F.T @ F
        rows, columns, values = [], [], []
        for j, gate in enumerate(gates):
            k, l = np.indices((n, d))
            rows.append((j * n + k).ravel())
            columns.append((j * d + l).ravel())
            values.append(-gate.ravel())
            # The cone of block j: t_j, then u_j.
            rows.append(count * n + j * (d + 1) + np.arange(d + 1))
            columns.append(np.concatenate([[size + j], j * d + np.arange(d)]))
            values.append(-np.ones(d + 1))
        height = count * (n + d + 1)
        self.solvers = cvxopt.solvers
        self.program = (
            cvxopt.matrix(Q),
            cvxopt.matrix(np.concatenate([-F.T @ y, np.full(count, beta)])),
            cvxopt.spmatrix(
                np.concatenate(values).tolist(),
                np.concatenate(rows).tolist(),
                np.concatenate(columns).tolist(),
                (height, size + count),
            ),
            cvxopt.matrix(0.0, (height, 1)),
            {"l": count * n, "q": [d + 1] * count, "s": []},
        )
        self.size = size

    def solve(self, tolerance):
        # Looser constraints end it far from the optimum, at a relative gap of 0.45 for a goal of 0.01.
        self.solvers.options.update(reltol=tolerance, feastol=1e-7)
        result = self.solvers.coneqp(*self.program)
        return np.array(result["x"]).ravel()[: self.size]


class Clarabel:
    def __init__(self, task):
        import clarabel
        from scipy import sparse

        self.clarabel = clarabel
        self.version = f"Clarabel {clarabel.__version__}"
        F, gates, y, beta = blocks(task)
        count, (n, d) = len(gates), gates[0].shape
        size = F.shape[1]
        cones = sparse.lil_matrix((count * (d + 1), size + count))
        for j in range(count):
            cones[j * (d + 1), size + j] = 1
            for l in range(d):
                cones[j * (d + 1) + 1 + l, j * d + l] = 1
        gated = sparse.hstack([sparse.block_diag(gates), sparse.csc_matrix((count * n, count))])
        A = sparse.vstack(
            [
                sparse.hstack([sparse.csc_matrix(F), sparse.csc_matrix((n, count)), -sparse.eye(n)]),
                sparse.hstack([-gated, sparse.csc_matrix((count * n, n))]),
                sparse.hstack([-cones, sparse.csc_matrix((count * (d + 1), n))]),
            ]
        ).tocsc()
        P = sparse.block_diag([sparse.csc_matrix((size + count, size + count)), sparse.eye(n)]).tocsc()
        q = np.concatenate([np.zeros(size), np.full(count, beta), np.zeros(n)])
        b = np.concatenate([y, np.zeros(count * (n + d + 1))])
        K = [clarabel.ZeroConeT(n), clarabel.NonnegativeConeT(count * n)]
        self.program = (P, q, A, b, K + [clarabel.SecondOrderConeT(d + 1)] * count)
        self.size = size

    def solve(self, tolerance):
        settings = self.clarabel.DefaultSettings()
        settings.verbose = False
        settings.max_threads = 1
        settings.tol_gap_rel = tolerance
        settings.tol_gap_abs = 1e-14
        settings.tol_feas = tolerance / 10
        return np.array(self.clarabel.DefaultSolver(*self.program, settings).solve().x)[: self.size]


program = None
goal = None


def prepare(task):
    global program, goal
    program = {"cvxopt": Cvxopt, "clarabel": Clarabel}[task["solver"]](task)
    goal = task["tolerance"]
    start = time.perf_counter()
    solution = program.solve(goal)
    seconds = time.perf_counter() - start
    return {"version": program.version, "firstStepSeconds": seconds, "sample": solution.tolist()}


def run(steps):
    start = time.perf_counter()
    for _ in range(steps):
        program.solve(goal)
    return {"seconds": time.perf_counter() - start}


serve(prepare, run)
