import { EigenvalueDecomposition, Matrix as MlMatrix, QrDecomposition, SingularValueDecomposition } from "ml-matrix";
import { generator } from "../random.ts";
import {
  allFinite,
  firstColumns,
  fromRows,
  identity,
  type Matrix,
  multiply,
  requireSquare,
  toRows,
  transpose,
  zeros,
} from "./matrix.ts";

/*
 * ml-matrix does the work. It has no limit to its iterations, so nothing that is not finite is handed to it: such a
 * matrix has NaN for its parts.
 */

const toMl = (A: Matrix): MlMatrix => MlMatrix.from1DArray(A.rows, A.columns, A.data);
const fromMl = (A: MlMatrix): Matrix => fromRows(A.to2DArray());
const notANumber = (rows: number, columns: number): Matrix => ({
  ...zeros(rows, columns),
  data: new Float64Array(rows * columns).fill(Number.NaN),
});

/**
 * A = Q R with orthonormal columns in Q and R upper triangular (Householder).
 *
 * For A of m × n, m ≥ n: Q is m × n and R n × n. With `full`, Q is m × m and R m × n; the last m − n columns of Q are an
 * orthonormal basis of the complement of A's range, if A has full rank.
 *
 * Cost: about 2 m n² operations, 2 m³ with `full`.
 * @throws {RangeError} if A has more columns than rows.
 */
export function qr(A: Matrix, { full = false }: { full?: boolean } = {}): { Q: Matrix; R: Matrix } {
  const { rows, columns } = A;
  if (columns > rows) throw new RangeError(`qr needs at least as many rows as columns, got ${rows} × ${columns}`);
  const width = full ? rows : columns;
  if (!allFinite(A)) return { Q: notANumber(rows, width), R: notANumber(width, columns) };
  // Columns of zeros at the end are left alone by the reflections, so that Q becomes square.
  const padded = zeros(rows, width);
  for (const [i, row] of toRows(A).entries()) padded.data.set(row, i * width);
  const parts = new QrDecomposition(toMl(padded));
  return { Q: fromMl(parts.orthogonalMatrix), R: firstColumns(fromMl(parts.upperTriangularMatrix), columns) };
}

/** Singular values in descending order, with the singular vectors as columns. */
export type Svd = { U: Matrix; values: Float64Array; V: Matrix };

/**
 * The singular value decomposition A = U diag(values) Vᵀ, cut off after the `rank` largest singular values. Without
 * `rank`: all min(m, n) of them.
 *
 * Cost: a small multiple of m n min(m, n) operations, whatever the rank.
 */
export function svd(A: Matrix, { rank }: { rank?: number } = {}): Svd {
  const all = Math.min(A.rows, A.columns);
  const count = Math.min(rank ?? all, all);
  if (!allFinite(A)) {
    const values = new Float64Array(count).fill(Number.NaN);
    return { U: notANumber(A.rows, count), values, V: notANumber(A.columns, count) };
  }
  if (all === 0) return { U: zeros(A.rows, 0), values: new Float64Array(), V: zeros(A.columns, 0) };
  const parts = new SingularValueDecomposition(toMl(A), { autoTranspose: true });
  return {
    U: firstColumns(fromMl(parts.leftSingularVectors), count),
    values: Float64Array.from(parts.diagonal.slice(0, count)),
    V: firstColumns(fromMl(parts.rightSingularVectors), count),
  };
}

/** How a randomized decomposition samples. */
export type RandomizedSvdOptions = {
  /** Extra samples beyond the rank. Default 10 (Halko et al., section 1.3: 5 or 10). */
  oversampling?: number;
  /** Passes over A and Aᵀ that sharpen a slowly decaying spectrum. Default 2 (Halko et al., section 1.3: 1 or 2). */
  powerIterations?: number;
  /** Default 0. */
  seed?: number;
};

/**
 * The `rank` largest singular values and their vectors, from a random sample of A's range.
 *
 *     Y = A Ω,  Ω normal;   repeat: Q = orth(Y), Q̃ = orth(Aᵀ Q), Y = A Q̃;   Q = orth(Y);   svd(Qᵀ A)
 *
 * Exact (to rounding) if A's rank is at most `rank + oversampling`; else the error is near the next singular value.
 *
 * Cost: 2 + 2 powerIterations products of A with rank + oversampling vectors.
 * @source N. Halko, P. G. Martinsson, J. A. Tropp, Finding Structure with Randomness, 2011, algorithms 4.4 and 5.1.
 */
export function randomizedSvd(
  A: Matrix,
  rank: number,
  { oversampling = 10, powerIterations = 2, seed = 0 }: RandomizedSvdOptions = {},
): Svd {
  const samples = Math.min(rank + oversampling, A.rows, A.columns);
  const At = transpose(A);
  const orthonormal = (Y: Matrix) => qr(Y).Q;
  const random = { rows: A.columns, columns: samples, data: generator(seed).normals(A.columns * samples) };
  let Q = orthonormal(multiply(A, random));
  for (let i = 0; i < powerIterations; i++) Q = orthonormal(multiply(A, orthonormal(multiply(At, Q))));
  const small = svd(multiply(transpose(Q), A), { rank });
  return { ...small, U: multiply(Q, small.U) };
}

/** The square of this is a normal number still. */
const smallest = 1e-150;

/**
 * Eigenvalues of a symmetric matrix in ascending order, with orthonormal eigenvectors as columns. Only the lower
 * triangle is read.
 *
 * Cost: about 9 n³ operations.
 * @throws {RangeError} if A is not square.
 */
export function symmetricEigen(A: Matrix): { values: Float64Array; vectors: Matrix } {
  requireSquare(A);
  const n = A.rows;
  if (n === 0) return { values: new Float64Array(), vectors: identity(0) };
  const lower = fromLowerTriangle(A);
  if (!allFinite(lower)) return { values: new Float64Array(n).fill(Number.NaN), vectors: notANumber(n, n) };
  // ml-matrix divides by squares of entries: these must not underflow beside the largest.
  const largest = lower.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const unit = largest > 0 && largest < smallest ? largest : 1;
  const data = lower.data.map((value) => (Math.abs(value) < smallest * largest ? 0 : value / unit));
  const parts = new EigenvalueDecomposition(toMl({ ...lower, data }), { assumeSymmetric: true });
  const values = Float64Array.from(parts.realEigenvalues, (value) => value * unit);
  return { values, vectors: fromMl(parts.eigenvectorMatrix) };
}

/**
 * Eigenvalues of any square matrix, complex ones in conjugate pairs, by descending real part.
 *
 * Cost: about 10 n³ operations.
 * @throws {RangeError} if A is not square.
 */
export function eigenvalues(A: Matrix): { real: Float64Array; imaginary: Float64Array } {
  requireSquare(A);
  const n = A.rows;
  const unknown = () => new Float64Array(n).fill(Number.NaN);
  if (!allFinite(A)) return { real: unknown(), imaginary: unknown() };
  if (n === 0) return { real: new Float64Array(), imaginary: new Float64Array() };
  const { realEigenvalues: re, imaginaryEigenvalues: im } = new EigenvalueDecomposition(toMl(A));
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => re[j]! - re[i]! || im[j]! - im[i]!);
  return { real: Float64Array.from(order, (i) => re[i]!), imaginary: Float64Array.from(order, (i) => im[i]!) };
}

/** The symmetric matrix with A's lower triangle: rounding may have made the upper one differ. */
export function fromLowerTriangle(A: Matrix): Matrix {
  const result = zeros(A.rows, A.rows);
  for (let i = 0; i < A.rows; i++) {
    for (let j = 0; j <= i; j++) {
      const value = A.data[i * A.columns + j]!;
      result.data[i * A.rows + j] = value;
      result.data[j * A.rows + i] = value;
    }
  }
  return result;
}
