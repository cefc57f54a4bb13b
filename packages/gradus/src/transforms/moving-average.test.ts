import { numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import { averaging, movingAverage, movingSquareAverage } from "./moving-average.ts";

const weights = (beta: number) => {
  const { keep, take } = averaging(beta);
  return { keep: np.array(keep, { dtype: np.float64 }), take: np.array(take, { dtype: np.float64 }) };
};
const vector = (...values: number[]) => np.array(values, { dtype: np.float64 });

test("weights add up to 1", () => {
  expect(averaging(0.999)).toEqual({ keep: 0.999, take: 1 - 0.999 });
});

test("means of values and of squares", () => {
  const mean = movingAverage(vector(1, 2), vector(3, -2), weights(0.75)) as np.Array;
  expect(mean.js()).toEqual([1.5, 1]);
  const square = movingSquareAverage(vector(1, 2), vector(3, -2), weights(0.75)) as np.Array;
  expect(square.js()).toEqual([3, 2.5]);
});
