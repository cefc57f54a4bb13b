import { type Matrix, zeros } from "./matrix.ts";

/** Sums run over so many columns before the next rows are taken: eight pieces of rows fit into the nearest cache. */
const piece = 512;

/**
 * A Bᵀ: the inner products of the rows of A with those of B, row by row. Where B is A itself, half of the work.
 *
 * Cost: 2 m_A m_B n operations, in tiles of 4 × 4 that stay in registers.
 * @throws {RangeError} if A and B differ in their number of columns.
 * @example
 * const gram = innerProducts(jacobian, jacobian);
 */
export function innerProducts(A: Matrix, B: Matrix): Matrix {
  if (A.columns !== B.columns) throw new RangeError(`rows of ${A.columns} and of ${B.columns} entries`);
  const result = zeros(A.rows, B.rows);
  const isSymmetric = A === B;
  for (let start = 0; start < A.columns; start += piece) {
    const end = Math.min(start + piece, A.columns);
    for (let i = 0; i < A.rows; i += 4) {
      const last = isSymmetric ? i + 1 : B.rows;
      for (let j = 0; j < last; j += 4) {
        if (i + 4 <= A.rows && j + 4 <= B.rows) addTile(result, A, B, i, j, start, end);
        else addEdge(result, A, B, i, j, start, end);
      }
    }
  }
  if (isSymmetric) mirror(result);
  return result;
}

function addTile({ data, columns: m }: Matrix, A: Matrix, B: Matrix, i: number, j: number, from: number, to: number) {
  const x = A.data;
  const y = B.data;
  const n = A.columns;
  const a0 = i * n;
  const a1 = (i + 1) * n;
  const a2 = (i + 2) * n;
  const a3 = (i + 3) * n;
  const b0 = j * n;
  const b1 = (j + 1) * n;
  const b2 = (j + 2) * n;
  const b3 = (j + 3) * n;
  let c00 = 0;
  let c01 = 0;
  let c02 = 0;
  let c03 = 0;
  let c10 = 0;
  let c11 = 0;
  let c12 = 0;
  let c13 = 0;
  let c20 = 0;
  let c21 = 0;
  let c22 = 0;
  let c23 = 0;
  let c30 = 0;
  let c31 = 0;
  let c32 = 0;
  let c33 = 0;
  for (let k = from; k < to; k++) {
    const x0 = x[a0 + k]!;
    const x1 = x[a1 + k]!;
    const x2 = x[a2 + k]!;
    const x3 = x[a3 + k]!;
    const y0 = y[b0 + k]!;
    const y1 = y[b1 + k]!;
    const y2 = y[b2 + k]!;
    const y3 = y[b3 + k]!;
    c00 += x0 * y0;
    c01 += x0 * y1;
    c02 += x0 * y2;
    c03 += x0 * y3;
    c10 += x1 * y0;
    c11 += x1 * y1;
    c12 += x1 * y2;
    c13 += x1 * y3;
    c20 += x2 * y0;
    c21 += x2 * y1;
    c22 += x2 * y2;
    c23 += x2 * y3;
    c30 += x3 * y0;
    c31 += x3 * y1;
    c32 += x3 * y2;
    c33 += x3 * y3;
  }
  const tile = [c00, c01, c02, c03, c10, c11, c12, c13, c20, c21, c22, c23, c30, c31, c32, c33];
  for (let p = 0; p < 16; p++) data[(i + (p >> 2)) * m + j + (p & 3)]! += tile[p]!;
}

/** A tile that reaches over the border: what is inside of it. */
function addEdge({ data, columns: m }: Matrix, A: Matrix, B: Matrix, i: number, j: number, from: number, to: number) {
  const n = A.columns;
  for (let p = i; p < Math.min(i + 4, A.rows); p++) {
    for (let q = j; q < Math.min(j + 4, B.rows); q++) {
      let sum = 0;
      for (let k = from; k < to; k++) sum += A.data[p * n + k]! * B.data[q * n + k]!;
      data[p * m + q]! += sum;
    }
  }
}

function mirror({ rows, columns, data }: Matrix): void {
  for (let i = 0; i < rows; i++) {
    for (let j = i + 1; j < rows; j++) data[i * columns + j] = data[j * columns + i]!;
  }
}
