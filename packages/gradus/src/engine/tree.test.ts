import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { trees } from "../index.ts";

const numbers = fc.array(
  fc.double({ min: -1e3, max: 1e3, noNaN: true }).map((v) => v + 0),
  { minLength: 1, maxLength: 5 },
);
const asTree = (values: number[]) => ({
  weight: np.array(values, { dtype: np.float64 }),
  rest: [np.array([[1, -2]], { dtype: np.float64 })],
});
const flat = (values: number[]) => [...values, 1, -2];

describe("a tree behaves as the vector of all its entries", () => {
  test("dot, norm and maximum norm", () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const squares = flat(values).reduce((sum, v) => sum + v * v, 0);
        expect(trees.dot(asTree(values), asTree(values)).item()).toBeCloseTo(squares, 6);
        expect(trees.norm(asTree(values)).item()).toBeCloseTo(Math.sqrt(squares), 6);
        expect(trees.maximumNorm(asTree(values)).item()).toBe(Math.max(...flat(values).map(Math.abs)));
      }),
      { numRuns: 20 },
    );
  });

  test("to a vector and back is the identity", () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const tree = asTree(values);
        const vector = trees.toVector(trees.ref(tree));
        expect([...vector.ref.dataSync()]).toEqual(flat(values));
        const back = trees.fromVector(vector, tree);
        expect(back.rest[0]!.shape).toEqual([1, 2]);
        expect([...back.weight.dataSync()]).toEqual(values);
        trees.dispose([tree, back.rest]);
      }),
      { numRuns: 20 },
    );
  });

  test("a + s·b − a = s·b", () => {
    const difference = trees.subtract(trees.add(asTree([1, 2]), trees.scale(asTree([3, 4]), 0.5)), asTree([1, 2]));
    expect([...trees.toVector(difference).dataSync()]).toEqual([1.5, 2, 0.5, -1]);
  });
});

test("zeros have shapes and dtypes of their model, which stays usable", () => {
  const model = asTree([1, 2, 3]);
  const zeros = trees.zerosLike(model);
  expect(zeros.weight.dtype).toBe("float64");
  expect(zeros.weight.js()).toEqual([0, 0, 0]);
  expect(trees.size(model)).toBe(5);
  trees.dispose([model, zeros.rest]);
});

test("mixed dtypes are named, since precision would be lost silently", () => {
  const mixed = [np.array([1]), np.array([1], { dtype: np.float64 })];
  expect(() => trees.dtypeOf(mixed)).toThrow("parameters must share one dtype, got float32 and float64");
});
