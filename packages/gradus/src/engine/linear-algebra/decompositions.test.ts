import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generator } from "../random.ts";
import { qr, randomizedSvd, svd, symmetricEigen } from "./decompositions.ts";
import { fromRows, identity, type Matrix, multiply, toRows, transpose, zeros } from "./matrix.ts";

const normal = (rows: number, columns: number, seed: number): Matrix => ({
  rows,
  columns,
  data: generator(seed).normals(rows * columns),
});
/** A random matrix of a rank below its size. */
const ofRank = (rank: number, rows: number, columns: number, seed: number) =>
  multiply(normal(rows, rank, seed), normal(rank, columns, seed + 1));
const diagonal = (values: ArrayLike<number>) => {
  const result = zeros(values.length, values.length);
  for (let i = 0; i < values.length; i++) result.data[i * values.length + i] = values[i]!;
  return result;
};
const largest = ({ data }: Matrix) => data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const distance = (A: Matrix, B: Matrix) => {
  expect([A.rows, A.columns]).toEqual([B.rows, B.columns]);
  return largest({ ...A, data: A.data.map((value, i) => value - B.data[i]!) });
};
const gram = (A: Matrix) => multiply(transpose(A), A);

const size = fc.integer({ min: 1, max: 12 });
const seed = fc.integer({ min: 0, max: 1e6 });

describe("qr", () => {
  test("QᵀQ = I, QR = A, and R is upper triangular, for any rank", () => {
    fc.assert(
      fc.property(size, size, size, seed, fc.boolean(), (a, b, rank, seed, full) => {
        const A = ofRank(Math.min(rank, a, b), Math.max(a, b), Math.min(a, b), seed);
        const { Q, R } = qr(A, { full });
        expect(Q.columns).toBe(full ? A.rows : A.columns);
        expect(distance(gram(Q), identity(Q.columns))).toBeLessThan(1e-13);
        expect(distance(multiply(Q, R), A)).toBeLessThan(1e-13 * (1 + largest(A)));
        for (const [i, row] of toRows(R).entries()) expect(row.subarray(0, i).every((value) => value === 0)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("the full Q ends in a basis of what A does not reach", () => {
    const A = normal(7, 3, 1);
    const { Q } = qr(A, { full: true });
    const products = multiply(transpose(A), Q);
    for (const row of toRows(products))
      for (const value of row.subarray(3)) expect(Math.abs(value)).toBeLessThan(1e-14);
  });

  test("more columns than rows are refused", () => {
    expect(() => qr(zeros(2, 3))).toThrow("qr needs at least as many rows as columns, got 2 × 3");
  });
});

describe("svd", () => {
  test("U diag(σ) Vᵀ = A with orthonormal vectors and descending σ ≥ 0, for any shape and rank", () => {
    fc.assert(
      fc.property(size, size, size, seed, (rows, columns, rank, seed) => {
        const A = ofRank(Math.min(rank, rows, columns), rows, columns, seed);
        const { U, values, V } = svd(A);
        expect(values.length).toBe(Math.min(rows, columns));
        expect(distance(gram(U), identity(values.length))).toBeLessThan(1e-13);
        expect(distance(gram(V), identity(values.length))).toBeLessThan(1e-13);
        expect(distance(multiply(multiply(U, diagonal(values)), transpose(V)), A)).toBeLessThan(
          1e-13 * (1 + largest(A)),
        );
        expect([...values]).toEqual([...values].sort((a, b) => b - a));
        expect(values.every((value) => value >= 0)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test("cut off at rank k it is the nearest matrix of rank k: the error is the next singular value", () => {
    const A = normal(9, 6, 3);
    const { values } = svd(A);
    const { U, values: kept, V } = svd(A, { rank: 4 });
    expect(kept).toEqual(values.subarray(0, 4));
    const near = multiply(multiply(U, diagonal(kept)), transpose(V));
    const error = { ...A, data: A.data.map((value, i) => value - near.data[i]!) };
    expect(svd(error).values[0]).toBeCloseTo(values[4]!, 12);
  });

  test("a matrix with an entry that is not finite has NaN for its parts, and ends", () => {
    const A = fromRows([
      [1, 2],
      [Number.NaN, 3],
      [4, Number.POSITIVE_INFINITY],
    ]);
    expect(svd(A, { rank: 1 }).values).toEqual(Float64Array.of(Number.NaN));
    expect(qr(A).Q.data.every(Number.isNaN)).toBe(true);
    expect(symmetricEigen(fromRows([[Number.NaN]])).values).toEqual(Float64Array.of(Number.NaN));
  });
});

describe("randomized svd", () => {
  test("exact for a matrix of low rank, tall or wide", () => {
    fc.assert(
      fc.property(
        fc.constantFrom([40, 25], [25, 40]),
        fc.integer({ min: 1, max: 6 }),
        seed,
        ([rows, columns], rank, seed) => {
          const A = ofRank(rank, rows!, columns!, seed);
          const { U, values, V } = randomizedSvd(A, rank, { oversampling: 3, powerIterations: 0, seed });
          expect(distance(multiply(multiply(U, diagonal(values)), transpose(V)), A)).toBeLessThan(1e-10 * largest(A));
        },
      ),
      { numRuns: 20 },
    );
  });

  test("near the largest singular values of a slowly decaying spectrum, nearer with power iterations", () => {
    const { Q: U } = qr(normal(60, 40, 5));
    const { Q: V } = qr(normal(40, 40, 6));
    const exact = Float64Array.from({ length: 40 }, (_, i) => 1 / (1 + i));
    const A = multiply(multiply(U, diagonal(exact)), transpose(V));
    const error = (powerIterations: number) => {
      const { values } = randomizedSvd(A, 5, { oversampling: 5, powerIterations });
      return Math.max(...values.map((value, i) => Math.abs(value - exact[i]!)));
    };
    expect(error(2)).toBeLessThan(1e-3);
    expect(error(2)).toBeLessThan(error(0));
  });
});

describe("symmetric eigenvalues", () => {
  test("A V = V diag(λ), VᵀV = I, λ ascending, trace kept; only the lower triangle is read", () => {
    fc.assert(
      fc.property(size, seed, (n, seed) => {
        const B = normal(n, n, seed);
        const A = { ...B, data: B.data.map((value, i) => value + transpose(B).data[i]!) };
        const lower = { ...A, data: A.data.map((value, i) => (i % n > Math.floor(i / n) ? Number.NaN : value)) };
        const { values, vectors } = symmetricEigen(lower);
        expect(distance(gram(vectors), identity(n))).toBeLessThan(1e-13);
        expect(distance(multiply(A, vectors), multiply(vectors, diagonal(values)))).toBeLessThan(1e-12);
        expect([...values]).toEqual([...values].sort((a, b) => a - b));
        const trace = A.data.reduce((sum, value, i) => (i % (n + 1) === 0 ? sum + value : sum), 0);
        expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(trace, 10);
      }),
      { numRuns: 50 },
    );
  });

  test("a matrix that is not square is refused", () => {
    expect(() => symmetricEigen(zeros(2, 3))).toThrow("the matrix must be square, got 2 × 3");
  });
});

test("entries next to the smallest numbers do no harm to eigenvectors", () => {
  for (const [a, b, c] of [
    [0, -5e-324, 8.9e-16],
    [5e-324, 5e-324, 5e-324],
    [1, 1e-310, 2],
  ] as const) {
    const { values, vectors } = symmetricEigen(
      fromRows([
        [a, b],
        [b, c],
      ]),
    );
    expect(values[0]!).toBeLessThanOrEqual(values[1]!);
    const product = multiply(transpose(vectors), vectors);
    for (const [i, entry] of product.data.entries()) expect(entry).toBeCloseTo(i % 3 === 0 ? 1 : 0, 12);
  }
});
