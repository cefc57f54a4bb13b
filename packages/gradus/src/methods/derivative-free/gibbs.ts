import { OptionError } from "../../core/errors.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";

/**
 * The weights w_i = exp(−α (e_i − e_min)) / Σ_j exp(−α (e_j − e_min)): a Gibbs measure on a few points.
 *
 * α = 0 weighs all alike, α → ∞ the lowest alone (ties share). Energies that are not finite have weight 0; if none is
 * finite, all weigh alike [reconstructed]. Exact for α up to 1e15.
 *
 * @throws {OptionError} if α is negative or not finite.
 */
export function gibbsWeights(energies: ArrayLike<number>, alpha: number): Float64Array<ArrayBuffer> {
  if (!(alpha >= 0 && alpha < Number.POSITIVE_INFINITY)) {
    throw new OptionError(`gibbsWeights: alpha must be a finite number ≥ 0, got ${alpha}`);
  }
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < energies.length; i++) {
    const energy = energies[i]!;
    if (Number.isFinite(energy) && energy < lowest) lowest = energy;
  }
  const weights = new Float64Array(energies.length);
  if (lowest === Number.POSITIVE_INFINITY) return weights.fill(1 / energies.length);
  let total = 0;
  for (let i = 0; i < energies.length; i++) {
    // α times an infinite energy would be NaN at α = 0.
    const weight = Number.isFinite(energies[i]!) ? Math.exp(-alpha * (energies[i]! - lowest)) : 0;
    weights[i] = weight;
    total += weight;
  }
  for (let i = 0; i < weights.length; i++) weights[i]! /= total;
  return weights;
}

/** J = 1 / Σ w_i²: how many of the points still count. Between 1 and their number. */
export function effectiveSampleSize(weights: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < weights.length; i++) squares += weights[i]! * weights[i]!;
  return 1 / squares;
}

/**
 * The consensus point Σ w_i x_i of the rows x_i of X under `gibbsWeights`.
 *
 * @throws {OptionError} if α is negative, or X has not as many rows as there are energies.
 * @source K. Riedl, T. Klock, C. Geldhauser, M. Fornasier, 2023, arXiv 2306.09778 (weighted mean by Laplace's principle).
 * @example
 * const { point } = consensusPoint(linearAlgebra.fromRows([[0], [1]]), [3, 5], 1);
 */
export function consensusPoint(
  X: Matrix,
  energies: ArrayLike<number>,
  alpha: number,
): { point: Float64Array<ArrayBuffer>; weights: Float64Array<ArrayBuffer> } {
  if (energies.length !== X.rows || X.rows === 0) {
    throw new OptionError(`consensusPoint: energies must be ${X.rows} numbers, one a row, got ${energies.length}`);
  }
  const weights = gibbsWeights(energies, alpha);
  const point = new Float64Array(X.columns);
  for (let i = 0; i < X.rows; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    for (let j = 0; j < X.columns; j++) point[j]! += weight * X.data[i * X.columns + j]!;
  }
  return { point, weights };
}

/**
 * The α at which the effective sample size is `share` of the points, by bisection on [1e-5, 1e5]; the nearer end where
 * the interval holds none (more than that share tied at the minimum, say).
 *
 * @throws {OptionError} if `share` is not in (0, 1).
 * @source Bailo et al., CBX: Python and Julia packages for consensus-based interacting particle methods, 2024.
 */
export function alphaForSampleSize(energies: ArrayLike<number>, share = 0.5): number {
  if (!(share > 0 && share < 1)) throw new OptionError(`alphaForSampleSize: share must be in (0, 1), got ${share}`);
  let [low, high] = [1e-5, 1e5];
  const wanted = share * energies.length;
  const sampleSize = (alpha: number) => effectiveSampleSize(gibbsWeights(energies, alpha));
  if (sampleSize(low) <= wanted) return low;
  if (sampleSize(high) >= wanted) return high;
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (sampleSize(middle) > wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
