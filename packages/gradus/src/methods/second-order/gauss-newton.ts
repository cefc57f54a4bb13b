import { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { positiveOrSchedule, readOptions, valueAt } from "../../core/options.ts";
import type { Tree } from "../../engine/tree.ts";
import { type ConditionsState, iterateConditions, type ResidualProblem } from "./conditions-descent.ts";
import { jacobianRows } from "./row-space.ts";
import { decompose, truncated } from "./spectrum.ts";
import { gramFloor, truncationOptions } from "./sven-direction.ts";

export const gaussNewtonOptions = z.object({
  /** Step size η > 0, a number or a schedule of the step count. Default 1, the full step. */
  learningRate: positiveOrSchedule().default(1),
  ...truncationOptions,
  /** rtol in [0, 1): singular values count as zero at or below this share of the largest. Default 0: rounding alone. */
  rtol: truncationOptions.rtol.unwrap().default(0),
  /** "gram": eigenvalues of the smaller Gram matrix; "svd": singular values, for badly conditioned Jacobians. */
  decomposition: z.enum(["gram", "svd"], "must be 'gram' or 'svd'").default("gram"),
});

export type GaussNewtonOptions = z.input<typeof gaussNewtonOptions>;

/** Gauss-Newton: a method for any problem with residuals. */
export type GaussNewton = <P extends Tree, B = undefined>(
  problem: ResidualProblem<P, B>,
) => Iteration<ConditionsState<P, Record<string, never>>, P>;

/**
 * Gauss-Newton: the step of least norm that solves the linearized residuals in the least-squares sense.
 *
 *     J = ∂r/∂θ,   θ ← θ − η J⁺ r
 *
 * Every entry of the residuals is a condition of its own. It is Sven for κ = 1 with all singular values, where a sample
 * has one entry. Near a solution with small residuals and a Jacobian of full rank it converges quadratically; far from
 * it the full step may lead uphill: see `levenbergMarquardt`. Where J is rank-deficient the pseudoinverse leaves out
 * the null space; "gram" takes singular values below 1e-7 of the largest (float32 parameters: 1e-6) for zero.
 *
 * On a problem without batches the run has finished where the step is 0.
 *
 * Cost per step: the Jacobian of m residuals (one gradient mapped over the samples, counted as one call) and
 * m P min(m, P) operations; memory: m P numbers. Reports rank and the largest singular value.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `residuals` or no `initial`.
 * @source J. Nocedal, S. J. Wright, Numerical Optimization, 2nd edition 2006, section 10.3; least norm: A. Ben-Israel, A
 * Newton-Raphson Method for the Solution of Systems of Equations, 1966.
 * @example
 * const { answer } = await minimize(rosenbrock(), gaussNewton(), { steps: 10 });
 */
export function gaussNewton(options: GaussNewtonOptions = {}): GaussNewton {
  const { learningRate, rtol, tolerance, decomposition } = readOptions("gauss-newton", gaussNewtonOptions, options);
  return named("gauss-newton", (problem) =>
    iterateConditions<Tree, unknown, Record<string, never>>(
      {
        name: "gauss-newton",
        conditions: { of: "entries" },
        remember: () => ({}),
        async step({ conditions, step, roundingUnit }, memory) {
          const r = conditions.values;
          const J = await jacobianRows(conditions, { rowScale: new Float64Array(r.length).fill(1) });
          const { values, solve } = await decompose(J, r, { kind: decomposition });
          const floor = decomposition === "gram" ? gramFloor(roundingUnit) : r.length * roundingUnit;
          const truncation = { rank: values.length, rtol: Math.max(rtol, floor), tolerance };
          const { factors, kept } = truncated(values, truncation);
          const direction = await solve(factors);
          const eta = valueAt(learningRate, step);
          return {
            update: direction.map((d) => -eta * d),
            memory,
            reports: { rank: kept, largestSingularValue: values[0] ?? 0 },
            outcome: direction.every((d) => d === 0) ? "the step is 0" : "",
          };
        },
      },
      problem as ResidualProblem<Tree, unknown>,
    ),
  ) as GaussNewton;
}
