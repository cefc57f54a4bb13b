import { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { count, nonnegative, positive, readOptions } from "../../core/options.ts";
import { dot, scaled } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import { metricOption } from "../metric.ts";
import { iterateTrials, type SmoothProblem, type TrialState } from "../trial-steps.ts";

export const backtrackingOptions = {
  /** L₀ > 0: the first estimate of the gradient's Lipschitz constant. Default 1. */
  lipschitz: positive().default(1),
  /** L falls no lower. Default 1e-5 (official code of gradient-normalized smoothness). */
  smallestLipschitz: nonnegative().default(1e-5),
  /** Values of L tried in one step. Default 30 (the same code). */
  maximumTrials: count().default(30),
  /** B, positive definite: its diagonal, its rows, or a matrix. Default the identity. */
  metric: metricOption(),
  /** The run has finished once ‖g‖_* is at or below it. Default 1e-8. */
  gradientTolerance: nonnegative().default(1e-8),
};

export const gdOptions = z.object(backtrackingOptions);

export type GdOptions = z.input<typeof gdOptions>;

/** L: the estimate for the next step. */
type LipschitzMemory = { L: number };

/** Gradient descent with backtracking: a method for any problem with a loss. */
export type Gd = <P extends Tree, B = undefined>(
  problem: SmoothProblem<P, B>,
) => Iteration<TrialState<P, LipschitzMemory>, P>;

/**
 * Gradient descent whose step length is searched: no learning rate.
 *
 *     T = x − B⁻¹ g/L
 *     accept if f(T) ≤ f(x) + ⟨g, T − x⟩ + (L/2) ‖T − x‖²:   x ← T,   L ← max(L/2, L_min)
 *     else L ← 2 L
 *
 * With B = AᵀA for an objective of A x it is Gauss-Newton with a step length. The objective never rises. Where no L
 * passes, x is kept and the next step goes on with the larger L [reconstructed]. `smallestLipschitz: 0` adapts to
 * vanishing curvature. On a problem with batches each step is made on its own batch.
 *
 * Cost per step: a gradient for each trial, two on average; memory: five copies of the parameters, on the host in float64.
 * Reports L (after the step) and rejected.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or the metric does not fit.
 * @throws {CapabilityError} if the problem has no `loss` or no `initial`.
 * @source Y. Nesterov, Gradient Methods for Minimizing Composite Functions, 2013, algorithm (3.3) without a composite part.
 * @example
 * const { answer } = await minimize(rosenbrock(), gd(), { steps: 1000 });
 */
export function gd(options: GdOptions = {}): Gd {
  const { lipschitz, smallestLipschitz, maximumTrials, metric, gradientTolerance } = readOptions(
    "gd",
    gdOptions,
    options,
  );
  return named("gd", (problem) =>
    iterateTrials(
      {
        name: "gd",
        metric,
        gradientTolerance,
        remember: (): LipschitzMemory => ({ L: lipschitz }),
        async step({ value, gradient, metric, attempt }, memory) {
          let { L } = memory;
          const along = metric.solve(gradient);
          const squared = dot(gradient, along);
          for (let rejected = 0; rejected < maximumTrials; rejected++) {
            const T = await attempt(scaled(along, -1 / L));
            // With T − x = −B⁻¹ g/L the model's two parts are −‖g‖²/L and half of that.
            if (T.value <= value - squared / (2 * L)) {
              L = Math.max(L / 2, smallestLipschitz);
              return { accepted: T, memory: { L }, reports: { L, rejected } };
            }
            L *= 2;
          }
          return { memory: { L }, reports: { L, rejected: maximumTrials } };
        },
      },
      problem,
    ),
  );
}
