import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { flag, positive, readOptions, z } from "../../core/options.ts";
import {
  type CompositeState,
  iterateComposite,
  mixed,
  requireStrongConvexity,
  type SaddleProblem,
} from "./composite-iteration.ts";
import { dualGapOptions, gapByDual } from "./initial-gap.ts";
import { slideByOperator, slideOptions, tooLong } from "./slide.ts";
import { acceleratedSlidingWeight, wholeSteps } from "./sliding-weights.ts";

export const rfAsgsOptions = z.object({
  /** η₁ > 0: smoothing of the first step. Default: Δ₀/Ω [reconstructed]. */
  smoothing: positive().optional(),
  /** Keep η = η₁; to reach ε take η₁ = ε/(2 Ω). Default false: η_k = η₁ (1 − γ/2)^(k − 1) [reconstructed]. */
  fixedSmoothing: flag().default(false),
  /** β/(L γ) > 0. Default 1 [reconstructed]; the proof needs at least that. */
  centreWeight: positive().default(1),
  ...dualGapOptions,
  ...slideOptions,
});

export type RfAsgsOptions = z.input<typeof rfAsgsOptions>;

/** η₁ and γ. */
export type RfAsgsMemory = { eta1: number; gamma: number };

/** Restart-free accelerated gradient sliding: a method for problems with f, h by its structure, and χ. */
export type RfAsgs = (problem: SaddleProblem) => Iteration<CompositeState<RfAsgsMemory>, np.Array>;

/** Shares of |K x| below which the smoothed maximiser is a mere sign. */
const leastSmoothing = 1e-12;

/**
 * Restart-free accelerated gradient sliding (RF-ASGS) for h(x) = max_{y ∈ Y} ⟨K x, y⟩ − J(y): one gradient of f, then a
 * loop of steps with K and Kᵀ on h smoothed by a little less each time.
 *
 *     L γ² + μ γ = 0.4 μ,  β = L γ,  η_k = η₁ (1 − γ/2)^(k − 1),  M_k = ‖K‖²/η_k
 *     T_k the least T ≥ 1 with T(T + 3)(β + μ) ≥ 4 γ M_k,  s_k = (β + μ) T_k (T_k + 3)/2
 *     G = ∇f((1 − γ) x̄ + γ x),  u = ũ = x
 *     T_k times:  w = (1 − γ) x̄ + γ[(1 − a_t) ũ + a_t u],  y = argmax_Y ⟨K w, y⟩ − J(y) − (η_k/2)‖y‖²
 *                 u ← argmin_u ⟨G + Kᵀ y, u⟩ + χ(u) + (β/2)‖u − x‖² + (c_t/2)‖u − u_t‖²
 *                 ũ ← (1 − a_t) ũ + a_t u,  a_t = 2(t + 1)/(t(t + 3)),  c_t = (β + μ) t/2 + s_k/(t + 1)
 *     x ← u,  x̄ ← (1 − γ) x̄ + γ ũ
 *
 * χ must be μ-strongly convex, μ > 0. Ψ(x̄_N) − min Ψ ≤ (1 − γ)^N E₀ + 2 η_N Ω with E₀ ≤ 2 Δ₀ and Ω = max_Y ‖y‖²/2: to ε
 * O(√(L/μ) log 1/ε) gradients and O(‖K‖ √(Ω/(μ ε))) operators. With fixed smoothing it converges linearly to ε = 2 η Ω and
 * asks K once more for each log 1/ε. Constants, and K being exact, are derived anew from the paper's rates [reconstructed].
 *
 * Cost per step: one gradient, T_k operators (a K and a Kᵀ each), maximisers and proximal steps. Memory: seven vectors and
 * two of Y. It works in float64 on the host. The default of η₁ asks for one gradient and one operator more, unless Δ₀ is
 * given. Reports smoothing (η) and innerSteps (T) of the last step. Finishes before an inner loop longer than allowed, and
 * where η_k falls below 10⁻¹² of the largest entry of K x̄.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or μ or L is not as needed.
 * @throws {CapabilityError} if the problem lacks `initial`, `smoothPart`, `simplePart` or `saddlePart`.
 * @source X. Wu, Z. Xu, H. Zhang, 2026, arXiv 2602.04161; inner loop G. Lan, Y. Ouyang, Accelerated Gradient Sliding for
 * Structured Convex Optimization, 2016, arXiv 1609.04905.
 * @example
 * const { answer } = await minimize(tvDeblurring(), rfAsgs(), { steps: 100 });
 */
export function rfAsgs(options: RfAsgsOptions = {}): RfAsgs {
  const name = "rf-asgs";
  const settings = readOptions(name, rfAsgsOptions, options);
  const etaOf = ({ eta1, gamma }: RfAsgsMemory, k: number) =>
    settings.fixedSmoothing ? eta1 : eta1 * (1 - gamma / 2) ** (k - 1);
  const weightsOf = ({ smoothPart, simplePart }: SaddleProblem, { gamma }: RfAsgsMemory) => {
    const beta = settings.centreWeight * smoothPart.smoothness * gamma;
    return { beta, growth: beta + simplePart.strongConvexity };
  };
  const lengthOf = (problem: SaddleProblem, memory: RfAsgsMemory, k: number) => {
    const M = problem.saddlePart.normSquared / etaOf(memory, k);
    return wholeSteps((Math.sqrt(9 + (16 * memory.gamma * M) / weightsOf(problem, memory).growth) - 3) / 2);
  };
  return named(name, (problem) =>
    iterateComposite(
      {
        name,
        needs: ["saddlePart"],
        async start(problem, x0) {
          const mu = requireStrongConvexity(name, problem);
          const gamma = acceleratedSlidingWeight({ L: problem.smoothPart.smoothness, mu });
          const none = { gradient: 0, operator: 0 };
          if (settings.smoothing !== undefined) return { memory: { eta1: settings.smoothing, gamma }, calls: none };
          const { size } = problem.saddlePart.dual;
          const isGiven = settings.initialGap !== undefined;
          const gap = settings.initialGap ?? (await gapByDual(problem, x0));
          // Where there is no gap, or nothing to smooth, any η does.
          const eta1 = gap > 0 && size > 0 ? gap / size : 1;
          return { memory: { eta1, gamma }, calls: isGiven ? none : { gradient: 1, operator: 1 } };
        },
        async step(problem, { step, x, output, memory }) {
          const { smoothPart, simplePart, saddlePart } = problem;
          const { gamma } = memory;
          const eta = etaOf(memory, step + 1);
          const T = lengthOf(problem, memory, step + 1);
          const { beta, growth } = weightsOf(problem, memory);
          const s = (growth * T * (T + 3)) / 2;
          const G = await smoothPart.gradient(mixed(output, gamma, x));
          const inner = { simplePart, saddlePart, G, x, beta, growth, T, output, share: gamma, s, eta };
          const { u, average } = slideByOperator(inner);
          return { x: u, output: mixed(output, gamma, average), memory, calls: { gradient: 1, operator: T } };
        },
        finished(problem, { step, output, memory }) {
          const eta = etaOf(memory, step + 1);
          const largest = problem.saddlePart.apply(output).reduce((most, v) => Math.max(most, Math.abs(v)), 0);
          if (eta < leastSmoothing * largest) return `smoothing ${eta.toPrecision(3)} is lost in rounding`;
          return tooLong(lengthOf(problem, memory, step + 1), settings.maximumInnerSteps);
        },
        reports: (problem, { step, memory }): Record<string, number> => ({
          innerSteps: step === 0 ? 0 : lengthOf(problem, memory, step),
          smoothing: etaOf(memory, Math.max(step, 1)),
        }),
      },
      problem,
    ),
  );
}
