import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { readOptions, z } from "../../core/options.ts";
import { type CompositeState, iterateComposite, proxAbout } from "./composite-iteration.ts";
import { accuracyOptions, type SmoothableProblem, smoothedPart } from "./smoothed-part.ts";

export const proximalGradientOptions = z.object(accuracyOptions);

export type ProximalGradientOptions = z.input<typeof proximalGradientOptions>;

/** Proximal gradient descent: a method for problems with f and χ, and h by its structure if at all. */
export type ProximalGradient = (
  problem: SmoothableProblem,
) => Iteration<CompositeState<Record<string, never>>, np.Array>;

/**
 * Proximal gradient descent (forward-backward splitting, ISTA), on f or, where there is an h, on f + h_η.
 *
 *     x ← argmin_u ⟨∇f(x), u⟩ + χ(u) + (L/2)‖u − x‖²
 *
 * Ψ never rises; the gap falls as L ‖x_0 − x*‖²/(2 k), and by 1/(1 + μ/L) a step where χ is μ-strongly convex. With h, L is
 * L + ‖K‖²/η, η = ε/(2 Ω), and all this holds of Ψ_η, which is within ε/2 of Ψ.
 *
 * Cost per step: one gradient, one proximal step, and one operator (a K and a Kᵀ) where there is an h. Memory: three
 * vectors. It works in float64 on the host.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or L + μ = 0.
 * @throws {CapabilityError} if the problem lacks `initial`, `smoothPart` or `simplePart`, or has h by subgradients only.
 * @source A. Beck, M. Teboulle, A Fast Iterative Shrinkage-Thresholding Algorithm for Linear Inverse Problems, 2009, ISTA with
 * constant step size.
 * @example
 * const { answer } = await minimize(tvDeblurring(), proximalGradient(), { steps: 1000 });
 */
export function proximalGradient(options: ProximalGradientOptions = {}): ProximalGradient {
  const name = "proximal-gradient";
  const { accuracy } = readOptions(name, proximalGradientOptions, options);
  return named(name, (problem) => {
    return iterateComposite(
      {
        name,
        needs: [],
        async start(problem) {
          smoothedPart(name, problem, accuracy);
          return { memory: {}, calls: {} };
        },
        async step(problem, { x, memory }) {
          const { gradient, smoothness, calls } = smoothedPart(name, problem, accuracy);
          const next = proxAbout(problem.simplePart, await gradient(x), [smoothness, x]);
          return { x: next, output: next, memory, calls };
        },
      },
      problem,
    );
  });
}
