import { type Matrix, toRows, zeros } from "../../engine/linear-algebra/matrix.ts";

/** The points x_i ± h e_j for central differences at the rows of X: for each row, for each coordinate, first + then −. */
export function differencePoints(X: Matrix, h: number): Matrix {
  const { rows, columns: d } = X;
  const points = zeros(2 * rows * d, d);
  const targets = toRows(points);
  for (const [i, x] of toRows(X).entries()) {
    for (let j = 0; j < d; j++) {
      for (const [k, shift] of [h, -h].entries()) {
        const row = targets[2 * (i * d + j) + k]!;
        row.set(x);
        row[j]! += shift;
      }
    }
  }
  return points;
}

/** (E(x + h e_j) − E(x − h e_j)) / 2h from the values at `differencePoints`; 0 where either is not finite. */
export function differenceQuotients(values: Float64Array, { rows, columns }: Matrix, h: number): Matrix {
  const gradients = zeros(rows, columns);
  for (let i = 0; i < gradients.data.length; i++) {
    const slope = (values[2 * i]! - values[2 * i + 1]!) / (2 * h);
    gradients.data[i] = Number.isFinite(slope) ? slope : 0;
  }
  return gradients;
}
