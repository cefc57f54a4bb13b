import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { positive, readOptions, z } from "../../core/options.ts";
import {
  type CompositeState,
  iterateComposite,
  mixed,
  requireStrongConvexity,
  type SubgradientProblem,
} from "./composite-iteration.ts";
import { slideBySubgradients, tooLong } from "./slide.ts";
import { slidingWeight, wholeSteps } from "./sliding-weights.ts";
import {
  initialGapOf,
  isStochastic,
  squaredVariationOf,
  subgradientOptions,
  subgradients,
} from "./subgradient-source.ts";

export const rfSgsOptions = z.object({
  /** T₀ > 0: length of the first inner loop. Default: 8 M̂²/((L γ + μ) Δ₀), at least 1 [reconstructed]. */
  innerSteps: positive().optional(),
  /** β/(L γ) > 0. Default 1 [reconstructed]; the proof needs at least that. */
  centreWeight: positive().default(1),
  ...subgradientOptions,
});

export type RfSgsOptions = z.input<typeof rfSgsOptions>;

/** T₀ and γ. */
export type RfSgsMemory = { T0: number; gamma: number };

/** Restart-free stochastic gradient sliding: a method for problems with f, h by subgradients, and χ. */
export type RfSgs = (problem: SubgradientProblem) => Iteration<CompositeState<RfSgsMemory>, np.Array>;

/**
 * Restart-free stochastic gradient sliding (RF-SGS): one gradient of f, then a loop of cheap subgradient steps on h and χ.
 *
 *     L γ² + μ γ = μ (1 − P₁),  P₁ = 2/((T₁ + 1)(T₁ + 2)),  β = L γ,  T_k = ⌈T₀ (1 − γ/2)^(1 − k)⌉,  T₁ = ⌈T₀⌉
 *     x̲ = (1 − γ) x̄ + γ x,  G = ∇f(x̲),  u = ũ = x
 *     T_k times:  u ← argmin_u ⟨G + H(u_t), u⟩ + χ(u) + (β/2)‖u − x‖² + (c_t/2)‖u − u_t‖²,  c_t = (β + μ) t/2
 *                 ũ ← (1 − θ_t) ũ + θ_t u,  θ_t = 2(t + 1)/(t(t + 3))
 *     x ← u,  x̄ ← (1 − γ) x̄ + γ ũ
 *
 * χ must be μ-strongly convex, μ > 0. With ρ = 1 − γ/2 the gap Ψ(x̄_N) − min Ψ is at most
 * (1 − γ)^N E₀ + 8 M² ρ^N/((L γ + μ) T₀), twice the second term in expectation for estimates: O(√(L/μ) log 1/ε) gradients
 * and O(M²/(μ ε)) subgradients, without phases. β < L γ may diverge; a too large L costs steps only. The constants are
 * derived anew from the paper's rates [reconstructed].
 *
 * Cost per step: one gradient, T_k subgradients and proximal steps. Memory: six vectors. It works in float64 on the host.
 * The default of T₀ asks for one gradient and one subgradient more, unless Δ₀ is given. Reports innerSteps (T of the last
 * step). Finishes before an inner loop longer than allowed.
 *
 * @throws {OptionError} if an option is unknown or outside its range, μ or L is not as needed, or M̂² is not known.
 * @throws {CapabilityError} if the problem lacks `initial`, `smoothPart`, `simplePart` or `nonsmoothPart`.
 * @source X. Wu, Z. Xu, H. Zhang, 2026, arXiv 2602.04161; inner loop G. Lan, Gradient Sliding for Composite Optimization,
 * 2016, procedure PS.
 * @example
 * const { answer } = await minimize(absoluteQuadratic(), rfSgs(), { steps: 100 });
 */
export function rfSgs(options: RfSgsOptions = {}): RfSgs {
  const name = "rf-sgs";
  const settings = readOptions(name, rfSgsOptions, options);
  const lengthOf = ({ T0, gamma }: RfSgsMemory, k: number) => wholeSteps(T0 * (1 - gamma / 2) ** (1 - k));
  return named(name, (problem) =>
    iterateComposite(
      {
        name,
        needs: ["nonsmoothPart"],
        async start(problem, x0) {
          const mu = requireStrongConvexity(name, problem);
          const L = problem.smoothPart.smoothness;
          const stochastic = isStochastic(name, problem, settings);
          const memoryOf = (T0: number) => ({ T0, gamma: slidingWeight({ L, mu }, wholeSteps(T0)) });
          const none = { gradient: 0, subgradient: 0 };
          if (settings.innerSteps !== undefined) return { memory: memoryOf(settings.innerSteps), calls: none };
          const variation = squaredVariationOf(name, problem, { ...settings, stochastic });
          const { gap, calls } = await initialGapOf(problem, settings, x0);
          const T0 = (8 * variation) / ((L * slidingWeight({ L, mu }, 1) + mu) * gap);
          // A start at the minimum has no gap to divide by.
          return { memory: memoryOf(T0 > 1 && gap > 0 ? T0 : 1), calls };
        },
        async step(problem, { seed, step, x, output, memory }) {
          const { smoothPart, simplePart } = problem;
          const { gamma } = memory;
          const beta = settings.centreWeight * smoothPart.smoothness * gamma;
          const T = lengthOf(memory, step + 1);
          const G = await smoothPart.gradient(mixed(output, gamma, x));
          const H = subgradients(problem, isStochastic(name, problem, settings), { seed, step });
          const growth = beta + simplePart.strongConvexity;
          const { u, average } = slideBySubgradients({ simplePart, G, x, beta, growth, T, H });
          return { x: u, output: mixed(output, gamma, average), memory, calls: { gradient: 1, subgradient: T } };
        },
        finished: (_, { step, memory }) => tooLong(lengthOf(memory, step + 1), settings.maximumInnerSteps),
        reports: (_, { step, memory }): Record<string, number> => ({
          innerSteps: step === 0 ? 0 : lengthOf(memory, step),
        }),
      },
      problem,
    ),
  );
}
