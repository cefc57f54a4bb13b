import { numpy as np } from "@jax-js/jax";
import { CapabilityError } from "../../core/errors.ts";
import type { Iteration } from "../../core/method.ts";
import { type HasPlanted, type HasRidgeSamples, requireCapabilities } from "../../core/problem.ts";
import { type Matrix, toRows, zeros } from "../../engine/linear-algebra/matrix.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import { startOnSphere } from "./sphere.ts";
import { type ChainsState, iterateChains } from "./sphere-chains.ts";

/** Samples that are seen one after the other. */
export type OnlineProblem = HasRidgeSamples & Partial<HasPlanted>;

/** A method that goes through the samples once. */
export type OnlineMethod = (problem: OnlineProblem) => Iteration<ChainsState, np.Array>;

/** What a sample's loss, or what stands for it, is at θ, and how steep in θ · x; `square` is ‖x‖². */
type Slope = (problem: OnlineProblem, sample: number, t: number, square: number) => { value: number; slope: number };

/**
 * One pass over the samples in their order, the same sample for every chain:  θ ← (θ + v)/‖θ + v‖, v = −(e/d) P ∇ℓ_i(θ).
 * Has finished after the last sample.
 */
export function onlinePass(
  owner: string,
  problem: OnlineProblem,
  settings: { learningRate: number; chains: number; start?: number[][] | undefined },
  slopeFor: (dimension: number) => Slope,
): Iteration<ChainsState, np.Array> {
  requireCapabilities(owner, problem, ["ridgeLoss", "input", "sampleCount", "dimension"]);
  const { dimension: d, sampleCount } = problem;
  if (!(Number.isInteger(d) && d >= 2)) {
    throw new CapabilityError(`${owner} needs a 'dimension' that is a whole number ≥ 2, got ${d}`);
  }
  const slopeOf = slopeFor(d);
  return iterateChains<np.Array>(
    {
      name: owner,
      start: (dimension, seed) => startOnSphere(owner, settings, dimension, seed),
      velocity: ({ gradients }) => scaledBy(gradients, -settings.learningRate / d),
      finished: ({ step }) => (step >= sampleCount ? `one pass through ${sampleCount} samples` : undefined),
    },
    {
      dimension: () => d,
      at(points, _, step) {
        // After the pass there is no sample that has not been seen.
        const sample = Math.min(step, sampleCount - 1);
        const x = problem.input(sample);
        const square = dot(x, x);
        const values = new Float64Array(points.rows);
        const gradients = zeros(points.rows, d);
        const into = toRows(gradients);
        for (const [m, theta] of toRows(points).entries()) {
          const { value, slope } = slopeOf(problem, sample, dot(theta, x), square);
          values[m] = value;
          const g = into[m]!;
          for (let i = 0; i < d; i++) g[i] = slope * x[i]!;
        }
        return { values, gradients, calls: { gradient: points.rows } };
      },
      toAnswer: (point) => np.array(point.slice(), { dtype: np.float64 }),
      dispose: () => {},
    },
    problem.planted,
  );
}

const scaledBy = (A: Matrix, factor: number): Matrix => ({ ...A, data: A.data.map((value) => factor * value) });
