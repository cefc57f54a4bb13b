import { fromRows } from "../../engine/linear-algebra/matrix.ts";
import { minimumNormSolution } from "../../engine/linear-algebra/solve.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import { type Monomial, regressors } from "./monomials.ts";

/** A polynomial that was fitted to values at points. */
export type PolynomialFit = {
  /** Φ, a row for each point. */
  phi: Float64Array[];
  /** θ, the constant's coefficient last. */
  theta: Float64Array;
  /** θᵀ φ(x) */
  estimate(x: ArrayLike<number>): number;
};

/**
 * The polynomial in the given monomials that fits values h at points X best; of several the one whose coefficients have
 * the least norm.
 *
 *     θ = Φ⁺ h,   Φ_l = (monomials of X_l, 1)
 *
 * By a singular value decomposition of Φ: the points of a window lie close together, and ΦᵀΦ would square a condition
 * number that is large already. Singular values count as zero at or below `cutoff` times the largest. Where something
 * is not finite all coefficients are NaN.
 *
 * @throws {RangeError} if X and h differ in length.
 * @source official code of BCD-CAO, arXiv 2111.07441.
 * @example
 * const { theta } = fitPolynomial([[0], [1], [2]], [1, 2, 5], [[0], [0, 0]]); // 1 + x²: [0, 1, 1]
 */
export function fitPolynomial(
  X: readonly ArrayLike<number>[],
  h: ArrayLike<number>,
  monomials: readonly Monomial[],
  { cutoff = 1e-15 }: { cutoff?: number } = {},
): PolynomialFit {
  const phi = X.map((x) => regressors(x, monomials));
  const values = Float64Array.from(h);
  const theta = values.every(Number.isFinite)
    ? minimumNormSolution(fromRows(phi), values, { cutoff })
    : new Float64Array(monomials.length + 1).fill(Number.NaN);
  return { phi, theta, estimate: (x) => dot(theta, regressors(x, monomials)) };
}
