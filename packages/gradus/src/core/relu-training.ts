import type { numpy as np } from "@jax-js/jax";
import type { Matrix } from "../engine/linear-algebra/matrix.ts";
import { OptionError } from "./errors.ts";

/*
 * The training of a two-layer ReLU network f(x) = Σ_j (xᵀu_j)₊ α_j as data, for methods that do not see it as a black box:
 *
 *     min over u_j, α_j of ℓ(f(X), y) + (β/2) Σ_j (‖u_j‖² + α_j²)
 */

/** ℓ(ŷ, y), convex in the predictions ŷ. On the host in float64; borrows its arguments. */
export type OutputLoss = {
  name: string;
  value(predictions: Float64Array, y: Float64Array): number;
  /** ∇ℓ with respect to the predictions; a subgradient at kinks. */
  gradient(predictions: Float64Array, y: Float64Array): Float64Array;
  /** L for so many samples: ∇ℓ is L-Lipschitz. Infinite where ℓ has kinks. */
  smoothness(samples: number): number;
  /** ℓ*(ν) = sup ⟨ν, ŷ⟩ − ℓ(ŷ, y), infinite outside of its domain: what a certificate by duality needs. */
  conjugate?(nu: Float64Array, y: Float64Array): number;
};

/** Samples (rows of X), their targets or labels, the loss and the weight of the penalty. */
export type ReluTraining = {
  X: Matrix;
  y: Float64Array;
  /** β > 0 */
  beta: number;
  loss: OutputLoss;
  /** e ≥ 0: how far an adversary may move each feature, 0 for a column of ones. Absent where there is none. */
  radii?: Float64Array;
};

/** The parameters of f as arrays of the engine: U is d × m, a column a neuron. */
export type ReluParams = { U: np.Array; alpha: np.Array };

/** A two-layer ReLU network that is to be trained, with everything that its training is made of. */
export interface HasReluTraining {
  reluTraining: ReluTraining;
}

/** log(1 + eᵗ) where eᵗ may overflow. */
export const softplus = (t: number): number => Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t)));

/** 1/(1 + e⁻ᵗ) where eᵗ may overflow. */
export const sigmoid = (t: number): number => (t >= 0 ? 1 / (1 + Math.exp(-t)) : Math.exp(t) / (1 + Math.exp(t)));

/** p log p + (1 − p) log(1 − p), infinite outside of [0, 1]. */
function negativeEntropy(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.POSITIVE_INFINITY;
  return (p === 0 ? 0 : p * Math.log(p)) + (p === 1 ? 0 : (1 - p) * Math.log1p(-p));
}

const sum = (values: Float64Array, term: (value: number, k: number) => number): number => {
  let total = 0;
  for (let k = 0; k < values.length; k++) total += term(values[k]!, k);
  return total;
};

/** ½ Σ (ŷ − y)² */
const halfSquared: OutputLoss = {
  name: "half-squared",
  value: (predictions, y) => sum(predictions, (p, k) => 0.5 * (p - y[k]!) ** 2),
  gradient: (predictions, y) => predictions.map((p, k) => p - y[k]!),
  smoothness: () => 1,
  conjugate: (nu, y) => sum(nu, (v, k) => 0.5 * v * v + v * y[k]!),
};

/** Σ log(1 + e^{2ŷ}) − 2yŷ for y in {0, 1}: the logits are 2ŷ. */
const crossEntropy: OutputLoss = {
  name: "cross-entropy",
  value: (predictions, y) => sum(predictions, (p, k) => softplus(2 * p) - 2 * y[k]! * p),
  gradient: (predictions, y) => predictions.map((p, k) => 2 * sigmoid(2 * p) - 2 * y[k]!),
  smoothness: () => 1,
  conjugate: (nu, y) => sum(nu, (v, k) => negativeEntropy(v / 2 + y[k]!)),
};

/** Mean of (1 − yŷ)₊ for y = ±1. */
const hinge: OutputLoss = {
  name: "hinge",
  value: (predictions, y) => sum(predictions, (p, k) => Math.max(1 - y[k]! * p, 0)) / predictions.length,
  gradient: (predictions, y) => predictions.map((p, k) => (y[k]! * p < 1 ? -y[k]! / predictions.length : 0)),
  smoothness: () => Number.POSITIVE_INFINITY,
  conjugate: (nu, y) =>
    sum(nu, (v, k) =>
      -y[k]! * v * nu.length >= 0 && -y[k]! * v * nu.length <= 1 ? y[k]! * v : Number.POSITIVE_INFINITY,
    ),
};

/** Mean of h(yŷ) for y = ±1, h(m) = (1 − m)²/2w where 1 − w < m < 1, w = 0.1, with straight lines beyond: a hinge without a kink. */
const hingeWidth = 0.1;
const smoothedHinge: OutputLoss = {
  name: "smoothed-hinge",
  value: (predictions, y) =>
    sum(predictions, (p, k) => {
      const short = Math.max(1 - y[k]! * p, 0);
      return short >= hingeWidth ? short - hingeWidth / 2 : short ** 2 / (2 * hingeWidth);
    }) / predictions.length,
  gradient: (predictions, y) =>
    predictions.map((p, k) => {
      const slope = Math.min(Math.max(1 - y[k]! * p, 0) / hingeWidth, 1);
      return (-y[k]! * slope) / predictions.length;
    }),
  smoothness: (samples) => 1 / (hingeWidth * samples),
  conjugate: (nu, y) =>
    sum(nu, (v, k) => {
      const slope = -y[k]! * v * nu.length;
      return slope >= 0 && slope <= 1
        ? y[k]! * v + (hingeWidth * slope ** 2) / (2 * nu.length)
        : Number.POSITIVE_INFINITY;
    }),
};

/** Mean of log(1 + e^{−yŷ}) for y = ±1. */
const logistic: OutputLoss = {
  name: "logistic",
  value: (predictions, y) => sum(predictions, (p, k) => softplus(-y[k]! * p)) / predictions.length,
  gradient: (predictions, y) => predictions.map((p, k) => (-y[k]! * sigmoid(-y[k]! * p)) / predictions.length),
  smoothness: (samples) => 0.25 / samples,
  conjugate: (nu, y) => sum(nu, (v, k) => negativeEntropy(-y[k]! * v * nu.length)) / nu.length,
};

/** Losses of a network's output by name. Sums over samples: half-squared, cross-entropy; means: the others. */
export const outputLosses = {
  "half-squared": halfSquared,
  "cross-entropy": crossEntropy,
  hinge,
  "smoothed-hinge": smoothedHinge,
  logistic,
} as const satisfies Record<string, OutputLoss>;

export type OutputLossName = keyof typeof outputLosses;

/** @throws {OptionError} if sizes do not fit, a number is not finite, labels are not the loss's, β ≤ 0 or a radius < 0. */
export function checkReluTraining(owner: string, { X, y, beta, loss, radii }: ReluTraining): void {
  const fail = (message: string): never => {
    throw new OptionError(`${owner}: ${message}`);
  };
  if (X.rows === 0 || X.columns === 0) fail(`X must have rows and columns, got ${X.rows} × ${X.columns}`);
  if (y.length !== X.rows) fail(`y must have an entry for each of ${X.rows} rows, got ${y.length}`);
  const wrong = [...X.data, ...y].find((value) => !Number.isFinite(value));
  if (wrong !== undefined) fail(`X and y must be finite, got ${wrong}`);
  if (!(beta > 0 && Number.isFinite(beta))) fail(`beta must be a positive number, got ${beta}`);
  const allowed =
    loss.name === "cross-entropy"
      ? [0, 1]
      : ["hinge", "smoothed-hinge", "logistic"].includes(loss.name)
        ? [-1, 1]
        : undefined;
  const label = allowed && y.find((value) => !allowed.includes(value));
  if (label !== undefined) fail(`labels of '${loss.name}' must be ${allowed!.join(" or ")}, got ${label}`);
  if (radii === undefined) return;
  if (radii.length !== X.columns)
    fail(`radii must have an entry for each of ${X.columns} features, got ${radii.length}`);
  const radius = radii.find((e) => !(e >= 0 && Number.isFinite(e)));
  if (radius !== undefined) fail(`radii must be numbers ≥ 0, got ${radius}`);
}
