import { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { count, flag, nonnegative, positive, readOptions, z as schema } from "../../core/options.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import { metricOption } from "../metric.ts";
import { iterateTrials, type SmoothProblem, type TrialState } from "../trial-steps.ts";
import { hessianPrograms, regularizedStep } from "./curvature.ts";
import { hessianOf, hessianOption } from "./hessians/named.ts";

export const superUniversalNewtonOptions = z.object({
  /** α in [0, 1]: the power of the gradient's norm in the regularization. Default 1 (Doikov et al. 2022). */
  alpha: schema.number("must be in [0, 1]").min(0, "must be in [0, 1]").max(1, "must be in [0, 1]").default(1),
  /** M₀ > 0: the first coefficient. Default 1. */
  coefficient: positive().default(1),
  /** The coefficient falls no lower. Default 1e-5 (official code of gradient-normalized smoothness). */
  smallestCoefficient: positive().default(1e-5),
  /** H(x), as in `gradientRegularizedNewton`. Default "exact". */
  hessian: hessianOption().default("exact"),
  /** Solve by conjugate gradients on products H v. Default false. */
  matrixFree: flag().default(false),
  /** B, positive definite: its diagonal, its rows, or a matrix. Default the identity. */
  metric: metricOption(),
  /** Coefficients tried in one step. Default 40. */
  maximumTrials: count().default(40),
  /** The run has finished once ‖g‖_* is at or below it. Default 1e-8. */
  gradientTolerance: nonnegative().default(1e-8),
});

export type SuperUniversalNewtonOptions = z.input<typeof superUniversalNewtonOptions>;

type CoefficientMemory = { M: number; solves: number };

/** Super-universal Newton: a method for any problem with a loss. */
export type SuperUniversalNewton = <P extends Tree, B = undefined>(
  problem: SmoothProblem<P, B>,
) => Iteration<TrialState<P, CoefficientMemory>, P>;

/**
 * Super-universal Newton: Newton's method regularised by a power of the gradient's norm, with one coefficient searched.
 *
 *     λ = M ‖g‖_*^α,   d = −(∇²f(x) + λ B)⁻¹ g
 *     accept if ⟨g⁺, −d⟩ ≥ ‖g⁺‖_*²/(4 λ):   x ← x + d,   M ← max(M/4, M_min)
 *     else M ← 4 M
 *
 * For convex losses: the test asks for no values. α = 1 is λ = M ‖g‖, gradient regularization with γ = 1/M; α = 0 a
 * Levenberg-Marquardt damping. A factorization that fails counts as a failed test [reconstructed]; where no coefficient
 * passes, the run has finished with "search failed" [reconstructed].
 *
 * Cost per step: one Hessian, and for each trial one gradient and one factorization or solution by conjugate gradients.
 * Reports coefficient (after the step), lambda and rejected.
 *
 * @throws {OptionError} and {CapabilityError} as `gradientRegularizedNewton`.
 * @source N. Doikov, K. Mishchenko, Y. Nesterov, Super-Universal Regularized Newton Method, 2022, arXiv 2208.05888,
 * algorithm 2.
 * @example
 * const { answer } = await minimize(logSumExp(), superUniversalNewton(), { steps: 50 });
 */
export function superUniversalNewton(options: SuperUniversalNewtonOptions = {}): SuperUniversalNewton {
  const name = "super-universal-newton";
  const settings = readOptions(name, superUniversalNewtonOptions, options);
  const { alpha, smallestCoefficient, maximumTrials, metric, gradientTolerance, matrixFree } = settings;
  return named(name, (problem) =>
    iterateTrials(
      {
        name,
        metric,
        gradientTolerance,
        isDouble: true,
        curvature: hessianPrograms(name, hessianOf(name, settings.hessian, problem), { matrixFree }),
        remember: (): CoefficientMemory => ({ M: settings.coefficient, solves: 0 }),
        async step({ gradient, gradientNorm, metric, curvature, attempt }, memory) {
          let { M, solves } = memory;
          if (gradientNorm === 0) return { memory, reports: {}, outcome: "the gradient is 0" };
          const H = await curvature();
          for (let rejected = 0; rejected < maximumTrials; rejected++) {
            const lambda = M * gradientNorm ** alpha;
            const direction = await regularizedStep(H, metric, lambda, gradient);
            if (direction !== undefined) {
              solves++;
              const next = await attempt(direction);
              if (-dot(next.gradient, direction) >= metric.dualNorm(next.gradient) ** 2 / (4 * lambda)) {
                M = Math.max(M / 4, smallestCoefficient);
                return { accepted: next, memory: { M, solves }, reports: { coefficient: M, lambda, rejected, solves } };
              }
            }
            M *= 4;
          }
          return {
            memory: { M: memory.M, solves },
            reports: { coefficient: memory.M, rejected: maximumTrials, solves },
            outcome: `search failed: none of ${maximumTrials} coefficients passed the test`,
          };
        },
      },
      problem,
    ),
  );
}
