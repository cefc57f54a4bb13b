import { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { readOptions } from "../../core/options.ts";
import { addScaled, dot, scaled } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import { iterateTrials, type SmoothProblem, type TrialState } from "../trial-steps.ts";
import { backtrackingOptions } from "./gd.ts";

export const fastGradientOptions = z.object(backtrackingOptions);

export type FastGradientOptions = z.input<typeof fastGradientOptions>;

/** L and A, and v − x. */
type EstimateMemory = { L: number; A: number; away: Float64Array };

/** Nesterov's fast gradient method: a method for any problem with a loss. */
export type FastGradient = <P extends Tree, B = undefined>(
  problem: SmoothProblem<P, B>,
) => Iteration<TrialState<P, EstimateMemory>, P>;

/**
 * Nesterov's fast gradient method with backtracking, for convex losses.
 *
 *     a = (1 + √(1 + 4 A L))/(2 L),   y = (a v + A x)/(a + A),   T = y − B⁻¹∇f(y)/L
 *     accept if f(T) ≤ f(y) + ⟨∇f(y), T − y⟩ + (L/2) ‖T − y‖²:
 *       v ← T + (A/a)(T − x),   A ← A + a,   x ← T,   L ← max(L/2, L_min)
 *     else L ← 2 L, and a, y and ∇f(y) anew
 *
 * Starts with A = 0, v = x. On convex losses f − f* falls as 1/k²; single steps may rise. Start and rule for L are
 * [reconstructed]. Where no L passes, x is kept and the next step goes on with the larger L [reconstructed]. On a problem
 * with batches each step is made on its own batch.
 *
 * Cost per step: two gradients for each trial (at y and at T); memory: seven copies of the parameters, on the host in
 * float64. Reports L (after the step) and rejected.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or the metric does not fit.
 * @throws {CapabilityError} if the problem has no `loss` or no `initial`.
 * @source Y. Nesterov, Gradient Methods for Minimizing Composite Functions, 2013, method (4.9); in this form Y. Nesterov,
 * Lectures on Convex Optimization, 2018.
 * @example
 * const { answer } = await minimize(logSumExp(), fastGradient(), { steps: 300 });
 */
export function fastGradient(options: FastGradientOptions = {}): FastGradient {
  const { lipschitz, smallestLipschitz, maximumTrials, metric, gradientTolerance } = readOptions(
    "fast-gradient",
    fastGradientOptions,
    options,
  );
  return named("fast-gradient", (problem) =>
    iterateTrials(
      {
        name: "fast-gradient",
        metric,
        gradientTolerance,
        remember: (parameters): EstimateMemory => ({ L: lipschitz, A: 0, away: new Float64Array(parameters) }),
        async step({ metric, attempt }, { L: last, A, away }) {
          let L = last;
          for (let rejected = 0; rejected < maximumTrials; rejected++) {
            const a = (1 + Math.sqrt(1 + 4 * A * L)) / (2 * L);
            const toY = scaled(away, a / (a + A));
            const y = await attempt(toY);
            const along = metric.solve(y.gradient);
            const toT = addScaled(toY, -1 / L, along);
            const T = await attempt(toT);
            if (T.value <= y.value - dot(y.gradient, along) / (2 * L)) {
              L = Math.max(L / 2, smallestLipschitz);
              const memory = { L, A: A + a, away: scaled(toT, A / a) };
              return { accepted: T, memory, reports: { L, rejected } };
            }
            L *= 2;
          }
          return { memory: { L, A, away }, reports: { L, rejected: maximumTrials } };
        },
      },
      problem,
    ),
  );
}
