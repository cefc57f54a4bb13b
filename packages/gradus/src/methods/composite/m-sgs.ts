import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { count, readOptions, z } from "../../core/options.ts";
import {
  type CompositeState,
  iterateComposite,
  mixed,
  requireStrongConvexity,
  type SubgradientProblem,
} from "./composite-iteration.ts";
import { placeOf, requireSmoothness } from "./phases.ts";
import { slideBySubgradients, tooLong } from "./slide.ts";
import {
  initialGapOf,
  isStochastic,
  squaredVariationOf,
  subgradientOptions,
  subgradients,
} from "./subgradient-source.ts";

export const mSgsOptions = z.object({
  /** N₀: steps of a phase. Default ⌈2 √(5 L/μ)⌉, ⌈4 √(2 L/μ)⌉ where subgradients are estimates (Lan 2016). */
  phaseSteps: count().optional(),
  ...subgradientOptions,
});

export type MSgsOptions = z.input<typeof mSgsOptions>;

/** Δ₀, M̂² and N₀. */
type MSgsMemory = { gap: number; variation: number; N0: number };

/** Multi-phase stochastic gradient sliding: a method for problems with f, h by subgradients, and χ. */
export type MSgs = (problem: SubgradientProblem) => Iteration<CompositeState<MSgsMemory>, np.Array>;

/**
 * Multi-phase stochastic gradient sliding (M-SGS): gradient sliding, restarted in phases that halve the gap.
 *
 *     phase s = 1, 2, …:  x = x̄ ← the last phase's x̄;  for k = 1 … N₀, with γ = 2/(k + 1), β = 2 L/k,
 *     T = ⌈M̂² N₀ k²/(D L²)⌉,  D = Δ₀/(μ 2^s)
 *     x̲ = (1 − γ) x̄ + γ x,  G = ∇f(x̲),  u = ũ = x
 *     T times:  u ← argmin_u ⟨G + H(u_t), u⟩ + χ(u) + (β/2)‖u − x‖² + (c_t/2)‖u − u_t‖²,  c_t = β t/2
 *               ũ ← (1 − θ_t) ũ + θ_t u,  θ_t = 2(t + 1)/(t(t + 3))
 *     x ← u,  x̄ ← (1 − γ) x̄ + γ ũ
 *
 * The gap is at most Δ₀/2^s after phase s (in expectation for estimates), if Δ₀ ≥ Ψ(x_0) − min Ψ. The halving is derived
 * anew [reconstructed]. χ must be μ-strongly convex, and L > 0.
 *
 * Cost per step: one gradient, T subgradients and proximal steps. Memory: six vectors. It works in float64 on the host. The
 * default of Δ₀ asks for one gradient and one subgradient more. Reports phase. Finishes before an inner loop longer than
 * allowed.
 *
 * @throws {OptionError} if an option is unknown or outside its range, μ or L is not positive, or M̂² is not known.
 * @throws {CapabilityError} if the problem lacks `initial`, `smoothPart`, `simplePart` or `nonsmoothPart`.
 * @source G. Lan, Gradient Sliding for Composite Optimization, 2016, arXiv 1406.0919, algorithm M-SGS.
 * @example
 * const { answer } = await minimize(absoluteQuadratic(), mSgs(), { steps: 200 });
 */
export function mSgs(options: MSgsOptions = {}): MSgs {
  const name = "m-sgs";
  const settings = readOptions(name, mSgsOptions, options);
  const lengthOf = (
    { smoothPart, simplePart }: SubgradientProblem,
    { gap, variation, N0 }: MSgsMemory,
    step: number,
  ) => {
    const { s, k } = placeOf(step, N0);
    const D = gap / (simplePart.strongConvexity * 2 ** s);
    const T = Math.max(1, Math.ceil((variation * N0 * k ** 2) / (D * smoothPart.smoothness ** 2)));
    // Without a gap and without variation there is nothing to slide for.
    return Number.isNaN(T) ? 1 : T;
  };
  return named(name, (problem) =>
    iterateComposite(
      {
        name,
        needs: ["nonsmoothPart"],
        async start(problem, x0) {
          const condition =
            requireSmoothness(name, problem.smoothPart.smoothness) / requireStrongConvexity(name, problem);
          const stochastic = isStochastic(name, problem, settings);
          const N0 = Math.ceil(stochastic ? 4 * Math.sqrt(2 * condition) : 2 * Math.sqrt(5 * condition));
          const variation = squaredVariationOf(name, problem, settings);
          const { gap, calls } = await initialGapOf(problem, settings, x0);
          return { memory: { gap, variation, N0: settings.phaseSteps ?? N0 }, calls };
        },
        async step(problem, { seed, step, x: last, output, memory }) {
          const { smoothPart, simplePart } = problem;
          const { k } = placeOf(step, memory.N0);
          const x = k === 1 ? output : last;
          const gamma = 2 / (k + 1);
          const beta = (2 * smoothPart.smoothness) / k;
          const T = lengthOf(problem, memory, step);
          const G = await smoothPart.gradient(mixed(output, gamma, x));
          const H = subgradients(problem, isStochastic(name, problem, settings), { seed, step });
          const { u, average } = slideBySubgradients({ simplePart, G, x, beta, growth: beta, T, H });
          return { x: u, output: mixed(output, gamma, average), memory, calls: { gradient: 1, subgradient: T } };
        },
        finished: (problem, { step, memory }) => tooLong(lengthOf(problem, memory, step), settings.maximumInnerSteps),
        reports: (_, { step, memory }): Record<string, number> => ({
          phase: placeOf(Math.max(step - 1, 0), memory.N0).s,
        }),
      },
      problem,
    ),
  );
}
