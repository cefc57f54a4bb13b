import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generator } from "../random.ts";
import { apply, applyTransposed, fromRows, identity, type Matrix, multiply, transpose, zeros } from "./matrix.ts";
import {
  cholesky,
  minimumNormSolution,
  pseudoInverse,
  solve,
  solveCholesky,
  solveLower,
  solveLowerTransposed,
} from "./solve.ts";
import { addScaled, norm } from "./vector.ts";

const normal = (rows: number, columns: number, seed: number): Matrix => ({
  rows,
  columns,
  data: generator(seed).normals(rows * columns),
});
const ofRank = (rank: number, rows: number, columns: number, seed: number) =>
  multiply(normal(rows, rank, seed), normal(rank, columns, seed + 1));
const sum = (A: Matrix, factor: number, B: Matrix) => ({ ...A, data: addScaled(A.data, factor, B.data) });
const size = fc.integer({ min: 1, max: 12 });
const seed = fc.integer({ min: 0, max: 1e6 });

describe("cholesky", () => {
  test("L Lᵀ = A and L Lᵀ x = b for a positive definite A, whose upper triangle is not read", () => {
    fc.assert(
      fc.property(size, seed, (n, seed) => {
        const B = normal(n, n, seed);
        const A = sum(multiply(B, transpose(B)), 1, identity(n));
        const lower = { ...A, data: A.data.map((value, i) => (i % n > Math.floor(i / n) ? 7 : value)) };
        const L = cholesky(lower)!;
        expect(norm(sum(multiply(L, transpose(L)), -1, A).data)).toBeLessThan(1e-13 * norm(A.data));
        const b = generator(seed + 2).normals(n);
        const x = solveCholesky(L, b);
        expect(norm(addScaled(apply(A, x), -1, b))).toBeLessThan(1e-12 * (norm(A.data) * norm(x)));
        const half = solveLower(L, b);
        expect(norm(addScaled(apply(L, half), -1, b))).toBeLessThan(1e-12 * (norm(L.data) * norm(half)));
        expect(solveLowerTransposed(L, half)).toEqual(x);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    [
      "indefinite",
      [
        [1, 2],
        [2, 1],
      ],
    ],
    ["zero", [[0]]],
    ["NaN", [[Number.NaN]]],
    ["infinite", [[Number.POSITIVE_INFINITY]]],
  ])("there is none of a matrix that is %s", (_, rows) => {
    expect(cholesky(fromRows(rows))).toBeUndefined();
  });
});

describe("solve", () => {
  test("A x = b to rounding", () => {
    fc.assert(
      fc.property(size, seed, (n, seed) => {
        const A = normal(n, n, seed);
        const b = generator(seed + 1).normals(n);
        const x = solve(A, b)!;
        expect(norm(addScaled(apply(A, x), -1, b))).toBeLessThan(1e-12 * (norm(A.data) * norm(x)));
      }),
      { numRuns: 50 },
    );
  });

  test("pivots where the first entry is zero", () => {
    const A = fromRows([
      [0, 1],
      [2, 0],
    ]);
    expect(solve(A, Float64Array.of(3, 4))).toEqual(Float64Array.of(2, 3));
  });

  test("there is no solution of a singular system, or of one that is not finite", () => {
    const singular = fromRows([
      [1, 2],
      [2, 4],
    ]);
    expect(solve(singular, Float64Array.of(1, 1))).toBeUndefined();
    expect(solve(fromRows([[Number.NaN]]), Float64Array.of(1))).toBeUndefined();
    expect(solve(identity(1), Float64Array.of(Number.NaN))).toBeUndefined();
  });

  test("shapes that do not fit are refused", () => {
    expect(() => solve(zeros(2, 3), new Float64Array(2))).toThrow("must be square, got 2 × 3");
    expect(() => solve(identity(2), new Float64Array(3))).toThrow("b must have 2 entries, got 3");
  });
});

describe("pseudo-inverse", () => {
  test("Penrose's four conditions, for any shape and rank", () => {
    fc.assert(
      fc.property(size, size, size, seed, (rows, columns, rank, seed) => {
        const A = ofRank(Math.min(rank, rows, columns), rows, columns, seed);
        const P = pseudoInverse(A, { cutoff: 1e-12 });
        const [AP, PA] = [multiply(A, P), multiply(P, A)];
        const tolerance = 1e-13 * (1 + norm(A.data)) * (1 + norm(P.data)) * (1 + norm(A.data) * norm(P.data));
        expect(norm(sum(multiply(AP, A), -1, A).data)).toBeLessThan(tolerance);
        expect(norm(sum(multiply(PA, P), -1, P).data)).toBeLessThan(tolerance * (1 + norm(P.data)));
        expect(norm(sum(transpose(AP), -1, AP).data)).toBeLessThan(tolerance);
        expect(norm(sum(transpose(PA), -1, PA).data)).toBeLessThan(tolerance);
      }),
      { numRuns: 100 },
    );
  });

  test("the minimum-norm solution is A⁺ b: its residual is orthogonal to A, it lies in the rows of A", () => {
    fc.assert(
      fc.property(size, size, size, seed, (rows, columns, rank, seed) => {
        const A = ofRank(Math.min(rank, rows, columns), rows, columns, seed);
        const b = generator(seed + 2).normals(rows);
        const x = minimumNormSolution(A, b, { cutoff: 1e-12 });
        const P = pseudoInverse(A, { cutoff: 1e-12 });
        const tolerance = 1e-12 * (1 + norm(A.data)) ** 2 * (1 + norm(P.data)) ** 2;
        expect(norm(addScaled(x, -1, apply(P, b)))).toBeLessThan(tolerance);
        expect(norm(applyTransposed(A, addScaled(apply(A, x), -1, b)))).toBeLessThan(tolerance);
        expect(norm(addScaled(x, -1, apply(multiply(P, A), x)))).toBeLessThan(tolerance);
      }),
      { numRuns: 100 },
    );
  });

  test("a singular value below the cutoff counts as zero", () => {
    const A = fromRows([
      [1, 0],
      [0, 1e-6],
    ]);
    expect(minimumNormSolution(A, Float64Array.of(1, 1))[1]).toBeCloseTo(1e6);
    expect(minimumNormSolution(A, Float64Array.of(1, 1), { cutoff: 1e-3 })).toEqual(Float64Array.of(1, 0));
    expect(pseudoInverse(zeros(2, 3))).toEqual(zeros(3, 2));
  });
});
