import { norm, scaled } from "../../engine/linear-algebra/vector.ts";

/*
 * Projections argmin_{u ∈ C} ‖u − x‖ onto convex sets, in float64 on the host. Arguments stay as they are. Entries that
 * are not numbers give entries that are not numbers.
 */

/** A number, or one for each entry. */
export type Entries = number | ArrayLike<number>;

const entry = (entries: Entries, i: number): number => (typeof entries === "number" ? entries : entries[i]!);

/** Onto the box lower ≤ u ≤ upper; an end may be infinite. */
export const ontoBox = (x: Float64Array, lower: Entries, upper: Entries): Float64Array =>
  x.map((value, i) => Math.min(Math.max(value, entry(lower, i)), entry(upper, i)));

/**
 * Onto the simplex u ≥ 0, Σ u = total, with total > 0: u = max(x − θ, 0), θ found in the sorted entries.
 *
 * Cost: O(n log n).
 * @source J. Duchi, S. Shalev-Shwartz, Y. Singer, T. Chandra, Efficient Projections onto the l1-Ball for Learning in High
 * Dimensions, 2008, figure 1.
 */
export function ontoSimplex(x: Float64Array, total = 1): Float64Array {
  // Typed arrays sort by value. Entries are read as distances from the largest, so that large ones lose no digits.
  const sorted = x.slice().sort().reverse();
  const largest = sorted[0]!;
  if (!Number.isFinite(largest) || Number.isNaN(sorted.at(-1)!)) return x.map(() => Number.NaN);
  let sum = 0;
  let threshold = 0;
  for (const [i, value] of sorted.entries()) {
    sum += value - largest;
    const next = (sum - total) / (i + 1);
    if (value - largest <= next) break;
    threshold = next;
  }
  return x.map((value) => Math.max(value - largest - threshold, 0));
}

/** Onto the Euclidean ball ‖u‖ ≤ radius about a centre (0 unless given). */
export function ontoBall(x: Float64Array, radius = 1, centre: Entries = 0): Float64Array {
  const away = x.map((value, i) => value - entry(centre, i));
  const length = norm(away);
  if (length <= radius) return x.slice();
  return scaled(away, radius / length).map((value, i) => entry(centre, i) + value);
}

/** Onto the ball Σ |u_i| ≤ radius, by the simplex. Cost: O(n log n). */
export function ontoL1Ball(x: Float64Array, radius = 1): Float64Array {
  const sizes = x.map(Math.abs);
  if (sizes.reduce((sum, size) => sum + size, 0) <= radius) return x.slice();
  if (radius === 0) return new Float64Array(x.length);
  const projected = ontoSimplex(sizes, radius);
  return x.map((value, i) => Math.sign(value) * projected[i]!);
}

/** Onto the ball max |u_i| ≤ radius. */
export const ontoMaximumBall = (x: Float64Array, radius = 1): Float64Array => ontoBox(x, -radius, radius);
