import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { count, readOptions, z } from "../../core/options.ts";
import {
  type CompositeState,
  iterateComposite,
  mixed,
  requireStrongConvexity,
  type SaddleProblem,
} from "./composite-iteration.ts";
import { dualGapOptions, gapByDual } from "./initial-gap.ts";
import { placeOf, requireSmoothness } from "./phases.ts";
import { slideByOperator, slideOptions, tooLong } from "./slide.ts";

export const mAgsOptions = z.object({
  /** N₀: steps of a phase. Default ⌈√(30 L/μ)⌉ [reconstructed]. */
  phaseSteps: count().optional(),
  ...dualGapOptions,
  ...slideOptions,
});

export type MAgsOptions = z.input<typeof mAgsOptions>;

/** Δ₀ and N₀. */
type MAgsMemory = { gap: number; N0: number };

/** Multi-phase accelerated gradient sliding: a method for problems with f, h by its structure, and χ. */
export type MAgs = (problem: SaddleProblem) => Iteration<CompositeState<MAgsMemory>, np.Array>;

/**
 * Multi-phase accelerated gradient sliding (M-AGS): accelerated gradient sliding, restarted in phases that halve the gap
 * and the smoothing of h(x) = max_{y ∈ Y} ⟨K x, y⟩ − J(y).
 *
 *     phase s = 1, 2, …:  x = x̄ ← the last phase's x̄,  ε_s = Δ₀/2^s,  η = ε_s/(4 Ω),  M = ‖K‖²/η,  T = ⌈√(M/L)⌉
 *     for k = 1 … N₀:  γ = 2/(k + 1),  λ = min(1, γ (T + 1)(T + 2)/(T(T + 3))),  λ = 1 for k = 1,  β = 3 L γ/(k λ)
 *     G = ∇f((1 − γ) x̄ + γ x),  u = ũ = x
 *     T times:  w = (1 − λ) x̄ + λ[(1 − a_t) ũ + a_t u],  y = argmax_Y ⟨K w, y⟩ − J(y) − (η/2)‖y‖²
 *               u ← argmin_u ⟨G + Kᵀ y, u⟩ + χ(u) + (β/2)‖u − x‖² + (c_t/2)‖u − u_t‖²,  c_t = β t/2 + 6 M/(k(t + 1))
 *               ũ ← (1 − a_t) ũ + a_t u,  a_t = 2(t + 1)/(t(t + 3))
 *     x ← u,  x̄ ← (1 − λ) x̄ + λ ũ
 *
 * The constants are rebuilt [reconstructed]. χ must be μ-strongly convex, and L > 0.
 *
 * Cost per step: one gradient, T operators (a K and a Kᵀ each) and proximal steps. Memory: seven vectors and two of Y. It
 * works in float64 on the host. The default of Δ₀ asks for one gradient and one operator more. Reports phase and smoothing
 * (η). Finishes before an inner loop longer than allowed.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or μ or L is not positive.
 * @throws {CapabilityError} if the problem lacks `initial`, `smoothPart`, `simplePart` or `saddlePart`.
 * @source G. Lan, Y. Ouyang, Accelerated Gradient Sliding for Structured Convex Optimization, 2016, arXiv 1609.04905.
 * @example
 * const { answer } = await minimize(tvDeblurring(), mAgs(), { steps: 150 });
 */
export function mAgs(options: MAgsOptions = {}): MAgs {
  const name = "m-ags";
  const settings = readOptions(name, mAgsOptions, options);
  const phaseOf = ({ smoothPart, saddlePart }: SaddleProblem, { gap, N0 }: MAgsMemory, step: number) => {
    const { s, k } = placeOf(step, N0);
    const scaled = gap / 2 ** s / (4 * saddlePart.dual.size);
    // Where there is no gap, or nothing to smooth, any η does.
    const eta = scaled > 0 && Number.isFinite(scaled) ? scaled : 1;
    const M = saddlePart.normSquared / eta;
    return { s, k, eta, M, T: Math.max(1, Math.ceil(Math.sqrt(M / smoothPart.smoothness))) };
  };
  return named(name, (problem) =>
    iterateComposite(
      {
        name,
        needs: ["saddlePart"],
        async start(problem, x0) {
          const condition =
            requireSmoothness(name, problem.smoothPart.smoothness) / requireStrongConvexity(name, problem);
          const N0 = settings.phaseSteps ?? Math.ceil(Math.sqrt(30 * condition));
          if (settings.initialGap !== undefined) {
            return { memory: { gap: settings.initialGap, N0 }, calls: { gradient: 0, operator: 0 } };
          }
          return { memory: { gap: await gapByDual(problem, x0), N0 }, calls: { gradient: 1, operator: 1 } };
        },
        async step(problem, { step, x: last, output, memory }) {
          const { smoothPart, simplePart, saddlePart } = problem;
          const { k, eta, M, T } = phaseOf(problem, memory, step);
          const x = k === 1 ? output : last;
          const gamma = 2 / (k + 1);
          const share = k === 1 ? 1 : Math.min(1, (gamma * (T + 1) * (T + 2)) / (T * (T + 3)));
          const beta = (3 * smoothPart.smoothness * gamma) / (k * share);
          const G = await smoothPart.gradient(mixed(output, gamma, x));
          const s = (6 * M) / k;
          const inner = { simplePart, saddlePart, G, x, beta, growth: beta, T, output, share, s, eta };
          const { u, average } = slideByOperator(inner);
          return { x: u, output: mixed(output, share, average), memory, calls: { gradient: 1, operator: T } };
        },
        finished: (problem, { step, memory }) => tooLong(phaseOf(problem, memory, step).T, settings.maximumInnerSteps),
        reports(problem, { step, memory }): Record<string, number> {
          const { s, eta } = phaseOf(problem, memory, Math.max(step - 1, 0));
          return { phase: s, smoothing: eta };
        },
      },
      problem,
    ),
  );
}
