import type { z } from "zod";
import { nonnegative, readOptions, z as schema } from "../../core/options.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import { requireLength } from "../../engine/linear-algebra/matrix.ts";
import { storedRows } from "./row-space.ts";
import { decompose, type Truncation, truncated } from "./spectrum.ts";

/** Below this share of the largest, singular values from a Gram matrix are noise: rows of float64, rows of float32. */
export const gramFloor = (roundingUnit: number): number => (roundingUnit < 1e-10 ? 1e-7 : 1e-6);

export const truncationOptions = {
  /** rtol in [0, 1): singular values count as zero at or below this share of the largest. Default 1e-3 (official README). */
  rtol: schema.number("must be in [0, 1)").gte(0, "must be in [0, 1)").lt(1, "must be in [0, 1)").default(1e-3),
  /** Singular values at or below this count as zero. Default 1e-10 (official code). */
  tolerance: nonnegative().default(1e-10),
  /** "gram": eigenvalues of the smaller Gram matrix; "svd": all singular values; "randomized": a sketch of the largest. */
  decomposition: schema.enum(["gram", "svd", "randomized"], "must be 'gram', 'svd' or 'randomized'").default("gram"),
};

const directionOptions = schema.object({
  ...truncationOptions,
  /** k: at most so many singular values. Default all. */
  rank: schema.int("must be a whole number ≥ 1").min(1, "must be a whole number ≥ 1").optional(),
  /** Seed of the sketch. Default 0. */
  seed: schema.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
});

export type SvenDirectionOptions = z.input<typeof directionOptions>;

/** A truncated least-squares solution, and what was kept. */
export type SvenDirection = { direction: Float64Array; singularValues: Float64Array; rank: number };

/**
 * The truncated pseudoinverse applied to residuals: M⁺ R.
 *
 *     M = U diag(s) Vᵀ,  s descending;  kept: the first `rank` of them, of these all s_i > rtol s_1
 *     δ = V (s⁻¹ ∘ Uᵀ R),  s⁻¹_i = 0 where s_i ≤ tolerance
 *
 * δ has the least norm of all that solve M δ = R as well as the kept directions allow. For M = 0 it is 0
 * [reconstructed: the official code fails]. Where two singular values at the cut are equal, δ is not unique.
 *
 * "gram" takes max(rtol, 1e-7), since smaller singular values are noise in a Gram matrix. A matrix that is not finite
 * gives NaN.
 *
 * Cost, for B × P: B P min(B, P) for "gram"; several times that for "svd"; (rank + 5) B P for "randomized".
 *
 * @throws {OptionError} if an option is unknown or outside its range; {RangeError} if R does not fit.
 * @source S. Bright-Thonney, T. R. Harvey, A. Lukas, J. Thaler, Sven, 2026, arXiv 2604.01279, and its official code;
 * by the Gram matrix: [reconstructed].
 * @example
 * const { direction } = await svenDirection(jacobian, residuals, { rank: 16 });
 */
export async function svenDirection(
  M: Matrix,
  R: Float64Array,
  options: SvenDirectionOptions = {},
): Promise<SvenDirection> {
  const {
    rank = Math.min(M.rows, M.columns),
    rtol,
    tolerance,
    decomposition,
    seed,
  } = readOptions("svenDirection", directionOptions, options);
  requireLength("R", R, M.rows);
  const { values, solve } = await decompose(storedRows(M), R, { kind: decomposition, rank, seed });
  const floor = decomposition === "gram" ? gramFloor(2 ** -52) : 0;
  const truncation: Truncation = { rank, rtol: Math.max(rtol, floor), tolerance };
  const { factors, kept } = truncated(values, truncation);
  return { direction: await solve(factors), singularValues: values.slice(0, kept), rank: kept };
}
