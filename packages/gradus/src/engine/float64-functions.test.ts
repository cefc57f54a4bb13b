import { grad, hessian, jit, nn, numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import "./float64-functions.ts";

type Case = { ours(x: np.Array): np.Array; theirs(x: number): number; range: [number, number] };

const cases: Record<string, Case> = {
  exp: { ours: (x) => np.exp(x), theirs: Math.exp, range: [-700, 700] },
  log: { ours: (x) => np.log(x), theirs: Math.log, range: [Number.MIN_VALUE, 1e300] },
  "log near 1": { ours: (x) => np.log(x), theirs: Math.log, range: [0.5, 2] },
  sin: { ours: (x) => np.sin(x), theirs: Math.sin, range: [-1000, 1000] },
  cos: { ours: (x) => np.cos(x), theirs: Math.cos, range: [-1000, 1000] },
  atan: { ours: (x) => np.atan(x), theirs: Math.atan, range: [-100, 100] },
  asin: { ours: (x) => np.asin(x), theirs: Math.asin, range: [-1, 1] },
};

const float64 = (values: number[]) => np.array(values, { dtype: np.float64 });

describe.each(Object.entries(cases))("%s of float64 is that of float64", (_, { ours, theirs, range: [min, max] }) => {
  const points = fc.sample(fc.double({ min, max, noNaN: true }), { numRuns: 500, seed: 1 });
  const spread = Array.from({ length: 500 }, (_, i) => min + ((max - min) * (i + 0.5)) / 500);
  const values = [...points, ...spread];

  test.each([
    ["compiled", jit(ours)],
    ["at once", ours],
  ])("%s", (_, f) => {
    const actual = f(float64(values)).dataSync();
    for (const [i, x] of values.entries()) {
      const expected = theirs(x);
      expect(Math.abs(actual[i]! - expected), `at ${x}`).toBeLessThanOrEqual(5e-16 * Math.abs(expected));
    }
  });
});

test("edges", () => {
  const { NEGATIVE_INFINITY, POSITIVE_INFINITY, NaN: nan } = Number;
  const at = (f: (x: np.Array) => np.Array, ...x: number[]) => [...jit(f)(float64(x)).dataSync()];
  expect(at((x) => np.exp(x), NEGATIVE_INFINITY, -800, 0, 800, POSITIVE_INFINITY, nan)).toEqual([
    0,
    0,
    1,
    POSITIVE_INFINITY,
    POSITIVE_INFINITY,
    nan,
  ]);
  expect(at((x) => np.log(x), -1, 0, 1, POSITIVE_INFINITY, nan)).toEqual([
    nan,
    NEGATIVE_INFINITY,
    0,
    POSITIVE_INFINITY,
    nan,
  ]);
  expect(at((x) => np.log(x), 5e-324, 1e-310)).toEqual([Math.log(5e-324), Math.log(1e-310)]);
  expect(at((x) => np.sin(x), POSITIVE_INFINITY, nan)).toEqual([nan, nan]);
  expect(at((x) => np.atan(x), NEGATIVE_INFINITY, POSITIVE_INFINITY, nan)).toEqual([-Math.PI / 2, Math.PI / 2, nan]);
  expect(at((x) => np.asin(x), -1, 1, 1.5)).toEqual([-Math.PI / 2, Math.PI / 2, nan]);
});

test("what is built on them follows, and so do derivatives of first and second order", () => {
  const x = 0.3;
  expect(jit((v: np.Array) => nn.sigmoid(v))(float64([x])).item()).toBeCloseTo(1 / (1 + Math.exp(-x)), 15);
  const f = (v: np.Array) => np.exp(np.sin(v)).sum();
  const gradient = Math.cos(x) * Math.exp(Math.sin(x));
  const curvature = (Math.cos(x) ** 2 - Math.sin(x)) * Math.exp(Math.sin(x));
  expect(jit(grad(f))(float64([x])).item()).toBeCloseTo(gradient, 14);
  expect(jit(hessian(f))(float64([x])).item()).toBeCloseTo(curvature, 14);
  expect(jit(hessian(jit(f)))(float64([x])).item()).toBeCloseTo(curvature, 14);
});

test("float32 is left to the engine", () => {
  const y = jit((x: np.Array) => np.exp(x))(np.array([1]));
  expect(y.dtype).toBe(np.float32);
  expect(y.item()).toBeCloseTo(Math.E, 5);
});
