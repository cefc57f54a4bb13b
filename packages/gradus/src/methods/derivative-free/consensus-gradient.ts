import { lax, numpy as np, random, vmap } from "@jax-js/jax";
import { GradusError } from "../../core/errors.ts";
import { count, positive, readOptions, z as schema, type z } from "../../core/options.ts";
import {
  type HasBatches,
  type HasEvaluate,
  type HasInitial,
  type HasLoss,
  type HasName,
  requireCapabilities,
} from "../../core/problem.ts";
import { toRows } from "../../engine/linear-algebra/matrix.ts";
import { generator, seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import { around } from "./consensus-hopping.ts";
import { gibbsWeights } from "./gibbs.ts";

const consensusGradientOptions = schema.object({
  /** α > 0, inverse temperature. Default 1: keep α s ‖∇E‖ below about 2. */
  alpha: positive().default(1),
  /** s > 0, deviation of the samples. Default 0.1. */
  s: positive().default(0.1),
  /** N ≥ 1 samples. Default 200 (the paper's figures). */
  particles: count().default(200),
});

export type ConsensusGradientOptions = z.input<typeof consensusGradientOptions>;

/** The samples of an estimate, and the batch of the problem, as a list that is empty where there are none. */
export type SampledBatch<B> = { xi: np.Array; data: B[] };

/** A problem whose gradient is estimated. */
export type EstimatedProblem<P extends Tree, B> = HasName &
  HasInitial<P> &
  HasLoss<P, SampledBatch<B>> &
  HasBatches<SampledBatch<B>>;

export type ConsensusGradient = {
  /** τ = α s². */
  tau: number;
  /** The estimate at x from a black box's values. */
  estimate(problem: Pick<HasEvaluate, "evaluate">, x: Float64Array, seed: number): Promise<Float64Array>;
  /** The same loss with the estimate for its gradient, with fresh samples in each step: for any first-order method. */
  of<P extends Tree, B = undefined>(
    problem: HasInitial<P> & HasLoss<P, B> & Partial<HasBatches<B> & HasName>,
  ): EstimatedProblem<P, B>;
};

/**
 * A gradient estimate from a consensus hop, which feeds any first-order optimizer.
 *
 *     ĝ(x) = (x − Σ_i w_i x_i)/τ,   x_i = x + s ξ_i,  w_i ∝ exp(−α E(x_i)),  τ = α s²
 *
 * On average it is the gradient at the proximal point, ∇E(prox_{τE}(x)), as long as α s ‖∇E‖ is at most about 2; its error
 * falls like N^{−1/2}. Beyond that its direction stays good, but it is too short: at most about √(2 log N)/(α s).
 *
 * Cost of an estimate: N evaluations (and one more in `of`, for the objective); memory: N d numbers.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source K. Riedl, T. Klock, C. Geldhauser, M. Fornasier, 2023, arXiv 2306.09778: consensus hopping as a stochastic
 * relaxation of gradient descent; the estimate as a transformation: [reconstructed].
 * @example
 * const estimated = consensusGradient({ alpha: 1, s: 0.05 }).of(rosenbrock());
 * const { answer } = await minimize(estimated, adam({ learningRate: 0.01 }), { steps: 500 });
 */
export function consensusGradient(options: ConsensusGradientOptions = {}): ConsensusGradient {
  const { alpha, s, particles: N } = readOptions("consensusGradient", consensusGradientOptions, options);
  const tau = alpha * s * s;

  return {
    tau,
    async estimate(problem, x, seed) {
      const xi = generator(seedFor(seed, "estimate")).normals(N * x.length);
      const values = await problem.evaluate(toRows(around(x, s, xi, N)).map((row) => row.slice()));
      if (!Array.from(values).some(Number.isFinite)) {
        throw new GradusError(`consensusGradient: none of ${N} values around the point is finite`);
      }
      const weights = gibbsWeights(values, alpha);
      const gradient = new Float64Array(x.length);
      // x itself cancels: (x − Σ w x_i)/τ = −Σ w ξ_i/(α s).
      for (const [i, weight] of weights.entries()) {
        for (let j = 0; j < x.length; j++) gradient[j]! -= (weight * xi[i * x.length + j]!) / (alpha * s);
      }
      return gradient;
    },
    of<P extends Tree, B = undefined>(problem: HasInitial<P> & HasLoss<P, B> & Partial<HasBatches<B> & HasName>) {
      requireCapabilities("consensusGradient", problem, ["initial", "loss"]);
      const shape = problem.initial(random.key(0));
      const [d, dtype] = [tree.size(shape), tree.dtypeOf(shape)];
      tree.dispose(shape);
      return {
        name: `${problem.name ?? "problem"} by consensus gradients`,
        initial: (key: np.Array) => problem.initial(key),
        batches(seed: number) {
          const stream = problem.batches?.(seed);
          return (index: number) => {
            const xi = random.normal(random.key(seedFor(seed, "estimate", index)), [N, d]).astype(dtype);
            return { xi, data: stream ? [stream(index)] : [] };
          };
        },
        loss(params: P, { xi, data }: SampledBatch<B>) {
          const moving = tree.toVector(tree.ref(params));
          const x = lax.stopGradient(moving.ref);
          const lossAt = (y: np.Array, given: B[]) => problem.loss(tree.fromVector(y, params), given[0] as B);
          const mapped = vmap(lossAt as never, [0, null] as never) as unknown as typeof lossAt;
          const energies = mapped(x.ref.add(xi.ref.mul(s)), tree.ref(data as never));
          const value = lossAt(x.ref, data);
          tree.dispose(params);
          const estimate = meanDirection(lax.stopGradient(energies), xi, alpha).mul(-1 / (alpha * s));
          return lax.stopGradient(value).add(np.dot(lax.stopGradient(estimate), moving.sub(x)));
        },
      };
    },
  };
}

/** Σ w_i ξ_i with Gibbs weights; an energy that is not finite has weight 0. Consumes its arrays. */
function meanDirection(energies: np.Array, xi: np.Array, alpha: number): np.Array {
  const isKnown = np.isfinite(energies.ref);
  // Infinity less infinity would be NaN.
  const safe = np.where(isKnown.ref, energies, 1e30);
  const lowest = safe.ref.min();
  const weights = np.where(isKnown, np.exp(safe.sub(lowest).mul(-alpha)), 0);
  const total = weights.ref.sum();
  return np.dot(weights, xi).div(total);
}
