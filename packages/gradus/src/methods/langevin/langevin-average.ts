import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { nonnegative, positive, readOptions, z } from "../../core/options.ts";
import { zeros } from "../../engine/linear-algebra/matrix.ts";
import type { Tree } from "../../engine/tree.ts";
import { draws, normalsOf } from "../derivative-free/particle-noise.ts";
import { averageFor, averageOptions } from "./iterate-average.ts";
import { chainOptions, startOnSphere } from "./sphere.ts";
import { type ChainsState, iterateChains } from "./sphere-chains.ts";
import { type SphereProblem, wholeGradients } from "./sphere-oracle.ts";

export const langevinAverageOptions = z.object({
  /** ε ≥ 0: strength of the signal, an inverse temperature; 0 is Brownian motion. Default d/4 [reconstructed]. */
  signal: nonnegative().optional(),
  /** h > 0: time of a step. Default 0.2/d [reconstructed]. */
  stepSize: positive().optional(),
  ...chainOptions(64),
  ...averageOptions,
  /** Standard normals in place of those that a seed gives: of step 0, 1, …, chain by chain. */
  draws: draws(),
});

export type LangevinAverageOptions = z.input<typeof langevinAverageOptions>;

/** Langevin dynamics with averaging: a method for objectives on the sphere. */
export type LangevinAverage = <P extends Tree = np.Array, B = undefined>(
  problem: SphereProblem<P, B>,
) => Iteration<ChainsState, P>;

/**
 * Langevin dynamics on the sphere, answered by an average: of the iterates, or of their outer products.
 *
 *     dθ = (−(d − 1)/2 θ − ε P ∇L(θ)) dt + P dW,   P = I − θ θᵀ
 *     v = P(−ε h ∇L(θ) + √h ξ),  ξ ~ N(0, I_d);   θ ← (θ + v)/‖θ + v‖
 *     m = mean of θ, M = mean of θ θᵀ over chains and steps after the burn-in
 *     answer: m/‖m‖, or the eigenvector of M's largest eigenvalue
 *
 * The discretisation is a tangent step and a normalisation, which gives the drift −(d − 1)/2 θ by itself; it and all
 * defaults are [reconstructed]. Theory (k the information exponent): n ≳ d^⌈k/2⌉ samples and time T ≳ d^k/ε² for odd k and
 * m, n ≳ d^{k/2} for even k and M. Choose ε so small that the chain stays at the equator (mean |θ · θ*| about √(2/(π d)))
 * and h d in 0.05 … 0.5; from ε = d/2 on, small instances leave the equator by themselves, which is plain optimisation.
 * Relaxation takes time 2/(d − 1). Chains are averaged together and worth as much as one that is as many times longer.
 *
 * A problem's gradients on the host are used where it has `sphereGradients`; else its loss is differentiated, with all
 * parameters as one vector of length 1, on the step's batch where it has batches. Reports: `lastOverlap` and `meanOverlap`
 * where the problem tells the hidden direction.
 *
 * Cost per step: a gradient a chain (and a loss, where that is differentiated). Memory: chains · d, and d, or d² for
 * outer products.
 * @throws {OptionError} if an option is unknown or outside its range, or `start` does not fit the dimension.
 * @throws {CapabilityError} if the problem has neither `sphereGradients` nor `loss` and `initial`, or fewer than two
 * parameters.
 * @source S. Wei, A. Damian, J. D. Lee, Improved high-dimensional estimation with Langevin dynamics and stochastic weight
 * averaging, 2026, arXiv 2603.06028, algorithm 1.
 * @example
 * const { answer } = await minimize(tensorPca({ order: 4, dimension: 16 }), langevinAverage(), { steps: 1500 });
 */
export function langevinAverage(options: LangevinAverageOptions = {}): LangevinAverage {
  const settings = readOptions("langevin-average", langevinAverageOptions, options);
  return named("langevin-average", <P extends Tree, B>(problem: SphereProblem<P, B>) => {
    const timeOf = (d: number) => settings.stepSize ?? 0.2 / d;
    return iterateChains<P>(
      {
        name: "langevin-average",
        start: (d, seed) => startOnSphere("langevin-average", settings, d, seed),
        average: (d) => averageFor(settings, problem, Math.ceil(10 / (timeOf(d) * d))),
        velocity({ theta, gradients, seed, step }) {
          const { rows, columns: d } = theta;
          const h = timeOf(d);
          const epsilon = settings.signal ?? d / 4;
          const xi = normalsOf(settings.draws, seed, step, 0, rows * d);
          const v = zeros(rows, d);
          const noise = Math.sqrt(h);
          for (let i = 0; i < v.data.length; i++) v.data[i] = noise * xi[i]! - epsilon * h * gradients.data[i]!;
          return v;
        },
      },
      wholeGradients<P, B>("langevin-average", problem),
      problem.planted,
    );
  });
}
