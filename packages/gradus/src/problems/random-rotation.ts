import { Matrix } from "ml-matrix";

/** A random orthogonal matrix: rows of normals made orthonormal one after the other (Gram and Schmidt, twice for accuracy). */
export function randomRotation(n: number, normal: () => number): Matrix {
  const rows: number[][] = [];
  while (rows.length < n) {
    let row = Array.from({ length: n }, normal);
    for (let pass = 0; pass < 2; pass++) {
      for (const other of rows) {
        const along = row.reduce((sum, v, i) => sum + v * other[i]!, 0);
        row = row.map((v, i) => v - along * other[i]!);
      }
    }
    const length = Math.hypot(...row);
    rows.push(row.map((v) => v / length));
  }
  return new Matrix(rows);
}
