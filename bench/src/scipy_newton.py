"""SciPy's Newton methods on a logistic regression: what each asks for until the gradient's norm is at the goal."""

import json
import sys

import numpy as np
import scipy
from scipy.optimize import minimize


class Reached(Exception):
    pass


def logistic(rows, penalty):
    count = len(rows)

    def value(x):
        return np.logaddexp(0, -rows @ x).mean() + penalty / 2 * x @ x

    def slopes(x):
        return 0.5 * (1 - np.tanh(0.5 * (rows @ x)))

    def gradient(x):
        return -rows.T @ slopes(x) / count + penalty * x

    def hessian(x):
        s = slopes(x)
        return (rows.T * (s * (1 - s))) @ rows / count + penalty * np.eye(len(x))

    def product(x, v):
        s = slopes(x)
        return rows.T @ (s * (1 - s) * (rows @ v)) / count + penalty * v

    return value, gradient, hessian, product


def run(method, with_products, rows, penalty, goal):
    functions = logistic(rows, penalty)
    calls = {"iterations": 0, "value": 0, "gradient": 0, "hessian": 0, "product": 0}

    def counted(name, function):
        def wrapper(*arguments):
            calls[name] += 1
            return function(*arguments)

        return wrapper

    value, gradient, hessian, product = (
        counted(name, function) for name, function in zip(["value", "gradient", "hessian", "product"], functions)
    )
    end = {"point": np.zeros(rows.shape[1]), "reached": False}

    def look(x):
        calls["iterations"] += 1
        end["point"] = np.array(x)
        if np.linalg.norm(functions[1](x)) <= goal:
            end["reached"] = True
            raise Reached

    curvature = {"hessp": product} if with_products else {"hess": hessian}
    tolerance = {"xtol": 0.0} if method == "Newton-CG" else {"gtol": 0.0}
    try:
        minimize(
            value,
            end["point"],
            method=method,
            jac=gradient,
            callback=look,
            options={"maxiter": 500, **tolerance},
            **curvature,
        )
    except Reached:
        pass
    norm = float(np.linalg.norm(functions[1](end["point"])))
    return {**calls, "reached": end["reached"], "norm": norm}


def main():
    task = json.load(sys.stdin)
    rows = np.array(task["rows"])
    contenders = [("trust-ncg", True), ("Newton-CG", True), ("trust-ncg", False), ("trust-exact", False)]
    results = [
        {"name": f"SciPy {method}, {'products' if products else 'matrices'}", **run(method, products, rows, task["penalty"], task["goal"])}
        for method, products in contenders
    ]
    print(json.dumps({"version": f"SciPy {scipy.__version__}", "results": results}))


main()
