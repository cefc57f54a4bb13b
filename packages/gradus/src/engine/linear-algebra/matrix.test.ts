import { numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import { expectNoLeak } from "../live-arrays.ts";
import { apply, applyTransposed, fromArray, fromRows, multiply, toArray, toRows, transpose, zeros } from "./matrix.ts";

const A = fromRows([
  [1, 2, 3],
  [4, 5, 6],
]);

test("rows in, rows out", () => {
  expect(toRows(A)).toEqual([Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)]);
  expect(toRows(transpose(A))).toEqual([Float64Array.of(1, 4), Float64Array.of(2, 5), Float64Array.of(3, 6)]);
  expect(() => fromRows([[1], [2, 3]])).toThrow("row 1 has 2 entries, the first has 1");
});

test("products", () => {
  expect(multiply(A, transpose(A))).toEqual(
    fromRows([
      [14, 32],
      [32, 77],
    ]),
  );
  expect(apply(A, Float64Array.of(1, 0, -1))).toEqual(Float64Array.of(-2, -2));
  expect(applyTransposed(A, Float64Array.of(1, -1))).toEqual(Float64Array.of(-3, -3, -3));
  expect(() => multiply(A, A)).toThrow("cannot multiply 2 × 3 by 2 × 3");
  expect(() => apply(A, new Float64Array(2))).toThrow("x must have 3 entries, got 2");
  expect(() => applyTransposed(A, new Float64Array(3))).toThrow("x must have 2 entries, got 3");
});

test("to the engine's arrays and back, leaving nothing behind", async () => {
  await expectNoLeak(async () => {
    const array = toArray(A);
    expect(array.dtype).toBe(np.float64);
    expect(await fromArray(array)).toEqual(A);
    array.dispose();
  });
  const vector = np.zeros([3]);
  await expect(fromArray(vector)).rejects.toThrow("a matrix has two axes, got shape [3]");
  expect(toArray(zeros(2, 2)).shape).toEqual([2, 2]);
});
