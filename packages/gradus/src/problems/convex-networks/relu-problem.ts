import { nn, numpy as np, random } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import type { HasInitial, HasLoss, HasMetrics, HasName, HasReluTraining } from "../../core/problem.ts";
import { checkReluTraining, type OutputLossName, outputLosses, type ReluParams } from "../../core/relu-training.ts";
import { fromRows, type Matrix, toRows } from "../../engine/linear-algebra/matrix.ts";
import { splitKey } from "../networks.ts";

/** What a two-layer ReLU network is trained on. */
export type ReluProblemParts = {
  name: string;
  /** Samples, a row each. */
  X: Matrix;
  /** Targets; labels ±1, or 0 and 1 for cross-entropy. */
  y: ArrayLike<number>;
  /** β > 0 */
  beta: number;
  loss: OutputLossName;
  /** e: how far an adversary may move each feature. */
  radii?: ArrayLike<number>;
  /** Held-out samples. */
  test?: { X: Matrix; y: ArrayLike<number> };
  /** Neurons of a start for methods that descend from one. Default 20. */
  width?: number;
  /** Standard deviation of all weights at the start. Default 0.5. */
  deviation?: number;
};

/** A two-layer ReLU network, open to methods that know it as such, and to all that ask for a loss. */
export type ReluProblem = HasName &
  HasReluTraining &
  HasInitial<ReluParams> &
  HasLoss<ReluParams> &
  HasMetrics<ReluParams> & {
    /** Samples that are not trained on. */
    heldOut?: { X: Matrix; y: Float64Array };
  };

const constant = (values: ArrayLike<number>, shape: number[]) =>
  np.array(Float64Array.from(values), { shape, dtype: np.float64 });

const squares = (x: np.Array) => np.square(x).sum();

/** The losses of `outputLosses` as functions of arrays. */
const traced: Record<OutputLossName, (outputs: np.Array, y: np.Array) => np.Array> = {
  "half-squared": (outputs, y) => squares(outputs.sub(y)).mul(0.5),
  "cross-entropy": (outputs, y) => {
    const logits = outputs.mul(2);
    return np.logaddexp(logits.ref, 0).sub(logits.mul(y)).sum();
  },
  hinge: (outputs, y) => nn.relu(outputs.mul(y).neg().add(1)).mean(),
  "smoothed-hinge": (outputs, y) => {
    const short = nn.relu(outputs.mul(y).neg().add(1));
    const bent = np.minimum(short.ref, 0.1);
    // Where short ≤ 0.1: short²/0.2; beyond: short − 0.05.
    return np.square(bent.ref).mul(5).add(short.sub(bent)).mean();
  },
  logistic: (outputs, y) => np.logaddexp(outputs.mul(y).neg(), 0).mean(),
};

/**
 * f(x) = Σ_j (xᵀu_j)₊ α_j fitted to samples: ℓ(f(X), y) + (β/2) Σ_j (‖u_j‖² + α_j²). float64. Metrics: `testLoss`, the
 * held-out loss a sample, and for labels `testAccuracy`.
 *
 * @throws {OptionError} if sizes do not fit, a number is not finite, labels are not the loss's, β ≤ 0, or a radius < 0.
 * @example
 * const problem = reluProblem({ name: "two points", X: withBias(X), y: [1, -1], beta: 0.1, loss: "hinge" });
 */
export function reluProblem(parts: ReluProblemParts): ReluProblem {
  const { name, X, beta, loss, radii, test, width = 20, deviation = 0.5 } = parts;
  const reluTraining = {
    X,
    y: Float64Array.from(parts.y),
    beta,
    loss: outputLosses[loss],
    ...(radii && { radii: Float64Array.from(radii) }),
  };
  checkReluTraining(name, reluTraining);
  if (test && (test.X.columns !== X.columns || test.X.rows !== test.y.length)) {
    throw new OptionError(
      `${name}: held-out samples must be rows of ${X.columns} with a label each, got ${test.X.rows} × ${test.X.columns} and ${test.y.length}`,
    );
  }
  const outputs = ({ U, alpha }: ReluParams, rows: Matrix) =>
    np.dot(nn.relu(np.matmul(constant(rows.data, [rows.rows, rows.columns]), U)), alpha);
  const threshold = loss === "cross-entropy" ? 0.5 : 0;
  const heldOut = test && { X: test.X, y: Float64Array.from(test.y) };

  return {
    name,
    reluTraining,
    ...(heldOut && { heldOut }),
    initial(key) {
      const [first, second] = splitKey(key, 2) as [np.Array, np.Array];
      const normal = (own: np.Array, shape: number[]) => random.normal(own, shape).astype(np.float64).mul(deviation);
      return { U: normal(first, [X.columns, width]), alpha: normal(second, [width]) };
    },
    loss({ U, alpha }) {
      const penalty = squares(U.ref)
        .add(squares(alpha.ref))
        .mul(beta / 2);
      return traced[loss](outputs({ U, alpha }, X), constant(reluTraining.y, [X.rows])).add(penalty);
    },
    async metrics(params) {
      if (!heldOut) return {};
      const { X: rows, y } = heldOut;
      const held = Float64Array.from(await outputs({ U: params.U.ref, alpha: params.alpha.ref }, rows).data());
      const total = outputLosses[loss].value(held, y);
      const isMean = loss !== "half-squared" && loss !== "cross-entropy";
      const right = held.filter((output, k) => output > 0 === y[k]! > threshold).length;
      return {
        testLoss: isMean ? total : total / y.length,
        ...(isLabelled(y) && { testAccuracy: right / y.length }),
      };
    },
  };
}

/** Two values at most: labels, not measurements. */
const isLabelled = (y: Float64Array) => new Set(y).size <= 2;

/** Samples with a column of ones. */
export const withBias = (X: Matrix): Matrix => fromRows(toRows(X).map((row) => [...row, 1]));
