import type { LinearRow } from "../../core/bilevel.ts";
import { DataError } from "../../core/errors.ts";

/** How far a projection by sweeps goes. */
export type SweepOptions = {
  /** Sweeps over all rows at most. */
  sweeps: number;
  /** Ends with the sweep in which no row moved the point by more than this. */
  tolerance: number;
};

/** A point, the multipliers to start from next time, and by how much the point violates the set at most. */
export type Projected = { point: Float64Array; multipliers: Float64Array; violation: number; sweeps: number };

/**
 * Euclidean projection on { w : a_iᵀ w ≤ b_i } (or = b_i, row by row) by dual coordinate ascent.
 *
 *     w = p − Σ μ_i a_i;   for each row:  δ = (a_iᵀ w − b_i)/‖a_i‖²,  μ_i ← max(μ_i + δ, 0) (free for equalities),  w ← w − Δμ_i a_i
 *
 * Started from the multipliers of a projection nearby, a few sweeps are enough. On an empty set the multipliers grow
 * without bound and `violation` stays: it is for the caller to look at.
 *
 * Cost: as many operations a sweep as the rows have entries, twice.
 * @throws {DataError} if a row of zeros asks for what cannot be.
 * @source C. Hildreth, A quadratic programming procedure, 1957; D. P. Bertsekas, Nonlinear Programming, 2nd edition 1999,
 * section 6.2.1.
 */
export function polyhedronProjection(
  rows: readonly LinearRow[],
  { sweeps, tolerance }: SweepOptions,
): (p: Float64Array, start?: Float64Array) => Projected {
  const squares = Float64Array.from(rows, ({ values }) => values.reduce((sum, value) => sum + value * value, 0));
  for (const [i, { bound, isEquality }] of rows.entries()) {
    if (squares[i] === 0 && (bound < 0 || (isEquality && bound > 0))) {
      throw new DataError(`the polyhedron is empty: row ${i} is 0 and its bound ${bound}`);
    }
  }
  const lengths = squares.map(Math.sqrt);

  const excess = (w: Float64Array, { indices, values, bound }: LinearRow): number => {
    let sum = -bound;
    for (let k = 0; k < indices.length; k++) sum += values[k]! * w[indices[k]!]!;
    return sum;
  };
  const move = (w: Float64Array, { indices, values }: LinearRow, by: number): void => {
    for (let k = 0; k < indices.length; k++) w[indices[k]!]! -= by * values[k]!;
  };

  return (p, start) => {
    const point = p.slice();
    const multipliers = start?.length === rows.length ? start.slice() : new Float64Array(rows.length);
    for (const [i, row] of rows.entries()) if (multipliers[i] !== 0) move(point, row, multipliers[i]!);
    let sweep = 0;
    for (let moved = Number.POSITIVE_INFINITY; sweep < sweeps && moved > tolerance; sweep++) {
      moved = 0;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!;
        if (squares[i] === 0) continue;
        const wanted = multipliers[i]! + excess(point, row) / squares[i]!;
        const next = row.isEquality ? wanted : Math.max(wanted, 0);
        const by = next - multipliers[i]!;
        if (by === 0) continue;
        multipliers[i] = next;
        move(point, row, by);
        moved = Math.max(moved, Math.abs(by) * lengths[i]!);
      }
    }
    let violation = 0;
    for (const [i, row] of rows.entries()) {
      if (squares[i] === 0) continue;
      const by = excess(point, row) / lengths[i]!;
      violation = Math.max(violation, row.isEquality ? Math.abs(by) : by);
    }
    return { point, multipliers, violation, sweeps: sweep };
  };
}
