import { numpy as np } from "@jax-js/jax";
import { CapabilityError } from "../../core/errors.ts";
import {
  type HasBatches,
  type HasInitial,
  type HasLoss,
  type HasPlanted,
  type HasRidgeSamples,
  type HasSphereGradients,
  requireCapabilities,
} from "../../core/problem.ts";
import { type Matrix, toRows, zeros } from "../../engine/linear-algebra/matrix.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import { evaluationOf } from "../derivative-free/evaluation.ts";

/** A loss of parameters, which are taken as one vector on the unit sphere. */
export type SphereLossProblem<P extends Tree, B> = HasInitial<P> &
  HasLoss<P, B> &
  Partial<HasBatches<B>> &
  Partial<HasPlanted>;

/** What moves on the sphere by gradients of the whole objective. */
export type SphereProblem<P extends Tree = np.Array, B = undefined> =
  | (HasSphereGradients & Partial<HasPlanted>)
  | SphereLossProblem<P, B>;

/** What moves on the sphere by gradients of single samples, or of batches. */
export type SampledSphereProblem<P extends Tree = np.Array, B = undefined> =
  | (HasRidgeSamples & Partial<HasPlanted>)
  | (SphereLossProblem<P, B> & HasBatches<B>);

/** Values and gradients at points, one a row, and how many calls that was. */
type Slopes = { values: Float64Array; gradients: Matrix; calls: { gradient: number; loss?: number } };

/** Which samples the chains take at a step: `size` of them a chain, chain by chain. */
export type SampleChoice = (seed: number, step: number, sampleCount: number) => ArrayLike<number>;

/** A problem as points on the sphere see it. */
export type SphereOracle<P> = {
  dimension(): number;
  at(points: Matrix, seed: number, step: number): Slopes | Promise<Slopes>;
  /** A point in the shape of the problem's parameters; the caller owns it. */
  toAnswer(point: Float64Array): P;
  dispose(): void;
};

const asArray = (point: Float64Array) => np.array(point.slice(), { dtype: np.float64 });

/** @throws {CapabilityError} if there is no tangent direction to go in. */
function checked(owner: string, dimension: number): number {
  if (Number.isInteger(dimension) && dimension >= 2) return dimension;
  throw new CapabilityError(`${owner} needs a 'dimension' that is a whole number ≥ 2, got ${dimension}`);
}

/**
 * Gradients of the whole objective, or of the step's batch: on the host where the problem offers them, else of its loss,
 * mapped over the points and compiled.
 *
 * @throws {CapabilityError} if the problem offers neither `sphereGradients` nor `loss` and `initial`.
 */
export function wholeGradients<P extends Tree, B>(owner: string, problem: SphereProblem<P, B>): SphereOracle<P> {
  if ("sphereGradients" in problem) {
    requireCapabilities(owner, problem, ["dimension"]);
    return {
      dimension: () => checked(owner, problem.dimension),
      at: (points) => ({ ...problem.sphereGradients(points), calls: { gradient: points.rows } }),
      toAnswer: (point) => asArray(point) as unknown as P,
      dispose: () => {},
    };
  }
  requireCapabilities(owner, problem, ["loss", "initial"]);
  // The loss alone: a black box's own `evaluate` has no gradients.
  const evaluation = evaluationOf<P, B>(owner, {
    initial: (key) => problem.initial(key),
    loss: (params, batch) => problem.loss(params, batch),
    ...(problem.batches && { batches: (seed) => problem.batches!(seed) }),
  });
  return {
    dimension: () => checked(owner, evaluation.space().dimension),
    async at(points, seed, step) {
      const { values } = await evaluation.values(points, seed, step);
      const gradients = await evaluation.gradients(points, seed, step);
      return { values, gradients, calls: { gradient: points.rows, loss: points.rows } };
    },
    toAnswer: (point) => evaluation.toAnswer(point),
    dispose: () => evaluation.dispose(),
  };
}

/**
 * Gradients of the samples that each chain has drawn; of batch number step · chains + chain of the problem's stream where
 * it has no single samples.
 *
 * @throws {CapabilityError} if the problem offers neither `ridgeLoss` nor `loss`, `initial` and `batches`.
 */
export function sampledGradients<P extends Tree, B>(
  owner: string,
  problem: SampledSphereProblem<P, B>,
  choice: SampleChoice,
): SphereOracle<P> {
  if ("ridgeLoss" in problem) {
    requireCapabilities(owner, problem, ["dimension", "sampleCount", "input"]);
    const { sampleCount } = problem;
    return {
      dimension: () => checked(owner, problem.dimension),
      at(points, seed, step) {
        const chosen = choice(seed, step, sampleCount);
        const size = chosen.length / points.rows;
        const values = new Float64Array(points.rows);
        const d = points.columns;
        const gradients = zeros(points.rows, d);
        for (let m = 0; m < points.rows; m++) {
          const theta = points.data.subarray(m * d, (m + 1) * d);
          for (let b = 0; b < size; b++) {
            const sample = chosen[m * size + b]!;
            const x = problem.input(sample);
            const { value, slope } = problem.ridgeLoss(sample, dot(theta, x));
            values[m]! += value / size;
            for (let i = 0; i < d; i++) gradients.data[m * d + i]! += (slope / size) * x[i]!;
          }
        }
        return { values, gradients, calls: { gradient: points.rows } };
      },
      toAnswer: (point) => asArray(point) as unknown as P,
      dispose: () => {},
    };
  }
  requireCapabilities(owner, problem, ["loss", "initial", "batches"]);
  const whole = wholeGradients<P, B>(owner, problem);
  return {
    ...whole,
    async at(points, seed, step) {
      const values = new Float64Array(points.rows);
      const gradients = zeros(points.rows, points.columns);
      const into = toRows(gradients);
      for (const [m, theta] of toRows(points).entries()) {
        const one = { rows: 1, columns: points.columns, data: theta.slice() };
        const slopes = await whole.at(one, seed, step * points.rows + m);
        values[m] = slopes.values[0]!;
        into[m]!.set(slopes.gradients.data);
      }
      return { values, gradients, calls: { gradient: points.rows, loss: points.rows } };
    },
  };
}
