"""SciPy's SLSQP and trust-constr on problems with equality constraints: what each asks for until the KKT residual is small.

First derivatives are by complex steps, exact to rounding; second ones by differences of these, to about ten digits.
"""

import json
import sys

import numpy as np
import scipy
from scipy.optimize import NonlinearConstraint, minimize

R2 = np.sqrt(2)


class Reached(Exception):
    pass


def linear3(x):
    return [x[0] + 3 * x[1], x[2] + x[3] - 2 * x[4], x[1] - x[4]]


PROBLEMS = {
    "HS6": (lambda x: (1 - x[0]) ** 2, lambda x: [10 * (x[1] - x[0] ** 2)], [-1.2, 1]),
    "HS7": (lambda x: np.log(1 + x[0] ** 2) - x[1], lambda x: [(1 + x[0] ** 2) ** 2 + x[1] ** 2 - 4], [2, 2]),
    "HS28": (
        lambda x: (x[0] + x[1]) ** 2 + (x[1] + x[2]) ** 2,
        lambda x: [x[0] + 2 * x[1] + 3 * x[2] - 1],
        [-4, 1, 1],
    ),
    "HS40": (
        lambda x: -x[0] * x[1] * x[2] * x[3],
        lambda x: [x[0] ** 3 + x[1] ** 2 - 1, x[0] ** 2 * x[3] - x[2], x[3] ** 2 - x[1]],
        [0.8] * 4,
    ),
    "HS42": (
        lambda x: sum((x[i] - i - 1) ** 2 for i in range(4)),
        lambda x: [x[0] - 2, x[2] ** 2 + x[3] ** 2 - 2],
        [1] * 4,
    ),
    "HS48": (
        lambda x: (x[0] - 1) ** 2 + (x[1] - x[2]) ** 2 + (x[3] - x[4]) ** 2,
        lambda x: [x[0] + x[1] + x[2] + x[3] + x[4] - 5, x[2] - 2 * (x[3] + x[4]) + 3],
        [3, 5, -3, 2, -2],
    ),
    "HS50": (
        lambda x: (x[0] - x[1]) ** 2 + (x[1] - x[2]) ** 2 + (x[2] - x[3]) ** 4 + (x[3] - x[4]) ** 2,
        lambda x: [x[i] + 2 * x[i + 1] + 3 * x[i + 2] - 6 for i in range(3)],
        [35, -31, 11, 5, -5],
    ),
    "HS51": (
        lambda x: (x[0] - x[1]) ** 2 + (x[1] + x[2] - 2) ** 2 + (x[3] - 1) ** 2 + (x[4] - 1) ** 2,
        lambda x: [x[0] + 3 * x[1] - 4, x[2] + x[3] - 2 * x[4], x[1] - x[4]],
        [2.5, 0.5, 2, -1, 0.5],
    ),
    "HS52": (
        lambda x: (4 * x[0] - x[1]) ** 2 + (x[1] + x[2] - 2) ** 2 + (x[3] - 1) ** 2 + (x[4] - 1) ** 2,
        linear3,
        [2] * 5,
    ),
    "HS77": (
        lambda x: (x[0] - 1) ** 2 + (x[0] - x[1]) ** 2 + (x[2] - 1) ** 2 + (x[3] - 1) ** 4 + (x[4] - 1) ** 6,
        lambda x: [x[0] ** 2 * x[3] + np.sin(x[3] - x[4]) - 2 * R2, x[1] + x[2] ** 4 * x[3] ** 2 - 8 - R2],
        [2] * 5,
    ),
    "HS78": (
        lambda x: x[0] * x[1] * x[2] * x[3] * x[4],
        lambda x: [
            x[0] ** 2 + x[1] ** 2 + x[2] ** 2 + x[3] ** 2 + x[4] ** 2 - 10,
            x[1] * x[2] - 5 * x[3] * x[4],
            x[0] ** 3 + x[1] ** 3 + 1,
        ],
        [-2, 1.5, 2, -1, -1],
    ),
    "HS79": (
        lambda x: (x[0] - 1) ** 2 + (x[0] - x[1]) ** 2 + (x[1] - x[2]) ** 2 + (x[2] - x[3]) ** 4 + (x[3] - x[4]) ** 4,
        lambda x: [
            x[0] + x[1] ** 2 + x[2] ** 3 - 2 - 3 * R2,
            x[1] - x[2] ** 2 + x[3] + 2 - 2 * R2,
            x[0] * x[4] - 2,
        ],
        [2] * 5,
    ),
    "HS100LNP": (
        lambda x: (x[0] - 10) ** 2
        + 5 * (x[1] - 12) ** 2
        + x[2] ** 4
        + 3 * (x[3] - 11) ** 2
        + 10 * x[4] ** 6
        + 7 * x[5] ** 2
        + x[6] ** 4
        - 4 * x[5] * x[6]
        - 10 * x[5]
        - 8 * x[6],
        lambda x: [
            127 - 2 * x[0] ** 2 - 3 * x[1] ** 4 - x[2] - 4 * x[3] ** 2 - 5 * x[4],
            -4 * x[0] ** 2 - x[1] ** 2 + 3 * x[0] * x[1] - 2 * x[2] ** 2 - 5 * x[5] + 11 * x[6],
        ],
        [1, 2, 0, 4, 0, 1, 1],
    ),
    "BT2": (
        lambda x: (x[0] - 1) ** 2 + (x[0] - x[1]) ** 2 + (x[1] - x[2]) ** 4,
        lambda x: [x[0] * (1 + x[1] ** 2) + x[2] ** 4 - 4 - 3 * R2],
        [10] * 3,
    ),
    "BT3": (
        lambda x: (x[0] - x[1]) ** 2 + (x[1] + x[2] - 2) ** 2 + (x[3] - 1) ** 2 + (x[4] - 1) ** 2,
        linear3,
        [20] * 5,
    ),
    "BT5": (
        lambda x: 1000 - x[0] ** 2 - 2 * x[1] ** 2 - x[2] ** 2 - x[0] * x[1] - x[0] * x[2],
        lambda x: [x[0] ** 2 + x[1] ** 2 + x[2] ** 2 - 25, 8 * x[0] + 14 * x[1] + 7 * x[2] - 56],
        [2] * 3,
    ),
    "BT9": (
        lambda x: -x[0],
        lambda x: [x[1] - x[0] ** 3 - x[2] ** 2, x[0] ** 2 - x[1] - x[3] ** 2],
        [2] * 4,
    ),
    "BT10": (lambda x: -x[0], lambda x: [x[1] - x[0] ** 3, x[0] ** 2 - x[1]], [2, 2]),
    "GENHS28": (
        lambda x: sum((x[i] + x[i + 1]) ** 2 for i in range(9)),
        lambda x: [x[i] + 2 * x[i + 1] + 3 * x[i + 2] - 1 for i in range(8)],
        [-4] + [1] * 9,
    ),
}


def jacobian(function, x):
    """Rows of derivatives of a function of several values, by complex steps."""
    n = len(x)
    columns = [np.imag(np.asarray(function(x + 1j * 1e-30 * np.eye(n)[j]))) / 1e-30 for j in range(n)]
    return np.array(columns).T


def curvature(gradient, x):
    h = 1e-5
    H = np.array([(gradient(x + h * e) - gradient(x - h * e)) / (2 * h) for e in np.eye(len(x))])
    return (H + H.T) / 2


def run(method, name, goal):
    f, c, start = PROBLEMS[name]
    value = lambda x: float(np.real(f(x)))
    values = lambda x: np.asarray(c(x), dtype=float)
    gradient = lambda x: jacobian(lambda z: [f(z)], x)[0]
    matrix = lambda x: jacobian(c, x)
    calls = {"iterations": 0, "value": 0, "gradient": 0, "hessian": 0}

    def counted(kind, function):
        def wrapper(*arguments):
            calls[kind] += 1
            return function(*arguments)

        return wrapper

    def residual(x):
        g, G = gradient(x), matrix(x)
        multipliers = np.linalg.lstsq(G.T, -g, rcond=None)[0]
        return float(np.hypot(np.linalg.norm(g + G.T @ multipliers), np.linalg.norm(values(x))))

    end = {"point": np.array(start, dtype=float), "reached": False}

    def look(x, *_):
        calls["iterations"] += 1
        end["point"] = np.array(x)
        if residual(x) <= goal:
            end["reached"] = True
            raise Reached

    try:
        if method == "SLSQP":
            minimize(
                counted("value", value),
                end["point"],
                method=method,
                jac=counted("gradient", gradient),
                constraints=[{"type": "eq", "fun": values, "jac": matrix}],
                callback=look,
                options={"maxiter": 3000, "ftol": 1e-15},
            )
        else:
            lagrangian = lambda x, v: curvature(lambda z: v @ matrix(z), x)
            minimize(
                counted("value", value),
                end["point"],
                method=method,
                jac=counted("gradient", gradient),
                hess=counted("hessian", lambda x: curvature(gradient, x)),
                constraints=[NonlinearConstraint(values, 0, 0, jac=matrix, hess=lagrangian)],
                callback=look,
                options={"maxiter": 3000, "gtol": 0.0, "xtol": 1e-14},
            )
    except Reached:
        pass
    return {"problem": name, **calls, "reached": end["reached"], "residual": residual(end["point"]), "objective": value(end["point"])}


def main():
    task = json.load(sys.stdin)
    results = {
        f"SciPy {method}": [run(method, name, task["goal"]) for name in task["names"]]
        for method in ["SLSQP", "trust-constr"]
    }
    print(json.dumps({"version": f"SciPy {scipy.__version__}", "results": results}))


main()
