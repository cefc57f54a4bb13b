import fc from "fast-check";
import { expect, test } from "vitest";
import { generator } from "../random.ts";
import { innerProducts } from "./inner-products.ts";
import { type Matrix, multiply, transpose } from "./matrix.ts";

const normal = (rows: number, columns: number, seed: number): Matrix => ({
  rows,
  columns,
  data: generator(seed).normals(rows * columns),
});
const size = fc.integer({ min: 0, max: 11 });
const apart = (A: Matrix, B: Matrix) => Math.max(0, ...A.data.map((value, i) => Math.abs(value - B.data[i]!)));

test("A Bᵀ and A Aᵀ for any sizes, over the borders of tiles and pieces", () => {
  const columns = fc.oneof(size, fc.integer({ min: 505, max: 520 }), fc.integer({ min: 1020, max: 1030 }));
  fc.assert(
    fc.property(size, size, columns, fc.nat(1e6), (m, n, columns, seed) => {
      const [A, B] = [normal(m, columns, seed), normal(n, columns, seed + 1)];
      expect(apart(innerProducts(A, B), multiply(A, transpose(B)))).toBeLessThan(1e-11);
      const gram = innerProducts(A, A);
      expect(apart(gram, multiply(A, transpose(A)))).toBeLessThan(1e-11);
      expect(gram).toEqual(transpose(gram));
    }),
    { numRuns: 60 },
  );
});

test("rows of different lengths are refused", () => {
  expect(() => innerProducts(normal(2, 3, 0), normal(2, 4, 0))).toThrow("rows of 3 and of 4 entries");
});
