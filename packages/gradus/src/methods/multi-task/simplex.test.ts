import fc from "fast-check";
import { expect, test } from "vitest";
import { innerProducts } from "../../engine/linear-algebra/inner-products.ts";
import { type Matrix, multiply } from "../../engine/linear-algebra/matrix.ts";
import { generator } from "../../engine/random.ts";
import { smallestInHull } from "./simplex.ts";

const points = (K: number, n: number, seed: number): Matrix => ({
  rows: K,
  columns: n,
  data: generator(seed).normals(K * n),
});

/** How much the best point of the simplex in one direction would gain: 0 at the minimum. */
function gapOf(M: Matrix, w: Float64Array): number {
  const slopes = multiply(M, { rows: M.rows, columns: 1, data: w }).data;
  const value = w.reduce((sum, weight, k) => sum + weight * slopes[k]!, 0);
  return value - Math.min(...slopes);
}

test("finds the point nearest to 0, whether there are more points than dimensions or fewer", () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 10_000 }),
      (K, n, seed) => {
        const G = points(K, n, seed);
        const M = innerProducts(G, G);
        const w = smallestInHull(M);
        expect(w.every((weight) => weight >= 0)).toBe(true);
        expect(w.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
        expect(gapOf(M, w)).toBeLessThan(1e-8 * Math.max(...M.data));
      },
    ),
  ));

test("points that are all the same, all 0, or on one line", () => {
  const of = (...rows: number[][]) => {
    const G = { rows: rows.length, columns: rows[0]!.length, data: Float64Array.from(rows.flat()) };
    const M = innerProducts(G, G);
    return gapOf(M, smallestInHull(M));
  };
  expect(of([1, 2], [1, 2], [1, 2])).toBeCloseTo(0, 12);
  expect(of([0, 0], [0, 0])).toBe(0);
  expect(of([1, 1], [2, 2], [3, 3], [-4, -4])).toBeCloseTo(0, 10);
});

test("what is not finite stays so", () => {
  expect(smallestInHull({ rows: 1, columns: 1, data: Float64Array.of(Number.NaN) })).toEqual(
    Float64Array.of(Number.NaN),
  );
});
