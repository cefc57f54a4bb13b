import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { flag, readOptions, z } from "../../core/options.ts";
import {
  type CompositeState,
  iterateComposite,
  mixed,
  proxAbout,
  requireStrongConvexity,
  type SubgradientProblem,
  sum,
} from "./composite-iteration.ts";
import { isStochastic, subgradients } from "./subgradient-source.ts";

export const proxSgdOptions = z.object({
  /** Ask for estimates of subgradients instead of subgradients. Default: whether the problem offers them. */
  stochastic: flag().optional(),
});

export type ProxSgdOptions = z.input<typeof proxSgdOptions>;

/** The proximal stochastic subgradient method: a method for problems with f, h by subgradients, and χ. */
export type ProxSgd = (problem: SubgradientProblem) => Iteration<CompositeState<Record<string, never>>, np.Array>;

/**
 * The proximal stochastic subgradient method with averaging: a gradient of f for each subgradient of h.
 *
 *     τ_k = 2/(μ(k + 1) + 2 L)
 *     x ← argmin_u ⟨∇f(x) + H(x), u⟩ + χ(u) + ‖u − x‖²/(2 τ_k),  x̄ ← (1 − 2/(k + 1)) x̄ + 2/(k + 1) x
 *
 * The gap of x̄ falls as 1/k. χ must be μ-strongly convex.
 *
 * Cost per step: one gradient, one subgradient, one proximal step. Memory: four vectors. It works in float64 on the host.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or μ is not positive.
 * @throws {CapabilityError} if the problem lacks `initial`, `smoothPart`, `simplePart` or `nonsmoothPart`.
 * @source S. Lacoste-Julien, M. Schmidt, F. Bach, A Simpler Approach to Obtaining an O(1/t) Convergence Rate for the Projected
 * Stochastic Subgradient Method, 2012, arXiv 1212.2002; step sizes with L [reconstructed].
 * @example
 * const { answer } = await minimize(absoluteQuadratic(), proxSgd(), { steps: 5000 });
 */
export function proxSgd(options: ProxSgdOptions = {}): ProxSgd {
  const name = "prox-sgd";
  const settings = readOptions(name, proxSgdOptions, options);
  return named(name, (problem) =>
    iterateComposite(
      {
        name,
        needs: ["nonsmoothPart"],
        async start(problem) {
          requireStrongConvexity(name, problem);
          isStochastic(name, problem, settings);
          return { memory: {}, calls: { gradient: 0, subgradient: 0 } };
        },
        async step(problem, { seed, step, x, output, memory }) {
          const { smoothPart, simplePart } = problem;
          const k = step + 1;
          const weight = (simplePart.strongConvexity * (k + 1)) / 2 + smoothPart.smoothness;
          const H = subgradients(problem, isStochastic(name, problem, settings), { seed, step });
          const next = proxAbout(simplePart, sum(await smoothPart.gradient(x), H(x)), [weight, x]);
          const calls = { gradient: 1, subgradient: 1 };
          return { x: next, output: mixed(output, 2 / (k + 1), next), memory, calls };
        },
      },
      problem,
    ),
  );
}
