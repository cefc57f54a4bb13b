import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { readOptions, z } from "../../core/options.ts";
import { type CompositeState, iterateComposite, requireStrongConvexity } from "./composite-iteration.ts";
import { type MomentumMemory, momentumStep } from "./momentum-step.ts";
import { accuracyOptions, type SmoothableProblem, smoothedPart } from "./smoothed-part.ts";

export const smoothedApgOptions = z.object(accuracyOptions);

export type SmoothedApgOptions = z.input<typeof smoothedApgOptions>;

/** Smoothed accelerated proximal gradient: a method for problems with f and strongly convex χ, and h by its structure. */
export type SmoothedApg = (problem: SmoothableProblem) => Iteration<CompositeState<MomentumMemory>, np.Array>;

/**
 * Accelerated proximal gradient with constant momentum on f + h_η, for χ that is μ-strongly convex.
 *
 *     L̃ = L + ‖K‖²/η,  η = ε/(2 Ω),  q = μ/(L̃ + μ),  y = x_k + ((1 − √q)/(1 + √q))(x_k − x_{k−1})
 *     x_{k+1} = argmin_u ⟨∇f(y) + Kᵀ y_η(y), u⟩ + χ(u) + (L̃/2)‖u − y‖²
 *
 * The gap of Ψ_η, which is within ε/2 of Ψ, falls by about 1 − √q a step: gradients of f are asked for as often as K.
 * Without h it is the accelerated proximal gradient method.
 *
 * Cost per step: one gradient, one proximal step, and one operator (a K and a Kᵀ) where there is an h. Memory: four
 * vectors. It works in float64 on the host.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or μ is not positive.
 * @throws {CapabilityError} if the problem lacks `initial`, `smoothPart` or `simplePart`, or has h by subgradients only.
 * @source Y. Nesterov, Lectures on Convex Optimization, 2018, method (2.2.22) in proximal form; smoothing Y. Nesterov, 2005.
 * @example
 * const { answer } = await minimize(tvDeblurring(), smoothedApg({ accuracy: 1e-2 }), { steps: 1000 });
 */
export function smoothedApg(options: SmoothedApgOptions = {}): SmoothedApg {
  const name = "smoothed-apg";
  const { accuracy } = readOptions(name, smoothedApgOptions, options);
  return named(name, (problem) =>
    iterateComposite(
      {
        name,
        needs: [],
        async start(problem, x0) {
          requireStrongConvexity(name, problem);
          smoothedPart(name, problem, accuracy);
          return { memory: { before: x0, t: 1 }, calls: {} };
        },
        async step(problem, state) {
          const mu = problem.simplePart.strongConvexity;
          const root = Math.sqrt(mu / (smoothedPart(name, problem, accuracy).smoothness + mu));
          const momentum = (1 - root) / (1 + root);
          const { next, calls } = await momentumStep(name, problem, state, { accuracy, momentum });
          return { x: next, output: next, memory: { before: state.x, t: 1 }, calls };
        },
      },
      problem,
    ),
  );
}
