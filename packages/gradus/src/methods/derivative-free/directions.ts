import { OptionError } from "../../core/errors.ts";
import { norm, scaled } from "../../engine/linear-algebra/vector.ts";
import { type Generator, generator, seedFor } from "../../engine/random.ts";

/*
 * The directions of direct search, as the official code of the paper on directional attacks draws them:
 * P.-Y. Bouchet, T. Vidal, Optimization by Directional Attacks, 2025, arXiv 2510.01461.
 */

/** What one draw of a step needs: a vector of normals, or a number in [0, 1). */
export type Draw = Pick<Generator, "normals" | "uniform">;

/** Makes the random numbers that a step uses for one purpose ("covering", "search", "poll", "line"). */
export type RandomSource = (purpose: string, step: number, seed: number) => Draw;

/** Random numbers that depend on seed, step and purpose alone, so that a resumed run draws the same. */
export const seededSource: RandomSource = (purpose, step, seed) => generator(seedFor(seed, purpose, step));

/** ‖a‖_∞ */
export const largestEntry = (a: Float64Array): number => a.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);

/** g/‖g‖_∞, which has a direction of its own only where g is not 0. */
const unitInfinity = (g: Float64Array): Float64Array => scaled(g, 1 / largestEntry(g));

/** Normals that are not all 0. @throws {OptionError} if a source of one's own gives nothing else. */
export function normalsOf(draw: Draw, n: number): Float64Array {
  for (let attempt = 0; attempt < 100; attempt++) {
    const g = draw.normals(n);
    if (largestEntry(g) > 0) return g;
  }
  throw new OptionError("random: normals must not be zero vectors, got 100 of them in a row");
}

/** g/‖g‖_∞ · r: a random direction of length r in the maximum norm. */
export const randomDirection = (g: Float64Array, r: number): Float64Array => scaled(unitInfinity(g), r);

/**
 * The step to a covering point: g/‖g‖_∞ · (U r₀)^(1/n). For r₀ = 1 it is uniform in length as in the unit ball; the
 * textbook's form would be r₀ U^(1/n), and for r₀ ≠ 1 the two differ.
 */
export const coveringDirection = (g: Float64Array, uniform: number, radius: number): Float64Array =>
  scaled(unitInfinity(g), (uniform * radius) ** (1 / g.length));

/**
 * The poll's directions, each of length r in the maximum norm: the rows of H = I − 2 h hᵀ with h = g/‖g‖₂ and their
 * negatives ("2n"), or the rows and the negative of their sum ("n+1").
 */
export function pollDirections(g: Float64Array, r: number, kind: "2n" | "n+1"): Float64Array[] {
  const h = scaled(g, 1 / norm(g));
  const rows = Array.from(h, (hi, i) => h.map((hj, j) => Number(i === j) - 2 * hi * hj));
  const opposite =
    kind === "2n"
      ? rows.map((row) => scaled(row, -1))
      : [h.map((_, j) => -rows.reduce((sum, row) => sum + row[j]!, 0))];
  return [...rows, ...opposite].map((row) => randomDirection(row, r));
}
