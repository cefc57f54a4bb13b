import { grad, jit, numpy as np, valueAndGrad } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import "./literals.ts";

const x = () => np.array([0.1, 0.7, 0.3], { dtype: np.float64 });

describe("numbers written in compiled float64 functions keep their precision", () => {
  const functions: Record<string, [(x: np.Array) => np.Array, number]> = {
    "a product": [(x) => x.mul(0.1).sum(), 0.11],
    "a mean": [(x) => x.mean(), 1.1 / 3],
    "a quotient": [(x) => np.divide(0.1, x).sum(), 1 + 0.1 / 0.7 + 1 / 3],
    "a quotient by a number": [(x) => x.div(6).sum(), 1.1 / 6],
    "a product with functions of a number": [
      (x) => x.sum().mul(np.sqrt(2)).sub(np.exp(-0.3)),
      1.1 * Math.SQRT2 - Math.exp(-0.3),
    ],
    "a quotient by a quotient": [(x) => x.sum().div(np.reciprocal(-7)), -7.7],
    "a maximum": [(x) => np.maximum(x, 0.15).sum(), 1.15],
  };
  test.each(Object.entries(functions))("%s", (_, [f, expected]) => {
    expect(jit(f)(x()).item()).toBeCloseTo(expected, 14);
  });

  test("and so do their gradients", () => {
    const gradient = jit(grad((x: np.Array) => np.square(x.add(0.1)).mul(0.3).sum()))(x()).js();
    for (const [i, v] of [0.1, 0.7, 0.3].entries()) expect(gradient[i]).toBeCloseTo(0.6 * (v + 0.1), 14);
  });

  // A function of a number that is used twice becomes a program of its own.
  test("in values and gradients of one program", () => {
    const square = (scaled: (x: np.Array) => np.Array) => (x: np.Array) => np.square(scaled(x)).sum();
    const scales: [(x: np.Array) => np.Array, number][] = [
      [(x) => x.div(6), 1 / 6],
      [(x) => x.mul(np.sqrt(2)), Math.SQRT2],
      [(x) => x.div(np.exp(-0.3)), Math.exp(0.3)],
    ];
    for (const [scaled, factor] of scales) {
      const [value, gradient] = jit(valueAndGrad(square(scaled)))(x());
      expect(value.item()).toBeCloseTo(0.59 * factor ** 2, 14);
      for (const [i, slope] of gradient.js().entries()) {
        expect(slope).toBeCloseTo(2 * factor ** 2 * [0.1, 0.7, 0.3][i]!, 14);
      }
    }
  });
});

describe("a number that simplification leaves in place of a float64 result is float64", () => {
  const matrix = () =>
    np.array(
      [
        [3, 1],
        [1, 2],
      ],
      { dtype: np.float64 },
    );
  const half = (x: np.Array) => np.dot(matrix(), x.ref).mul(x).sum().mul(0.5);
  const start = () => np.array([2, -1], { dtype: np.float64 });

  test("in the gradient of a quadratic form, by itself and twice in one program", () => {
    expect(jit(grad(half))(start()).js()).toEqual([5, 0]);
    const along = (x: np.Array) => grad(half)(x.ref.add(grad(half)(x).mul(0.1)));
    expect(jit(along)(start()).js()).toEqual([6.5, 0.5]);
  });

  test("in the gradient of a mean square", () => {
    const gradient = jit(grad((x: np.Array) => np.square(np.dot(matrix(), x).sub(0.3)).mean()))(start()).js();
    expect(gradient).toEqual([expect.closeTo(13.8, 13), expect.closeTo(4.1, 13)]);
  });
});

test("float32 programs are as before: their literals are rounded to float32", () => {
  expect(jit((x: np.Array) => x.mul(0.1))(np.array([1])).item()).toBe(Math.fround(0.1));
  expect(jit((x: np.Array) => x.div(0.7))(np.array([1])).item()).toBe(Math.fround(1 / Math.fround(0.7)));
});
