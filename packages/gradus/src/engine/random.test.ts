import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generator, seedFor } from "./random.ts";

const moments = (values: ArrayLike<number>) => {
  const list = Array.from(values);
  const mean = list.reduce((sum, v) => sum + v, 0) / list.length;
  return { mean, variance: list.reduce((sum, v) => sum + (v - mean) ** 2, 0) / list.length };
};

describe("a generator", () => {
  test("gives the same numbers for the same seed, others for another", () => {
    expect(generator(5).normals(8)).toEqual(generator(5).normals(8));
    expect(generator(5).normals(8)).not.toEqual(generator(6).normals(8));
  });

  test("draws standard normals: mean 0 ± 5σ/√n, variance 1 within 5 %", () => {
    const { mean, variance } = moments(generator(1).normals(20_000));
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(20_000));
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });

  test("permutes: every index exactly once", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 60 }), (seed, n) => {
        const order = generator(seed).permutation(n);
        expect([...order].toSorted((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  test("draws whole numbers in range, each about equally often", () => {
    const counts = [0, 0, 0, 0];
    const random = generator(3);
    for (let i = 0; i < 8000; i++) counts[random.integer(4)]!++;
    for (const n of counts) expect(Math.abs(n - 2000)).toBeLessThan(5 * Math.sqrt(8000 * 0.25 * 0.75));
  });
});

describe("seeds for a purpose", () => {
  test("are whole numbers in [0, 2³²) that depend on seed and purpose", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), fc.string(), (seed, purpose) => {
        const derived = seedFor(seed, purpose);
        expect(Number.isInteger(derived) && derived >= 0 && derived < 2 ** 32).toBe(true);
      }),
    );
    const derived = [0, 1, 2, 3].flatMap((seed) => ["initial", "batches"].map((purpose) => seedFor(seed, purpose)));
    expect(new Set(derived).size).toBe(8);
  });
});
