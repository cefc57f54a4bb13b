import type { ConvexSet } from "../../core/bilevel.ts";
import { OptionError } from "../../core/errors.ts";
import { requireLength } from "../../engine/linear-algebra/matrix.ts";
import { addScaled, dot, scaled } from "../../engine/linear-algebra/vector.ts";
import { affineProjection } from "./affine-set.ts";
import { type Projected, polyhedronProjection, type SweepOptions } from "./polyhedron.ts";

/** The Euclidean projection on a set, started from the multipliers of the last one where it is made by sweeps. */
export type Projection = (w: Float64Array, start?: Float64Array) => Projected;

const none = new Float64Array();
const exactly =
  (project: (w: Float64Array) => Float64Array): Projection =>
  (w) => ({
    point: project(w),
    multipliers: none,
    violation: 0,
    sweeps: 0,
  });

/**
 * The Euclidean projection on a convex set that is given as data.
 *
 *     affine set A w + b = 0:   w − A⁺ (A w + b)                 half-space aᵀw ≤ c:  w − max(aᵀw − c, 0) a/‖a‖²
 *     box:                      min(max(w, lower), upper)        product:             part by part
 *     polyhedron:               dual coordinate ascent, at most `sweeps` sweeps to `tolerance`, warm-started
 *
 * All but the polyhedron are exact. Nothing is consumed or changed.
 *
 * @throws {DataError} if the set can be seen to be empty; {OptionError} if a box's bounds cross or sizes do not fit.
 * @source W. Yao, C. Yu, S. Zeng, J. Zhang, 2024, arXiv 2401.16164 (affine set, from the official code).
 * @example
 * const project = projectionOn({ kind: "box", lower: 0, upper: 1 });
 * project(Float64Array.of(-1, 0.5, 3)).point; // [0, 0.5, 1]
 */
export function projectionOn(
  set: ConvexSet | undefined,
  { sweeps = 1000, tolerance = 1e-12 }: Partial<SweepOptions> = {},
): Projection {
  if (set === undefined) return exactly((w) => w.slice());
  switch (set.kind) {
    case "whole":
      return exactly((w) => w.slice());
    case "own":
      return exactly((w) => set.project(w));
    case "affine": {
      const project = affineProjection(set.A);
      const c = scaled(set.b, -1);
      project(new Float64Array(set.A.columns), c);
      return exactly((w) => project(w, c));
    }
    case "half-space": {
      const { normal, bound } = set;
      const square = dot(normal, normal);
      if (square === 0) throw new OptionError("the half-space's normal must not be 0");
      return exactly((w) => {
        requireLength("the vector to project", w, normal.length);
        const excess = dot(normal, w) - bound;
        return excess > 0 ? addScaled(w, -excess / square, normal) : w.slice();
      });
    }
    case "box": {
      const at = (bound: Float64Array | number, i: number) => (typeof bound === "number" ? bound : bound[i]!);
      const { lower, upper } = set;
      const size = typeof lower === "number" ? (typeof upper === "number" ? 1 : upper.length) : lower.length;
      for (let i = 0; i < size; i++) {
        if (!(at(lower, i) <= at(upper, i))) {
          throw new OptionError(`the box is empty: bounds ${at(lower, i)} and ${at(upper, i)} of entry ${i} cross`);
        }
      }
      return exactly((w) => w.map((value, i) => Math.min(Math.max(value, at(lower, i)), at(upper, i))));
    }
    case "polyhedron":
      return polyhedronProjection(set.rows, { sweeps, tolerance });
    case "product":
      return product(set.parts.map((part) => ({ ...part, project: projectionOn(part.set, { sweeps, tolerance }) })));
  }
}

function product(parts: { size: number; set: ConvexSet; project: Projection }[]): Projection {
  const remembered = parts.map(({ set }) => multipliersOf(set));
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  return (w, start) => {
    requireLength("the vector to project", w, size);
    const point = new Float64Array(size);
    const multipliers = new Float64Array(remembered.reduce((sum, rows) => sum + rows, 0));
    const isWarm = start?.length === multipliers.length;
    let [from, known, violation, sweeps] = [0, 0, 0, 0];
    for (const [i, part] of parts.entries()) {
      const rows = remembered[i]!;
      const warm = isWarm ? start.subarray(known, known + rows) : undefined;
      const projected = part.project(w.subarray(from, from + part.size), warm);
      point.set(projected.point, from);
      multipliers.set(projected.multipliers, known);
      violation = Math.max(violation, projected.violation);
      sweeps = Math.max(sweeps, projected.sweeps);
      from += part.size;
      known += rows;
    }
    return { point, multipliers, violation, sweeps };
  };
}

/** How many multipliers a projection on the set remembers. */
function multipliersOf(set: ConvexSet): number {
  if (set.kind === "polyhedron") return set.rows.length;
  if (set.kind !== "product") return 0;
  return set.parts.reduce((sum, part) => sum + multipliersOf(part.set), 0);
}
