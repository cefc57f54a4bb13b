import type { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { type Iteration, named } from "../../core/method.ts";
import { count, positive, readOptions, z } from "../../core/options.ts";
import { scaled } from "../../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import { averageFor, averageOptions } from "./iterate-average.ts";
import { chainOptions, startOnSphere } from "./sphere.ts";
import { type ChainsState, iterateChains } from "./sphere-chains.ts";
import { type SampledSphereProblem, sampledGradients } from "./sphere-oracle.ts";

/** Which samples each chain takes at step 0, 1, …: as many of them a chain as the batch holds. */
export type ChosenSamples = (step: number) => ArrayLike<ArrayLike<number>>;

export const sphericalSgdAverageOptions = z.object({
  /** η > 0. Default 0.5/√d [reconstructed]. */
  learningRate: positive().optional(),
  /** Samples that a chain takes at a step, drawn with replacement. Default 1 (algorithm 2). */
  batchSize: count().default(1),
  ...chainOptions(64),
  ...averageOptions,
  /** The samples to take, in place of drawn ones: a list a chain. */
  samples: z.custom<ChosenSamples>((value) => typeof value === "function", "must be a function").optional(),
});

export type SphericalSgdAverageOptions = z.input<typeof sphericalSgdAverageOptions>;

/** Normalised mini-batch descent with averaging: a method for samples' losses on the sphere. */
export type SphericalSgdAverage = <P extends Tree = np.Array, B = undefined>(
  problem: SampledSphereProblem<P, B>,
) => Iteration<ChainsState, P>;

/**
 * Normalised mini-batch gradient descent on the sphere, answered by an average: its own noise in place of an added one.
 *
 *     i uniform among the samples;   v = −η P ∇ℓ_i(θ),  P = I − θ θᵀ;   θ ← (θ + v)/‖θ + v‖
 *     m = mean of θ, M = mean of θ θᵀ over chains and steps after the burn-in
 *     answer: m/‖m‖, or the eigenvector of M's largest eigenvalue
 *
 * A conjecture of the paper: for η ≪ d^{−1/2} it behaves as Langevin dynamics with ε = 1/(V η), a step being time V η²,
 * where V = E[y²] E[σ′²] (k for the Hermite link of degree k). With η → 0 it is gradient flow, which averaging does not
 * help; a large η drowns the signal and takes more steps. About 8 d³ steps times chains for k = 3, 2 d^k else; defaults are
 * [reconstructed], the burn-in is 200 steps.
 *
 * Single samples are taken where the problem has `ridgeLoss`; else the loss on a batch of the problem's stream, its own for
 * each chain and step. Reports: `lastOverlap` and `meanOverlap` where the problem tells the hidden direction. The
 * objective is that of samples not yet taken.
 *
 * Cost per step: a gradient of a batch a chain: 2 d operations a sample. Memory: chains · d, and d, or d² for outer
 * products.
 * @throws {OptionError} if an option is unknown or outside its range, or `start` or `samples` do not fit the problem.
 * @throws {CapabilityError} if the problem has neither `ridgeLoss` nor `loss`, `initial` and `batches`, or fewer than two
 * parameters.
 * @source S. Wei, A. Damian, J. D. Lee, Improved high-dimensional estimation with Langevin dynamics and stochastic weight
 * averaging, 2026, arXiv 2603.06028, algorithm 2.
 * @example
 * const { answer } = await minimize(singleIndex({ exponent: 3 }), sphericalSgdAverage(), { steps: 4000 });
 */
export function sphericalSgdAverage(options: SphericalSgdAverageOptions = {}): SphericalSgdAverage {
  const settings = readOptions("spherical-sgd-average", sphericalSgdAverageOptions, options);
  const { batchSize, samples, start } = settings;
  const chains = start?.length ?? settings.chains;

  function choice(seed: number, step: number, sampleCount: number): ArrayLike<number> {
    if (samples === undefined) {
      const draw = generator(seedFor(seed, "samples", step));
      return Array.from({ length: chains * batchSize }, () => draw.integer(sampleCount));
    }
    const given = Array.from(samples(step), (list) => Array.from(list)).flat();
    if (given.length !== chains * batchSize) {
      throw new OptionError(
        `spherical-sgd-average: samples must be ${chains} lists of ${batchSize}, got ${given.length} samples`,
      );
    }
    const wrong = given.find((sample) => !(Number.isInteger(sample) && sample >= 0 && sample < sampleCount));
    if (wrong !== undefined) {
      throw new OptionError(`spherical-sgd-average: samples must be in 0 … ${sampleCount - 1}, got ${wrong}`);
    }
    return given;
  }

  return named("spherical-sgd-average", <P extends Tree, B>(problem: SampledSphereProblem<P, B>) => {
    if (!("ridgeLoss" in problem) && (batchSize !== 1 || samples !== undefined)) {
      throw new OptionError(
        "spherical-sgd-average: batchSize and samples are for problems with ridgeLoss, others make their own batches",
      );
    }
    return iterateChains<P>(
      {
        name: "spherical-sgd-average",
        start: (d, seed) => startOnSphere("spherical-sgd-average", settings, d, seed),
        average: () => averageFor(settings, problem, 200),
        velocity({ gradients }) {
          const eta = settings.learningRate ?? 0.5 / Math.sqrt(gradients.columns);
          return { ...gradients, data: scaled(gradients.data, -eta) };
        },
      },
      sampledGradients<P, B>("spherical-sgd-average", problem, choice),
      problem.planted,
    );
  });
}
