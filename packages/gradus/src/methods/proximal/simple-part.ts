import type { HasSimplePart } from "../../core/composite.ts";
import { OptionError } from "../../core/errors.ts";
import { type Entries, ontoBall, ontoBox, ontoSimplex } from "./projections.ts";

/** A convex g by its value and its proximal operator argmin_u t g(u) + ½ ‖u − x‖². */
export type Proximable = {
  value(x: Float64Array): number;
  prox(x: Float64Array, t: number): Float64Array;
};

/** How far outside of its set a point may be, against its size, and still count as inside: averages are rounded. */
const rounding = 1e-9;

/** The indicator of a convex set, by its projection. */
export const indicator = (project: (x: Float64Array) => Float64Array): Proximable => ({
  value(x) {
    const inside = project(x);
    const isInside = x.every((value, i) => Math.abs(value - inside[i]!) <= rounding * (1 + Math.abs(value)));
    return isInside ? 0 : Number.POSITIVE_INFINITY;
  },
  prox: project,
});

/** g = 0: all of space. */
export const free: Proximable = { value: () => 0, prox: (x) => x.slice() };

/** u ≥ 0, Σ u = total. */
export const simplex = (total = 1): Proximable => indicator((x) => ontoSimplex(x, total));

/** lower ≤ u ≤ upper. */
export const box = (lower: Entries, upper: Entries): Proximable => indicator((x) => ontoBox(x, lower, upper));

/** ‖u − centre‖ ≤ radius. */
export const ball = (radius = 1, centre: Entries = 0): Proximable => indicator((x) => ontoBall(x, radius, centre));

/**
 * χ(u) = (μ/2) ‖u − centre‖² + g(u), as a composite problem asks for it:
 *
 *     argmin_u ⟨v, u⟩ + χ(u) + (W/2) ‖u‖² = prox_{g/(μ + W)}((μ centre − v)/(μ + W))
 *
 * Centre: 0 unless given. g: 0 unless given.
 * @throws {OptionError} if μ is not a number ≥ 0.
 */
export function simplePart(mu: number, g: Proximable = free, centre: Entries = 0): HasSimplePart["simplePart"] {
  if (!(mu >= 0) || mu === Number.POSITIVE_INFINITY) throw new OptionError(`simplePart: mu must be ≥ 0, got ${mu}`);
  const at = (i: number) => (typeof centre === "number" ? centre : centre[i]!);
  return {
    strongConvexity: mu,
    value: (x) => (mu / 2) * x.reduce((sum, value, i) => sum + (value - at(i)) ** 2, 0) + g.value(x),
    prox(v, W) {
      const total = mu + W;
      return g.prox(
        v.map((value, i) => (mu * at(i) - value) / total),
        1 / total,
      );
    },
  };
}
