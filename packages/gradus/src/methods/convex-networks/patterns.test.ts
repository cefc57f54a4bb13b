import fc from "fast-check";
import { expect, test } from "vitest";
import { fromRows, toRows, transpose } from "../../engine/linear-algebra/matrix.ts";
import { generator } from "../../engine/random.ts";
import {
  activationPatterns,
  enumeratePatterns2d,
  sampleActivationPatterns,
  sampleRobustPatterns,
  usedPatterns,
} from "./patterns.ts";

const keys = (patterns: Parameters<typeof toRows>[0]) => new Set(toRows(patterns).map((row) => row.join("")));
const points = (count: number, seed: number) => ({
  rows: count,
  columns: 2,
  data: generator(seed).normals(2 * count),
});

test("samples in general position in the plane have 2n patterns, and no gate has another", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(1000), (n, seed) => {
      const X = points(n, seed);
      const all = keys(enumeratePatterns2d(X));
      expect(all.size).toBe(2 * n);
      const drawn = keys(activationPatterns(X, { rows: 2, columns: 200, data: generator(seed + 1).normals(400) }));
      for (const pattern of drawn) expect(all).toContain(pattern);
    }),
    { numRuns: 40 },
  );
});

test("parallel samples share borders, zero rows have none and are always active", () => {
  expect(
    keys(
      enumeratePatterns2d(
        fromRows([
          [1, 0],
          [2, 0],
          [-3, 0],
          [0, 0],
        ]),
      ),
    ),
  ).toEqual(new Set(["0011", "1101"]));
  expect(
    keys(
      enumeratePatterns2d(
        fromRows([
          [0, 0],
          [0, 0],
        ]),
      ),
    ),
  ).toEqual(new Set(["11"]));
  expect(() => enumeratePatterns2d(fromRows([[1, 2, 3]]))).toThrow("samples must have 2 features, got 3");
});

test("exact ties are active", () => {
  const X = fromRows([[0.35, 0.82, 0.33]]);
  expect([...activationPatterns(X, transpose(fromRows([[0.82, -0.35, 0]]))).data]).toEqual([1]);
});

test("a sample is distinct, repeatable, may begin with ones, and ends where there are no more", () => {
  const X = points(5, 3);
  const drawn = sampleActivationPatterns(X, 6, generator(1), { includeAllOnes: true });
  expect([drawn.rows, keys(drawn).size]).toEqual([6, 6]);
  expect([...drawn.data.subarray(0, 5)]).toEqual([1, 1, 1, 1, 1]);
  expect(sampleActivationPatterns(X, 6, generator(1), { includeAllOnes: true })).toEqual(drawn);
  // 10 patterns in the plane; that of ones is one of them or an eleventh.
  expect(sampleActivationPatterns(X, 50, generator(1)).rows).toBe(10);
  expect(sampleActivationPatterns(fromRows([[0, 0]]), 50, generator(1)).rows).toBe(1);
});

test("robust patterns are those of moved samples too", () => {
  const X = points(8, 4);
  const options = { directions: 6, perturbations: 4, includeAllOnes: false };
  const still = sampleRobustPatterns(X, { ...options, radii: Float64Array.of(0, 0) }, generator(2));
  const moved = sampleRobustPatterns(X, { ...options, radii: Float64Array.of(0.5, 0.5) }, generator(2));
  expect(still.rows).toBeLessThanOrEqual(6);
  expect(moved.rows).toBeGreaterThan(still.rows);
  const withOnes = sampleRobustPatterns(
    X,
    { ...options, radii: Float64Array.of(0, 0), includeAllOnes: true },
    generator(2),
  );
  expect(keys(withOnes)).toContain("1".repeat(8));
});

test("used patterns are those of blocks that are not zero, at least one", () => {
  const patterns = fromRows([
    [1, 0],
    [0, 1],
    [1, 1],
  ]);
  const blocks = Float64Array.of(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2);
  expect(toRows(usedPatterns(patterns, blocks)).map((row) => [...row])).toEqual([
    [0, 1],
    [1, 1],
  ]);
  expect(usedPatterns(patterns, new Float64Array(12)).rows).toBe(1);
});
