import { grad, jit, numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import "./constant-parts.ts";

describe("a constant that is joined to something in a compiled program", () => {
  const x = (dtype: np.DType = np.float32) => np.array([1, 2, 0.5], { dtype });
  const joined: Record<string, [(x: np.Array) => np.Array, number[]]> = {
    "a sum and a number": [(x) => np.stack([x.sum(), np.ones([])]), [3.5, 1]],
    "a number and a sum": [(x) => np.stack([np.full([], 3), x.sum()]), [3, 3.5]],
    "two numbers and an entry": [(x) => np.stack([np.ones([]), np.full([], 4), x.slice(2)]), [1, 4, 0.5]],
    "an array and ones": [(x) => np.concatenate([x, np.ones([2])]), [1, 2, 0.5, 1, 1]],
    "a constant that is padded": [(x) => np.pad(np.full([1], 7), [[1, 1]]).mul(x), [0, 14, 0]],
    "a value and the slope of a linear function": [
      (x) => np.concatenate([x.ref.sum().reshape([1]), grad((y: np.Array) => y.sum().mul(2))(x)]),
      [3.5, 2, 2, 2],
    ],
  };
  describe.each([np.float32, np.float64])("in %s", (dtype) => {
    test.each(Object.entries(joined))("%s", (_, [f, expected]) => {
      expect(jit(f)(x(dtype)).js()).toEqual(expected);
    });
  });

  test("as without compiling", () => {
    for (const [f, expected] of Object.values(joined)) expect(f(x()).js()).toEqual(expected);
  });
});
