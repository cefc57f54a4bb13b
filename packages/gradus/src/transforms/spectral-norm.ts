import { lax, numpy as np, random } from "@jax-js/jax";
import { flag, positive, readOptions, z } from "../core/options.ts";

const spectralNormOptions = z.object({
  /** k > 0, the largest singular value that the matrix is brought to. Default 1 (official code). */
  lipschitz: positive().default(1),
  /** Leave a matrix as it is where its norm is below k. Default false. */
  leaveSmaller: flag().default(false),
  /** Hold σ fixed in differentiation, as the official code does for convolutions. Default false. */
  stopSigma: flag().default(false),
});

export type SpectralNormOptions = z.input<typeof spectralNormOptions>;

/** What is known of a matrix's largest singular value: unit vectors u [rows] and v [columns], with σ ≈ uᵀ W v. */
export type SpectralState = { u: np.Array; v: np.Array };

/** Added to lengths before they are divided by. */
const tiny = 1e-12;

const unit = (x: np.Array) => {
  const length = np.sqrt(np.square(x.ref).sum());
  return x.div(np.maximum(length, tiny));
};

/**
 * u of a random direction and the v that goes with it, for a matrix [rows, columns]. Borrows the matrix, consumes the key.
 */
export function initialSpectralState(key: np.Array, matrix: np.Array): SpectralState {
  return spectralStateFrom(random.normal(key, [matrix.shape[0]!]).astype(matrix.dtype), matrix);
}

/** u in this direction, of any length but 0, and the v that goes with it. Traceable; consumes u, borrows the matrix. */
export function spectralStateFrom(direction: np.Array, matrix: np.Array): SpectralState {
  const u = unit(direction);
  return { v: unit(np.dot(u.ref, matrix.ref)), u };
}

/**
 * One power iteration: v ← Wᵀu/‖Wᵀu‖, u ← W v/‖W v‖. Once an update, not once an evaluation. Not differentiated through.
 * Traceable; consumes the state, borrows the matrix.
 */
export function powerIteration(matrix: np.Array, { u, v }: SpectralState): SpectralState {
  v.dispose();
  const fixed = lax.stopGradient(matrix.ref);
  const nextV = unit(np.dot(u, fixed.ref));
  return { u: unit(np.dot(fixed, nextV.ref)), v: nextV };
}

/** σ = uᵀ W v, differentiable in W with u and v held fixed. Traceable; borrows both arguments. */
export function spectralValue(matrix: np.Array, { u, v }: SpectralState): np.Array {
  return np.dot(lax.stopGradient(u.ref), np.dot(matrix.ref, lax.stopGradient(v.ref)));
}

/**
 * Spectral normalisation: a matrix divided by its largest singular value, which power iteration follows as the matrix changes.
 *
 *     v ← Wᵀu/‖Wᵀu‖,  u ← W v/‖W v‖   (once an update: `powerIteration`)
 *     σ = uᵀ W v,  d = σ/k,  with leaveSmaller max(σ/k, 1)
 *     W̄ = W/d;  back through it with u, v fixed:  G ↦ G/d − ⟨G, W⟩/(d² k) u vᵀ,  with stopSigma G/d
 *
 * W is a matrix [rows, columns] of any floating dtype. The state stays where it is while a network is evaluated, for actions or
 * as a target, and is advanced where it is trained. Below k and with `leaveSmaller`, W and its gradient are as they were.
 *
 * Traceable; borrows matrix and state. Cost: two products with a vector.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source T. Miyato, T. Kataoka, M. Koyama, Y. Yoshida, Spectral Normalization for Generative Adversarial Networks, 2018,
 * arXiv 1802.05957, algorithm 1; F. Gogianu et al., Spectral Normalisation for Deep Reinforcement Learning, 2021,
 * arXiv 2105.05246, and its code (k, leaveSmaller).
 * @example
 * const W = np.array([[3, 0], [0, 1]]);
 * let state = initialSpectralState(random.key(0), W);
 * for (let i = 0; i < 20; i++) state = powerIteration(W, state);
 * const normalised = spectralNorm(W, state); // [[1, 0], [0, 1/3]]
 */
export function spectralNorm(matrix: np.Array, state: SpectralState, options: SpectralNormOptions = {}): np.Array {
  const { lipschitz, leaveSmaller, stopSigma } = readOptions("spectralNorm", spectralNormOptions, options);
  const sigma = spectralValue(matrix, state);
  const ratio = (stopSigma ? lax.stopGradient(sigma) : sigma).div(lipschitz);
  // At σ = k the derivative is that of d = 1, which `maximum` would halve.
  const divisor = leaveSmaller ? np.where(ratio.ref.greater(1), ratio, 1) : ratio;
  return matrix.ref.div(divisor);
}
