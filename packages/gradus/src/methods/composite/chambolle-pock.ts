import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { flag, positive, readOptions, z } from "../../core/options.ts";
import { addScaled } from "../../engine/linear-algebra/vector.ts";
import { type CompositeState, iterateComposite, proxAbout, type SaddleProblem, sum } from "./composite-iteration.ts";

export const chambollePockOptions = z.object({
  /** σ₀ ‖K‖ > 0: the first dual step against 1/‖K‖. Default 1 (Chambolle and Pock 2011, section 6). */
  dualStep: positive().default(1),
  /** Let the primal step shrink and the dual one grow by μ of χ. Default true (Chambolle and Pock 2016, algorithm 4). */
  accelerate: flag().default(true),
});

export type ChambollePockOptions = z.input<typeof chambollePockOptions>;

/** y, x_{k−1}, τ, σ and θ. */
type ChambollePockMemory = { y: Float64Array; before: Float64Array; tau: number; sigma: number; theta: number };

/** The primal-dual method of Chambolle and Pock: a method for problems with f, h by its structure, and χ. */
export type ChambollePock = (problem: SaddleProblem) => Iteration<CompositeState<ChambollePockMemory>, np.Array>;

/**
 * The primal-dual method of Chambolle and Pock for f(x) + max_{y ∈ Y} ⟨K x, y⟩ − J(y) + χ(x), with f by its gradient (as
 * Condat and Vũ do).
 *
 *     y ← argmax_Y ⟨K (x_k + θ (x_k − x_{k−1})), y⟩ − J(y) − ‖y − y_k‖²/(2 σ)
 *     x ← argmin_u ⟨∇f(x_k) + Kᵀ y, u⟩ + χ(u) + ‖u − x_k‖²/(2 τ)
 *     θ ← 1/√(1 + μ τ),  τ ← θ τ,  σ ← σ/θ          with acceleration, else θ = 1
 *
 * σ₀ = dualStep/‖K‖ and 1/τ₀ = L + σ₀ ‖K‖², so that 1/τ − L ≥ σ ‖K‖² stays true. The accelerated one converges as 1/k² where
 * χ is strongly convex. Starts at the y ∈ Y that K x_0 = 0 would have [reconstructed].
 *
 * Cost per step: one gradient, one operator (a K and a Kᵀ), a proximal step and a maximiser. Memory: four vectors and two of
 * Y. It works in float64 on the host. Reports primalStep (τ) and dualStep (σ).
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem lacks `initial`, `smoothPart`, `simplePart` or `saddlePart`.
 * @source A. Chambolle, T. Pock, On the Ergodic Convergence Rates of a First-Order Primal-Dual Algorithm, 2016, algorithms 1
 * and 4.
 * @example
 * const { answer } = await minimize(tvDenoising(), chambollePock(), { steps: 300 });
 */
export function chambollePock(options: ChambollePockOptions = {}): ChambollePock {
  const name = "chambolle-pock";
  const { dualStep, accelerate } = readOptions(name, chambollePockOptions, options);
  return named(name, (problem) =>
    iterateComposite(
      {
        name,
        needs: ["saddlePart"],
        async start({ smoothPart, saddlePart: { apply, dual, normSquared } }, x0) {
          // Without K any dual step does.
          const sigma = dualStep / (Math.sqrt(normSquared) || 1);
          const tau = 1 / (smoothPart.smoothness + sigma * (normSquared || 1));
          const y = dual.maximiser(new Float64Array(apply(x0).length), 1);
          return { memory: { y, before: x0, tau, sigma, theta: 1 }, calls: { operator: 1 } };
        },
        async step({ smoothPart, simplePart, saddlePart }, { x, memory: { y: last, before, tau, sigma, theta } }) {
          const { apply, applyTransposed, dual } = saddlePart;
          const ahead = addScaled(x, theta, addScaled(x, -1, before));
          // argmax ⟨v, y⟩ − J(y) − ‖y − y_k‖²/(2σ) is the smoothed maximiser at v + y_k/σ for η = 1/σ.
          const y = dual.maximiser(addScaled(apply(ahead), 1 / sigma, last), 1 / sigma);
          const slope = sum(await smoothPart.gradient(x), applyTransposed(y));
          const next = proxAbout(simplePart, slope, [1 / tau, x]);
          const shrink = accelerate ? 1 / Math.sqrt(1 + simplePart.strongConvexity * tau) : 1;
          const memory = { y, before: x, tau: tau * shrink, sigma: sigma / shrink, theta: shrink };
          return { x: next, output: next, memory, calls: { gradient: 1, operator: 1 } };
        },
        reports: (_, { memory }) => ({ primalStep: memory.tau, dualStep: memory.sigma }),
      },
      problem,
    ),
  );
}
