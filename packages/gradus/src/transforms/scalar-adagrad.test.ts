import { numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import "../index.ts";
import { standalone } from "./optimizer.ts";
import { scaleByScalarAdagrad } from "./scalar-adagrad.ts";

const vector = (...values: number[]) => np.array(values, { dtype: np.float64 });

test("the t-th update of a constant gradient has length 1/√t, spread over all arrays alike", () => {
  const optimizer = standalone(scaleByScalarAdagrad());
  const params = { a: vector(0, 0), b: vector(0) };
  let state = optimizer.init(params);
  for (let t = 1; t <= 4; t++) {
    const [updates, next] = optimizer.update({ a: vector(2, 3), b: vector(6) }, state, params);
    const [a, b] = [updates.a.js() as number[], updates.b.js() as number[]];
    expect(Math.hypot(...a, ...b)).toBeCloseTo(1 / Math.sqrt(t), 14);
    expect(b[0]! / a[0]!).toBeCloseTo(3, 14);
    state = next;
  }
});

test("a gradient of 0 before any other moves nothing", () => {
  const optimizer = standalone(scaleByScalarAdagrad());
  const params = vector(1, 2);
  const [updates] = optimizer.update(vector(0, 0), optimizer.init(params), params);
  expect(updates.js()).toEqual([0, 0]);
});

test("ε stands beside the root", () => {
  const optimizer = standalone(scaleByScalarAdagrad({ epsilon: 3 }));
  const params = vector(0);
  const [updates] = optimizer.update(vector(1), optimizer.init(params), params);
  expect(updates.js()).toEqual([0.25]);
  expect(() => scaleByScalarAdagrad({ epsilon: -1 })).toThrow(/epsilon must be a number ≥ 0, got -1/);
});
