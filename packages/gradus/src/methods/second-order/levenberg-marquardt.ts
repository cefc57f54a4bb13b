import { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { count, nonnegative, positive, readOptions } from "../../core/options.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import { type ConditionsState, iterateConditions, type ResidualProblem } from "./conditions-descent.ts";
import { jacobianRows } from "./row-space.ts";
import { decompose } from "./spectrum.ts";

export const levenbergMarquardtOptions = z.object({
  /** τ > 0: the first damping μ as a share of the largest squared singular value. Default 1e-3 (Nielsen 1999). */
  initialDamping: positive().default(1e-3),
  /** Dampings tried in one step. Default 20. */
  maximumTrials: count().default(20),
  /** The run has finished once no entry of the gradient is larger. Default 1e-10. */
  gradientTolerance: nonnegative().default(1e-10),
  /** "gram": eigenvalues of the smaller Gram matrix; "svd": singular values, for badly conditioned Jacobians. */
  decomposition: z.enum(["gram", "svd"], "must be 'gram' or 'svd'").default("gram"),
});

export type LevenbergMarquardtOptions = z.input<typeof levenbergMarquardtOptions>;

/** mu: the damping μ, 0 before the first step; nu: by how much it grows at the next failure. */
export type DampingMemory = { mu: number; nu: number };

/** Levenberg-Marquardt: a method for any problem with residuals. */
export type LevenbergMarquardt = <P extends Tree, B = undefined>(
  problem: ResidualProblem<P, B>,
) => Iteration<ConditionsState<P, DampingMemory>, P>;

/**
 * Levenberg-Marquardt: Gauss-Newton steps, damped by how well the linear model foretold the last one.
 *
 *     f = ½ mean r²,  M = J/√m,  g = ∇f = Mᵀ r/√m
 *     h = −(MᵀM + μ I)⁻¹ g
 *     ρ = (f(θ) − f(θ + h)) / ½ hᵀ(μ h − g)
 *     ρ > 0:  θ ← θ + h,  μ ← μ max(⅓, 1 − (2ρ − 1)³),  ν ← 2
 *     else:   μ ← ν μ,  ν ← 2 ν,  and try again with the same J
 *
 * The damping is Levenberg's (a multiple of I), not Marquardt's (of the diagonal of MᵀM): it depends on the units of the
 * parameters. f never rises from step to step on a problem without batches; on batches it does not rise on the step's
 * own. Rank-deficient Jacobians need nothing of their own, since μ > 0.
 *
 * On a problem without batches the run has finished where the gradient vanishes or no damping lowers f.
 *
 * Cost per step: the Jacobian of m residuals (one gradient mapped over the samples, counted as one call), m P min(m, P)
 * operations once, and a loss for each damping tried. Memory: m P numbers. Reports damping and trials.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `residuals` or no `initial`.
 * @source K. Levenberg, A Method for the Solution of Certain Non-Linear Problems in Least Squares, 1944; D. W. Marquardt,
 * 1963; the rule for μ: H. B. Nielsen, Damping Parameter in Marquardt's Method, 1999, eq. (2.7).
 * @example
 * const { answer, status } = await minimize(powellSingular(), levenbergMarquardt(), { steps: 100 });
 */
export function levenbergMarquardt(options: LevenbergMarquardtOptions = {}): LevenbergMarquardt {
  const { initialDamping, maximumTrials, gradientTolerance, decomposition } = readOptions(
    "levenberg-marquardt",
    levenbergMarquardtOptions,
    options,
  );
  return named("levenberg-marquardt", (problem) =>
    iterateConditions<Tree, unknown, DampingMemory>(
      {
        name: "levenberg-marquardt",
        conditions: { of: "entries" },
        remember: () => ({ mu: 0, nu: 2 }),
        async step({ conditions, value, valueAfter }, memory) {
          const m = conditions.values.length;
          const R = conditions.values.map((r) => r / Math.sqrt(m));
          const M = await jacobianRows(conditions, { rowScale: new Float64Array(m).fill(1 / Math.sqrt(m)) });
          const { values, solve } = await decompose(M, R, { kind: decomposition });
          const gradient = await M.combine(R);
          const rest = new Float64Array(gradient.length);
          let mu = memory.mu || initialDamping * (values[0] ?? 0) ** 2;
          let { nu } = memory;
          const result = (update: Float64Array, trials: number, outcome = "") => ({
            update,
            memory: { mu, nu },
            reports: { damping: mu, trials },
            outcome,
          });
          if (gradient.every((g) => Math.abs(g) <= gradientTolerance)) {
            return result(rest, 0, `no entry of the gradient is above ${gradientTolerance}`);
          }
          for (let trials = 1; trials <= maximumTrials; trials++) {
            const step = (await solve(values.map((s) => 1 / (s * s + mu)))).map((d) => -d);
            const foretold = 0.5 * (mu * dot(step, step) - dot(step, gradient));
            const gain = (value - (await valueAfter(step))) / foretold;
            if (gain > 0) {
              mu *= Math.max(1 / 3, 1 - (2 * gain - 1) ** 3);
              nu = 2;
              return result(step, trials);
            }
            mu *= nu;
            nu *= 2;
          }
          return result(rest, maximumTrials, "no damping lowers the loss");
        },
      },
      problem as ResidualProblem<Tree, unknown>,
    ),
  ) as LevenbergMarquardt;
}
