import { grad, hessian, jit, lax, nn, numpy as np } from "@jax-js/jax";
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

describe("error function", () => {
  // From a series and a continued fraction, in 60 digits.
  const known: [x: number, erf: number, erfc: number][] = [
    [1e-300, 1.1283791670955126e-300, 1.0],
    [1e-9, 1.1283791670955127e-9, 0.9999999988716208],
    [0.3, 0.3286267594591274, 0.6713732405408726],
    [0.84, 0.7651427114549945, 0.23485728854500548],
    [0.85, 0.7706680576083526, 0.22933194239164748],
    [1, 0.8427007929497149, 0.15729920705028513],
    [1.2, 0.9103139782296353, 0.08968602177036464],
    [1.3, 0.9340079449406524, 0.06599205505934755],
    [2.5, 0.999593047982555, 0.0004069520174449589],
    [2.8, 0.9999249868053346, 7.501319466545911e-5],
    [2.9, 0.9999589021219005, 4.109787809945886e-5],
    [4, 0.9999999845827421, 1.541725790028002e-8],
    [6.5, 1.0, 3.8421483271206475e-20],
  ];
  test.each(known)("at %d", (x, erf, erfc) => {
    for (const sign of [1, -1]) {
      const at = float64([sign * x]);
      expect(Math.abs(jit(lax.erf)(at.ref).item() - sign * erf)).toBeLessThanOrEqual(5e-16 * erf);
      const complement = sign === 1 ? erfc : 1 + erf;
      expect(Math.abs(jit(lax.erfc)(at).item() - complement)).toBeLessThanOrEqual(2e-13 * complement);
    }
  });

  test("its derivative is 2/√π exp(−x²), and so exact GELU has that of x Φ(x)", () => {
    const gelu = (v: np.Array) => nn.gelu(v, { approximate: false }).sum();
    const gradient = jit(grad(gelu))(float64(known.map(([x]) => -x * Math.SQRT2))).dataSync();
    for (const [i, [x, , erfc]] of known.entries()) {
      const density = Math.exp(-x * x) / Math.sqrt(2 * Math.PI);
      expect(gradient[i]).toBeCloseTo(erfc / 2 - x * Math.SQRT2 * density, 14);
    }
  });

  test("edges", () => {
    const { NEGATIVE_INFINITY, POSITIVE_INFINITY, NaN: nan } = Number;
    const edges = float64([NEGATIVE_INFINITY, -40, 0, 40, POSITIVE_INFINITY, nan]);
    expect([...jit(lax.erf)(edges.ref).dataSync()]).toEqual([-1, -1, 0, 1, 1, nan]);
    expect([...jit(lax.erfc)(edges).dataSync()]).toEqual([2, 2, 1, 0, 0, nan]);
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
