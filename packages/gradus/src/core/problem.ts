import type { numpy as np } from "@jax-js/jax";
import type { Matrix } from "../engine/linear-algebra/matrix.ts";
import type { Tree } from "../engine/tree.ts";
import { CapabilityError } from "./errors.ts";

export type { HasReluTraining } from "./relu-training.ts";

/*
 * A problem is plain data: what is known about the thing to be minimised, each piece of knowledge an optional member
 * with a fixed meaning. A method asks for the capabilities it needs by type.
 */

/** Where to start. `key` is a random key of the engine (consumed). */
export interface HasInitial<P> {
  initial(key: np.Array): P;
}

/**
 * A differentiable scalar objective of the parameters, on one batch where the problem has batches.
 * Traceable: written with array functions only. Consumes both arguments.
 */
export interface HasLoss<P, B = undefined> {
  loss(params: P, batch: B): np.Array;
}

/**
 * A stream of batches, addressed by number so that a run can be resumed exactly: `batches(seed)` opens the stream, and
 * the function it returns makes batch number 0, 1, 2, … (arrays that the caller owns). Without this capability the
 * objective is deterministic and `batch` is undefined.
 */
export interface HasBatches<B> {
  batches(seed: number): BatchStream<B>;
}

/** Makes batch number `index`. */
export type BatchStream<B> = (index: number) => B;

/**
 * A vector of residuals, one entry or row per sample, with loss = mean of `lossOfResiduals` where that is given, else
 * half the mean square. Traceable; consumes both arguments.
 */
export interface HasResiduals<P, B = undefined> {
  residuals(params: P, batch: B): np.Array;
}

/**
 * The model inside the loss: `predict(params, inputs)` gives one row per sample, `lossOfPrediction(predictions, batch)`
 * the mean of the samples' losses, and `inputsOf(batch)` the inputs, so that loss(params, batch) is their composition,
 * plus `penaltyOf(params)` where the problem has that. Traceable; consumes its arguments.
 */
export interface HasPredictions<P, B, I = np.Array> {
  predict(params: P, inputs: I): np.Array;
  inputsOf(batch: B): I;
  lossOfPrediction(predictions: np.Array, batch: B): np.Array;
  /** What the loss adds for the parameters themselves: ridge, say. */
  penaltyOf?(params: P): np.Array;
  /** L: no sample's loss is curved more, as a function of its row of predictions. */
  predictionSmoothness?: number;
}

/** What an oracle says of predictions: a loss for each row, and the gradient of their sum, shaped as the predictions. */
export type TargetAnswer = { losses: np.Array; gradient: np.Array };

/**
 * A loss of predictions that is a black box: an environment, a simulator, people. Asked once a step, outside of compiled
 * programs. Consumes its arguments.
 */
export interface HasTargetOracle<B> {
  targetOracle(predictions: np.Array, batch: B): TargetAnswer | Promise<TargetAnswer>;
}

/** Which of `sampleCount` samples batch number 0, 1, 2, … of the stream `batches(seed)` holds, row by row. */
export interface HasSampleRows {
  sampleCount: number;
  batchRows(seed: number): (index: number) => Int32Array;
}

/**
 * Batches that come about by the parameters' doing: an environment in which they act. `world` is the environment's state
 * as a tree of typed arrays and numbers; equal seeds give equal worlds. Neither function consumes anything.
 */
export interface HasRollouts<P, B, World> {
  start(seed: number): World;
  /** Acts with the parameters from where the world stands; the caller owns the batch. */
  rollOut(params: P, world: World): Promise<{ batch: B; world: World }>;
}

/** The loss of each sample, as a vector, with loss = their mean. Traceable; consumes both arguments. */
export interface HasSampleLosses<P, B = undefined> {
  sampleLosses(params: P, batch: B): np.Array;
}

/**
 * What a loss is a log-sum-exp of: a row u_i of exponents a sample (a vector, where there is one sample), with
 * loss = mean_i μ log Σ_c exp(u_ic/μ), μ being `temperature` (1 where it is not given). Traceable; consumes both.
 */
export interface HasExponents<P, B = undefined> {
  exponents(params: P, batch: B): np.Array;
  temperature?: number;
}

/**
 * Equality constraints c(x) = 0, one number each, as a vector: what is sought is the least loss among the parameters that
 * satisfy them. Traceable; consumes its argument.
 */
export interface HasConstraints<P> {
  constraints(params: P): np.Array;
  /** Multipliers λ⁰ to start from, one a constraint, for methods that have any. Default 0. */
  initialMultipliers?: readonly number[];
}

/** A vector u with loss = ‖u‖^p/p, p ≥ 2 being `power`. Traceable; consumes both arguments. */
export interface HasPoweredNorm<P, B = undefined> {
  normed(params: P, batch: B): np.Array;
  power: number;
}

/** Several objectives of the same parameters, as one vector with an entry per task. Traceable. */
export interface HasTaskLosses<P, B = undefined> {
  taskLosses(params: P, batch: B): np.Array;
}

/**
 * Which parameters the tasks share, where some belong to one task alone (heads): a function of an array's path
 * ("layers.0.weight") and the array. Without it all are shared.
 */
export interface HasSharedParameters {
  isShared(path: string, array: np.Array): boolean;
}

/** A black box: values of points in Rⁿ, evaluated in batches, with no derivative. */
export interface HasEvaluate {
  dimension: number;
  evaluate(points: Float64Array[]): number[] | Promise<number[]>;
}

/**
 * A network inside the objective, on the host in float64: the objective is −F, where F rates the network's outputs.
 * Methods that look into it ask `network`; those that do not may ask `evaluate`.
 */
export interface HasNetwork {
  dimension: number;
  network: RatedNetwork;
}

/** A function Φ: Rⁿ → Rᵐ that can be differentiated backwards, and what its outputs are worth. Borrows its arguments. */
export interface RatedNetwork {
  /** Φ(x); where there are constraints, followed by max(c(x, Φ(x)), 0). */
  outputs(x: Float64Array): Float64Array | Promise<Float64Array>;
  /** A vector-Jacobian product: J(x)ᵀ w, with a weight for each output. */
  pullBack(x: Float64Array, weights: Float64Array): Float64Array | Promise<Float64Array>;
  /** F at these outputs, to be made large, and its gradient with respect to them. */
  rate(outputs: Float64Array): Rating | Promise<Rating>;
  /** Indices of outputs that F does not depend on. */
  ignored?: readonly number[];
}

/** What outputs are worth, and the gradient of that. */
export type Rating = { value: number; gradient: Float64Array };

/**
 * A network layer by layer, for rules that hand errors back in their own way: the parameters of each layer, `forward[i]` from
 * these and what came before (a row a sample; the last one before the outputs' activation), and `errorOf`, what is told at
 * the outputs: a row a sample, of which rules take the mean. Traceable; consume their arguments.
 */
export interface HasLayers<P, B = undefined> {
  layers: {
    inputsOf(batch: B): np.Array;
    parts(params: P): Tree[];
    assemble(parts: Tree[]): P;
    forward: readonly ((own: never, inputs: np.Array) => np.Array)[];
    errorOf(outputs: np.Array, batch: B): np.Array;
  };
}

/**
 * A game: each player has its own part of the parameters and its own loss, which may depend on all parts.
 * `playerLosses[i](own, all, batch)` is differentiated with respect to `own` only. Traceable; consumes its arguments.
 */
export interface HasPlayers<P extends Record<string, Tree>, B = undefined> {
  playerLosses: { [K in keyof P]: (own: P[K], others: P, batch: B) => np.Array };
}

/**
 * The objective on the unit sphere of Rⁿ, on the host in float64: for methods that take very many cheap steps with many
 * points at once. The points are unit vectors, one a row; a gradient may be that of any smooth continuation of the
 * objective around the sphere, of which only the part tangent to the sphere is defined. Borrows its argument.
 */
export interface HasSphereGradients {
  dimension: number;
  sphereGradients(points: Matrix): { values: Float64Array; gradients: Matrix };
}

/**
 * Samples whose losses depend on the parameters through one inner product each: ℓ_i(x_i · θ), with objective = the mean
 * of them over all samples. On the host in float64.
 */
export interface HasRidgeSamples {
  dimension: number;
  sampleCount: number;
  /** x_i, as a view: to be read only. */
  input(sample: number): Float64Array;
  /** ℓ_i(t) and ℓ_i′(t). */
  ridgeLoss(sample: number, t: number): { value: number; slope: number };
}

/**
 * A direction that the problem hides, as a unit vector: estimates are compared with it, and no method may step by it.
 * `informationExponent` is the order of the saddle at the equator, that is of the first derivative in which the
 * direction shows; where it is even the direction's sign does not.
 */
export interface HasPlanted {
  planted: Float64Array;
  informationExponent: number;
}

/**
 * The mean over the sphere of what points to the hidden direction, in closed form: a vector where the information
 * exponent is odd, a symmetric matrix where it is even, in any scale.
 */
export interface HasPartialTrace {
  dimension: number;
  partialTrace(): Float64Array | Matrix;
}

/**
 * What single hidden nodes climb while a network generalises: an energy of each node's incoming weights, without the
 * others. W is inputs × nodes, on the host; the gradient is shaped as W. Borrows its argument.
 */
export interface HasFeatureEnergy {
  inputs: number;
  featureEnergy(W: Matrix): { energies: Float64Array; gradient: Matrix };
}

/** Numbers about an answer that are not the objective (held-out accuracy …). Borrows the answer. */
export interface HasMetrics<Answer> {
  metrics(answer: Answer): Record<string, number> | Promise<Record<string, number>>;
}

/** What is known about the best value and where it lies, for test functions. */
export interface HasMinimum {
  minimum: { value: number; at?: number[][] };
}

/** A name for tables and charts. */
export interface HasName {
  name: string;
}

/** @throws {CapabilityError} naming method, problem and the first missing capability. */
export function requireCapabilities(method: string, problem: object, capabilities: readonly string[]): void {
  const offered = problem as Record<string, unknown>;
  const missing = capabilities.find((name) => offered[name] === undefined);
  if (missing === undefined) return;
  const problemName = typeof offered["name"] === "string" ? offered["name"] : "this problem";
  const has = Object.keys(offered).filter((key) => key !== "name");
  throw new CapabilityError(
    `${method} needs '${missing}', which ${problemName} does not offer (it offers ${has.join(", ") || "nothing"})`,
  );
}
