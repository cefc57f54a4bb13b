import { CholeskyDecomposition, LuDecomposition, Matrix as MlMatrix } from "ml-matrix";
import { fromLowerTriangle, svd } from "./decompositions.ts";
import {
  allFinite,
  apply,
  applyTransposed,
  fromRows,
  type Matrix,
  multiply,
  requireLength,
  requireSquare,
  transpose,
} from "./matrix.ts";

/**
 * The lower triangular L with A = L Lᵀ, or nothing if the symmetric matrix A is not positive definite in float64. Only
 * the lower triangle is read.
 *
 * Cost: about n³/3 operations.
 * @throws {RangeError} if A is not square.
 * @example
 * const L = cholesky(hessian);
 * const step = L && solveCholesky(L, gradient);
 */
export function cholesky(A: Matrix): Matrix | undefined {
  requireSquare(A);
  const lower = fromLowerTriangle(A);
  if (!allFinite(lower)) return undefined;
  const parts = new CholeskyDecomposition(MlMatrix.from1DArray(A.rows, A.rows, lower.data));
  return parts.isPositiveDefinite() ? fromRows(parts.lowerTriangularMatrix.to2DArray()) : undefined;
}

/** The solution of L Lᵀ x = b for L from `cholesky`. Cost: 2 n² operations. @throws {RangeError} if the sizes differ. */
export const solveCholesky = (L: Matrix, b: Float64Array): Float64Array => solveLowerTransposed(L, solveLower(L, b));

/** The solution of L x = b for a lower triangular L. Cost: n² operations. @throws {RangeError} if the sizes differ. */
export function solveLower(L: Matrix, b: Float64Array): Float64Array {
  requireLength("b", b, L.rows);
  const n = L.rows;
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= L.data[i * n + k]! * x[k]!;
    x[i]! /= L.data[i * n + i]!;
  }
  return x;
}

/** The solution of Lᵀ x = b for a lower triangular L. Cost: n² operations. @throws {RangeError} if the sizes differ. */
export function solveLowerTransposed(L: Matrix, b: Float64Array): Float64Array {
  requireLength("b", b, L.rows);
  const n = L.rows;
  const x = b.slice();
  for (let i = n - 1; i >= 0; i--) {
    x[i]! /= L.data[i * n + i]!;
    for (let k = 0; k < i; k++) x[k]! -= L.data[i * n + k]! * x[i]!;
  }
  return x;
}

/**
 * The solution of A x = b for a square A, or nothing if A is singular (LU with partial pivoting met a pivot of zero) or
 * something is not finite.
 *
 * Cost: about 2 n³/3 operations.
 * @throws {RangeError} if A is not square or b does not fit.
 */
export function solve(A: Matrix, b: Float64Array): Float64Array | undefined {
  requireSquare(A);
  requireLength("b", b, A.rows);
  if (!allFinite(A)) return undefined;
  const parts = new LuDecomposition(MlMatrix.from1DArray(A.rows, A.rows, A.data));
  if (parts.isSingular()) return undefined;
  const x = Float64Array.from(parts.solve(MlMatrix.columnVector(b)).to1DArray());
  return x.every(Number.isFinite) ? x : undefined;
}

/** Where a singular value counts as zero. */
export type CutoffOptions = {
  /** Relative to the largest singular value. Default max(m, n) · 2⁻⁵² (LAPACK, NumPy). */
  cutoff?: number;
};

/** 1/σ for the singular values above the cutoff, 0 for the rest. */
const inverses = ({ rows, columns }: Matrix, values: Float64Array, cutoff?: number) => {
  const smallest = (cutoff ?? Math.max(rows, columns) * Number.EPSILON) * (values[0] ?? 0);
  return values.map((value) => (value <= smallest ? 0 : 1 / value));
};

/**
 * The x of smallest norm among those that minimise ‖A x − b‖, for A of any shape and rank.
 *
 * Cost: that of `svd`.
 * @throws {RangeError} if b does not fit.
 */
export function minimumNormSolution(A: Matrix, b: Float64Array, { cutoff }: CutoffOptions = {}): Float64Array {
  requireLength("b", b, A.rows);
  const { U, values, V } = svd(A);
  const factors = inverses(A, values, cutoff);
  return apply(
    V,
    applyTransposed(U, b).map((c, i) => c * factors[i]!),
  );
}

/** The Moore-Penrose inverse A⁺ = V diag(1/σ) Uᵀ over the singular values above the cutoff. Cost: that of `svd`. */
export function pseudoInverse(A: Matrix, { cutoff }: CutoffOptions = {}): Matrix {
  const { U, values, V } = svd(A);
  const factors = inverses(A, values, cutoff);
  const scaledV = { ...V, data: V.data.map((value, i) => value * factors[i % V.columns]!) };
  return multiply(scaledV, transpose(U));
}
