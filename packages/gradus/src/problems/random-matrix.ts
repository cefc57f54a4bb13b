import type { Matrix } from "../engine/linear-algebra/matrix.ts";
import type { Generator } from "../engine/random.ts";

/** A matrix of independent normals with standard deviation `scale`, drawn row by row. */
export const normalMatrix = (draw: Generator, rows: number, columns: number, scale: number): Matrix => ({
  rows,
  columns,
  data: draw.normals(rows * columns).map((value) => scale * value),
});
