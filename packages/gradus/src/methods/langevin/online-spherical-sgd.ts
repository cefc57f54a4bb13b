import { named } from "../../core/method.ts";
import { positive, readOptions, z } from "../../core/options.ts";
import { type OnlineMethod, onlinePass } from "./online-pass.ts";
import { chainOptions } from "./sphere.ts";

export const onlineSphericalSgdOptions = z.object({
  /** e > 0: the step is e/d. Default 0.03 (of a grid from 0.003 to 0.3 [reconstructed]). */
  learningRate: positive().default(0.03),
  ...chainOptions(1),
});

export type OnlineSphericalSgdOptions = z.input<typeof onlineSphericalSgdOptions>;

/**
 * Online gradient descent on the sphere: one pass, each sample once, answered by the last iterate.
 *
 *     v = −(e/d) P ∇ℓ_t(θ),  P = I − θ θᵀ;   θ ← (θ + v)/‖θ + v‖,   t = 0, 1, …, n − 1
 *
 * From a random start it needs n ≳ d^{max(1, k−1)} samples (k ≥ 3 the information exponent); from a start whose overlap
 * is of order d^{−1/4} (`start`: the estimate of an average) it goes on to full recovery, the paper's corollary 1. Has
 * finished when the samples are over. The answer is the first chain's.
 *
 * Cost per step: a gradient of one sample a chain, 2 d operations. Memory: d a chain.
 * @throws {OptionError} if an option is unknown or outside its range, or `start` does not fit the dimension.
 * @throws {CapabilityError} if the problem has no `ridgeLoss`, or fewer than two parameters.
 * @source G. Ben Arous, R. Gheissari, A. Jagannath, Online stochastic gradient descent on non-convex losses from
 * high-dimensional inference, 2021, arXiv 2003.10409, section 1.
 * @example
 * const problem = singleIndex({ exponent: 2 });
 * const { answer } = await minimize(problem, onlineSphericalSgd(), { steps: problem.sampleCount });
 */
export function onlineSphericalSgd(options: OnlineSphericalSgdOptions = {}): OnlineMethod {
  const settings = readOptions("online-spherical-sgd", onlineSphericalSgdOptions, options);
  return named("online-spherical-sgd", (problem) =>
    onlinePass("online-spherical-sgd", problem, settings, () => (of, sample, t) => of.ridgeLoss(sample, t)),
  );
}
