import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alphaForSampleSize, consensusPoint, effectiveSampleSize, gibbsWeights, linearAlgebra } from "../../index.ts";

const energies = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 8 });
const alphas = fc.double({ min: 0, max: 1e15, noNaN: true });
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

test("weights add up to 1, fall with the energy, and do not change when all energies are shifted by a power of two", () => {
  fc.assert(
    fc.property(energies, alphas, (e, alpha) => {
      const weights = gibbsWeights(e, alpha);
      expect(sum(weights)).toBeCloseTo(1, 12);
      const order = e.map((_, i) => i).sort((a, b) => e[a]! - e[b]!);
      for (let k = 1; k < order.length; k++) {
        expect(weights[order[k]!]!).toBeLessThanOrEqual(weights[order[k - 1]!]!);
      }
      const size = effectiveSampleSize(weights);
      expect(size).toBeGreaterThanOrEqual(1 - 1e-12);
      expect(size).toBeLessThanOrEqual(e.length * (1 + 1e-12));
    }),
  );
  expect(gibbsWeights([3, 5], 0.5)).toEqual(gibbsWeights([3 + 1024, 5 + 1024], 0.5));
});

test("two energies: the ratio of weights is exp(−α difference)", () => {
  const [a, b] = gibbsWeights([1, 3], 0.7);
  expect(b! / a!).toBeCloseTo(Math.exp(-1.4), 14);
});

test("α = 0 is the plain mean, a large α the lowest point, ties share", () => {
  const X = linearAlgebra.fromRows([
    [0, 4],
    [2, 0],
    [7, 2],
  ]);
  expect([...consensusPoint(X, [5, 1, 9], 0).point]).toEqual([expect.closeTo(3, 14), expect.closeTo(2, 14)]);
  expect([...consensusPoint(X, [5, 1, 9], 1e15).point]).toEqual([2, 0]);
  expect([...consensusPoint(X, [1, 1, 9], 1e15).point]).toEqual([1, 2]);
});

test("what is not finite has no weight, even at α = 0; if nothing is finite, all weigh alike", () => {
  const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
  expect([...gibbsWeights([2, infinity, 2, nan, -infinity], 0)]).toEqual([0.5, 0, 0.5, 0, 0]);
  expect([...gibbsWeights([nan, infinity], 3)]).toEqual([0.5, 0.5]);
});

describe("α by effective sample size", () => {
  test("is met to the width of the bisection", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 4, maxLength: 30 }), (e) => {
        const alpha = alphaForSampleSize(e, 0.5);
        const size = effectiveSampleSize(gibbsWeights(e, alpha));
        if (alpha > 1e-5 && alpha < 1e5) expect(Math.abs(size - e.length / 2)).toBeLessThan(1e-3);
      }),
    );
  });

  test("is the nearer end where there is none", () => {
    expect(alphaForSampleSize([1, 1, 1, 2], 0.5)).toBe(1e5);
    expect(alphaForSampleSize([0, 1e9, 1e9, 1e9], 0.5)).toBe(1e-5);
    expect(() => alphaForSampleSize([1, 2], 1)).toThrow("share must be in (0, 1), got 1");
  });
});

test("wrong arguments are named", () => {
  expect(() => gibbsWeights([1], -1)).toThrow("gibbsWeights: alpha must be a finite number ≥ 0, got -1");
  expect(() => consensusPoint(linearAlgebra.zeros(2, 1), [1], 1)).toThrow(
    "energies must be 2 numbers, one a row, got 1",
  );
});
