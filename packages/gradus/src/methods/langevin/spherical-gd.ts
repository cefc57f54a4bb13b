import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { positive, readOptions, z } from "../../core/options.ts";
import type { Tree } from "../../engine/tree.ts";
import { chainOptions, startOnSphere } from "./sphere.ts";
import { type ChainsState, iterateChains } from "./sphere-chains.ts";
import { type SphereProblem, wholeGradients } from "./sphere-oracle.ts";

export const sphericalGdOptions = z.object({
  /** η > 0. Default 0.1 [reconstructed]. */
  learningRate: positive().default(0.1),
  ...chainOptions(1),
});

export type SphericalGdOptions = z.input<typeof sphericalGdOptions>;

/** Gradient descent on the sphere: a method for objectives there. */
export type SphericalGd = <P extends Tree = np.Array, B = undefined>(
  problem: SphereProblem<P, B>,
) => Iteration<ChainsState, P>;

/**
 * Gradient descent on the sphere: a tangent step, then normalisation.
 *
 *     v = −η P ∇L(θ),  P = I − θ θᵀ;   θ ← (θ + v)/‖θ + v‖
 *
 * On a tensor's form it is gradient ascent, and the tensor's power iteration as η → ∞: from a random start it finds a
 * hidden direction only where the noise is far smaller than an average over the equator needs it. The answer is the first
 * chain's. Where the problem has batches, a step uses one, the same for every chain.
 *
 * Cost per step: a gradient a chain (and a loss, where that is differentiated). Memory: d a chain.
 * @throws {OptionError} if an option is unknown or outside its range, or `start` does not fit the dimension.
 * @throws {CapabilityError} if the problem has neither `sphereGradients` nor `loss` and `initial`, or fewer than two
 * parameters.
 * @source P.-A. Absil, R. Mahony, R. Sepulchre, Optimization Algorithms on Matrix Manifolds, 2008, algorithm 1; on tensors
 * E. Richard, A. Montanari, 2014, arXiv 1411.1076.
 * @example
 * const { answer } = await minimize(tensorPca(), sphericalGd({ learningRate: 0.1 }), { steps: 200 });
 */
export function sphericalGd(options: SphericalGdOptions = {}): SphericalGd {
  const settings = readOptions("spherical-gd", sphericalGdOptions, options);
  return named("spherical-gd", <P extends Tree, B>(problem: SphereProblem<P, B>) =>
    iterateChains<P>(
      {
        name: "spherical-gd",
        start: (d, seed) => startOnSphere("spherical-gd", settings, d, seed),
        velocity: ({ gradients }) => ({
          ...gradients,
          data: gradients.data.map((slope) => -settings.learningRate * slope),
        }),
      },
      wholeGradients<P, B>("spherical-gd", problem),
      problem.planted,
    ),
  );
}
