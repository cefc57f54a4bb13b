import { numpy as np } from "@jax-js/jax";
import type { ReluParams, ReluTraining } from "../../core/relu-training.ts";
import { type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { norm } from "../../engine/linear-algebra/vector.ts";

/** f(x) = Σ_j (xᵀu_j)₊ α_j on the host: U is d × m, a column a neuron. */
export type ReluNetwork = { U: Matrix; alpha: Float64Array };

/** f(X), an entry a row. */
export function reluOutputs({ U, alpha }: ReluNetwork, X: Matrix): Float64Array {
  const [n, d, m] = [X.rows, X.columns, alpha.length];
  const result = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let l = 0; l < d; l++) sum += X.data[k * d + l]! * U.data[l * m + j]!;
      if (sum > 0) result[k]! += sum * alpha[j]!;
    }
  }
  return result;
}

/** (XU)₊, a row a sample. */
export function hiddenOutputs(U: Matrix, X: Matrix): Matrix {
  const R = zeros(X.rows, U.columns);
  for (let k = 0; k < X.rows; k++) {
    for (let j = 0; j < U.columns; j++) {
      let sum = 0;
      for (let l = 0; l < X.columns; l++) sum += X.data[k * X.columns + l]! * U.data[l * U.columns + j]!;
      R.data[k * U.columns + j] = Math.max(sum, 0);
    }
  }
  return R;
}

/** (β/2) Σ_j (‖u_j‖² + α_j²) */
export const networkPenalty = ({ U, alpha }: ReluNetwork, beta: number): number =>
  (beta / 2) * (U.data.reduce((sum, u) => sum + u * u, 0) + alpha.reduce((sum, a) => sum + a * a, 0));

/** ℓ(f(X), y) + (β/2) Σ_j (‖u_j‖² + α_j²): the problem as it is usually trained, which is not convex. */
export const networkObjective = (network: ReluNetwork, { X, y, beta, loss }: ReluTraining): number =>
  loss.value(reluOutputs(network, X), y) + networkPenalty(network, beta);

/** The share of samples whose output has the sign of the label (> 0 for labels above `threshold`). */
export function signAccuracy(network: ReluNetwork, X: Matrix, labels: Float64Array, threshold = 0): number {
  const right = reluOutputs(network, X).reduce(
    (sum, output, k) => sum + Number(output > 0 === labels[k]! > threshold),
    0,
  );
  return right / labels.length;
}

/**
 * The network of a convex program's solution [v_1 … v_P, w_1 … w_P]:
 *
 *     v_i ≠ 0: (u, α) = (v_i/√‖v_i‖, √‖v_i‖),   w_i ≠ 0: (w_i/√‖w_i‖, −√‖w_i‖)
 *
 * Where the constraints hold, its objective is that of the program. Blocks not longer than `pruneTolerance` are left out;
 * a network without neurons has one of zeros, since arrays need an entry.
 * @source Y. Bai, T. Gautam, S. Sojoudi, 2022, arXiv 2201.01965, recovery (official code of the convex baseline).
 * @example
 * const network = recoverNetwork(state.v, training.X.columns);
 */
export function recoverNetwork(blocks: Float64Array, features: number, pruneTolerance = 1e-6): ReluNetwork {
  const count = blocks.length / features;
  const lengths = Array.from({ length: count }, (_, j) => norm(blocks.subarray(j * features, (j + 1) * features)));
  const kept = lengths.flatMap((length, j) => (length > pruneTolerance ? [j] : []));
  return networkOf(
    kept.map((j) => {
      const root = Math.sqrt(lengths[j]!);
      return {
        u: blocks.subarray(j * features, (j + 1) * features).map((v) => v / root),
        alpha: j < count / 2 ? root : -root,
      };
    }),
    features,
  );
}

/**
 * The network of a lasso's solution: hidden weights u_i √|α_i|, outer weights sign(α_i) √|α_i|, for α_i ≠ 0. Its objective
 * is the lasso's where ‖u_i‖ = 1.
 */
export function networkOfLasso(U: Matrix, alpha: Float64Array): ReluNetwork {
  const kept = [...alpha.keys()].filter((i) => alpha[i] !== 0);
  return networkOf(
    kept.map((i) => {
      const root = Math.sqrt(Math.abs(alpha[i]!));
      return {
        u: Float64Array.from({ length: U.rows }, (_, l) => U.data[l * U.columns + i]! * root),
        alpha: Math.sign(alpha[i]!) * root,
      };
    }),
    U.rows,
  );
}

function networkOf(neurons: { u: Float64Array; alpha: number }[], features: number): ReluNetwork {
  if (neurons.length === 0) return { U: zeros(features, 1), alpha: new Float64Array(1) };
  const U = zeros(features, neurons.length);
  for (const [j, { u }] of neurons.entries()) for (let l = 0; l < features; l++) U.data[l * neurons.length + j] = u[l]!;
  return { U, alpha: Float64Array.from(neurons, ({ alpha }) => alpha) };
}

/** A network as arrays of the engine; the caller owns them. */
export const toParams = ({ U, alpha }: ReluNetwork): ReluParams => ({
  U: np.array(U.data.slice(), { shape: [U.rows, U.columns], dtype: np.float64 }),
  alpha: np.array(alpha.slice(), { dtype: np.float64 }),
});

/** Reads arrays of the engine. Borrows them. */
export async function fromParams({ U, alpha }: ReluParams): Promise<ReluNetwork> {
  const [rows, columns] = U.shape as [number, number];
  return {
    U: { rows, columns, data: Float64Array.from(await U.ref.data()) },
    alpha: Float64Array.from(await alpha.ref.data()),
  };
}
