import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { readOptions, z } from "../../core/options.ts";
import { type CompositeState, iterateComposite } from "./composite-iteration.ts";
import { type MomentumMemory, momentumStep, nextT } from "./momentum-step.ts";
import { accuracyOptions, type SmoothableProblem, smoothedPart } from "./smoothed-part.ts";

export const fistaOptions = z.object(accuracyOptions);

export type FistaOptions = z.input<typeof fistaOptions>;

/** FISTA: a method for problems with f and χ, and h by its structure if at all. */
export type Fista = (problem: SmoothableProblem) => Iteration<CompositeState<MomentumMemory>, np.Array>;

/**
 * FISTA: proximal gradient descent with Nesterov's momentum, on f or, where there is an h, on f + h_η.
 *
 *     t_{k+1} = (1 + √(1 + 4 t_k²))/2,  t_1 = 1,  y = x_k + ((t_k − 1)/t_{k+1})(x_k − x_{k−1})
 *     x_{k+1} = argmin_u ⟨∇f(y), u⟩ + χ(u) + (L/2)‖u − y‖²
 *
 * The gap is at most 2 L ‖x_0 − x*‖²/(k + 1)²; single steps may rise. With h, L is L + ‖K‖²/η, η = ε/(2 Ω), and this holds
 * of Ψ_η, which is within ε/2 of Ψ.
 *
 * Cost per step: one gradient, one proximal step, and one operator (a K and a Kᵀ) where there is an h. Memory: four
 * vectors. It works in float64 on the host.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem lacks `initial`, `smoothPart` or `simplePart`, or has h by subgradients only.
 * @source A. Beck, M. Teboulle, A Fast Iterative Shrinkage-Thresholding Algorithm for Linear Inverse Problems, 2009, FISTA
 * with constant step size; smoothing Y. Nesterov, 2005.
 * @example
 * const { answer } = await minimize(tvDeblurring(), fista(), { steps: 1000 });
 */
export function fista(options: FistaOptions = {}): Fista {
  const name = "fista";
  const { accuracy } = readOptions(name, fistaOptions, options);
  return named(name, (problem) =>
    iterateComposite(
      {
        name,
        needs: [],
        async start(problem, x0) {
          smoothedPart(name, problem, accuracy);
          return { memory: { before: x0, t: 1 }, calls: {} };
        },
        async step(problem, state) {
          const { x, memory } = state;
          // At the first step x = x_{k−1}, so that any momentum does.
          const t = nextT(memory.t);
          const { next, calls } = await momentumStep(name, problem, state, { accuracy, momentum: (memory.t - 1) / t });
          return { x: next, output: next, memory: { before: x, t }, calls };
        },
      },
      problem,
    ),
  );
}
