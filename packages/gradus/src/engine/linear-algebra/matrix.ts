import { numpy as np } from "@jax-js/jax";

/*
 * Dense linear algebra in float64 on the host, for the systems of a few hundred unknowns that methods solve inside a
 * step. Vectors are Float64Arrays and matrices plain data, so both can be part of a state.
 */

/** A dense matrix: entry (i, j) is data[i · columns + j]. */
export type Matrix = { rows: number; columns: number; data: Float64Array };

/** A matrix of zeros. */
export const zeros = (rows: number, columns: number): Matrix => ({
  rows,
  columns,
  data: new Float64Array(rows * columns),
});

/** The identity of size n. */
export function identity(n: number): Matrix {
  const result = zeros(n, n);
  for (let i = 0; i < n; i++) result.data[i * n + i] = 1;
  return result;
}

/** A matrix from its rows. @throws {RangeError} if they differ in length. */
export function fromRows(rows: readonly ArrayLike<number>[]): Matrix {
  const result = zeros(rows.length, rows[0]?.length ?? 0);
  for (const [i, row] of rows.entries()) {
    if (row.length !== result.columns) {
      throw new RangeError(`row ${i} has ${row.length} entries, the first has ${result.columns}`);
    }
    result.data.set(row, i * result.columns);
  }
  return result;
}

/** The rows of a matrix, as views into it. */
export const toRows = ({ rows, columns, data }: Matrix): Float64Array[] =>
  Array.from({ length: rows }, (_, i) => data.subarray(i * columns, (i + 1) * columns));

/** Reads an array of the engine with two axes. Borrows it. @throws {RangeError} if it has not two axes. */
export async function fromArray(array: np.Array): Promise<Matrix> {
  const [rows, columns] = array.shape;
  if (array.ndim !== 2 || rows === undefined || columns === undefined) {
    throw new RangeError(`a matrix has two axes, got shape [${array.shape}]`);
  }
  return { rows, columns, data: Float64Array.from(await array.ref.data()) };
}

/** A float64 array of the engine with the same entries; the caller owns it. */
export const toArray = ({ rows, columns, data }: Matrix): np.Array =>
  np.array(data.slice(), { shape: [rows, columns], dtype: np.float64 });

/** Aᵀ */
export function transpose(A: Matrix): Matrix {
  const result = zeros(A.columns, A.rows);
  for (let i = 0; i < A.rows; i++) {
    for (let j = 0; j < A.columns; j++) result.data[j * A.rows + i] = A.data[i * A.columns + j]!;
  }
  return result;
}

/** A B. @throws {RangeError} if the shapes do not fit. */
export function multiply(A: Matrix, B: Matrix): Matrix {
  if (A.columns !== B.rows) throw new RangeError(`cannot multiply ${shapeOf(A)} by ${shapeOf(B)}`);
  const result = zeros(A.rows, B.columns);
  const n = B.columns;
  for (let i = 0; i < A.rows; i++) {
    const row = result.data.subarray(i * n, (i + 1) * n);
    for (let k = 0; k < A.columns; k++) {
      const factor = A.data[i * A.columns + k]!;
      const start = k * n;
      for (let j = 0; j < n; j++) row[j]! += factor * B.data[start + j]!;
    }
  }
  return result;
}

/** A x. @throws {RangeError} if the sizes do not fit. */
export function apply(A: Matrix, x: Float64Array): Float64Array {
  requireLength("x", x, A.columns);
  const result = new Float64Array(A.rows);
  for (let i = 0; i < A.rows; i++) {
    let sum = 0;
    const start = i * A.columns;
    for (let j = 0; j < A.columns; j++) sum += A.data[start + j]! * x[j]!;
    result[i] = sum;
  }
  return result;
}

/** Aᵀ x, without forming Aᵀ. @throws {RangeError} if the sizes do not fit. */
export function applyTransposed(A: Matrix, x: Float64Array): Float64Array {
  requireLength("x", x, A.rows);
  const result = new Float64Array(A.columns);
  for (let i = 0; i < A.rows; i++) {
    const start = i * A.columns;
    for (let j = 0; j < A.columns; j++) result[j]! += A.data[start + j]! * x[i]!;
  }
  return result;
}

/** The first `count` columns of A. */
export function firstColumns(A: Matrix, count: number): Matrix {
  const result = zeros(A.rows, count);
  for (const [i, row] of toRows(A).entries()) result.data.set(row.subarray(0, count), i * count);
  return result;
}

export const allFinite = ({ data }: Matrix): boolean => data.every(Number.isFinite);

const shapeOf = ({ rows, columns }: Matrix) => `${rows} × ${columns}`;

/** @throws {RangeError} if the matrix is not square. */
export function requireSquare(A: Matrix): void {
  if (A.rows !== A.columns) throw new RangeError(`the matrix must be square, got ${shapeOf(A)}`);
}

/** @throws {RangeError} naming the vector if its length is another. */
export function requireLength(name: string, x: Float64Array, length: number): void {
  if (x.length !== length) throw new RangeError(`${name} must have ${length} entries, got ${x.length}`);
}
