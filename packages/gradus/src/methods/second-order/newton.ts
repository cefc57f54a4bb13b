import { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { count, nonnegative, positive, readOptions, z as schema } from "../../core/options.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import { cholesky, solveCholesky } from "../../engine/linear-algebra/solve.ts";
import { dot, scaled } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import { searchStrongWolfe } from "../first-order/strong-wolfe.ts";
import { metricOf } from "../metric.ts";
import { iterateTrials, type SmoothProblem, type Trial, type TrialState } from "../trial-steps.ts";
import { hessianPrograms } from "./curvature.ts";
import { exact } from "./hessians/combinators.ts";

export const newtonOptions = z.object({
  /** c₁ in (0, c₂): decrease asked for, as a share of what the slope promises. Default 1e-4 (Nocedal and Wright). */
  c1: schema.number("must be in (0, 1)").gt(0, "must be in (0, 1)").lt(1, "must be in (0, 1)").default(1e-4),
  /** c₂ in (c₁, 1): slope that may remain. Default 0.9 (Nocedal and Wright). */
  c2: schema.number("must be in (0, 1)").gt(0, "must be in (0, 1)").lt(1, "must be in (0, 1)").default(0.9),
  /** Gradients in one line search. Default 20. */
  maximumEvaluations: count().default(20),
  /** β > 0: the first multiple of I added to an indefinite H. Default 1e-3 (Nocedal and Wright, algorithm 3.3). */
  shift: positive().default(1e-3),
  /** The run has finished once ‖g‖ is at or below it. Default 1e-8. */
  gradientTolerance: nonnegative().default(1e-8),
});

export type NewtonOptions = z.input<typeof newtonOptions>;

type NewtonMemory = { solves: number };

/** Newton's method: a method for any problem with a loss. */
export type Newton = <P extends Tree, B = undefined>(
  problem: SmoothProblem<P, B>,
) => Iteration<TrialState<P, NewtonMemory>, P>;

/**
 * Newton's method with a line search, made safe where the Hessian is not positive definite.
 *
 *     (H + τ I) d = −∇f(x),   H = ∇²f(x)           τ = 0 if H is positive definite, else the first that will do of
 *     x ← x + α d                                   max(β, β − min h_ii), doubled; α: strong Wolfe conditions, from 1
 *
 * Near a minimum with a positive definite Hessian α = 1 and the convergence is quadratic; far from it little is promised.
 * A singular Hessian counts as not positive definite. Where the line search finds nothing lower the run has finished. On
 * a problem with batches each step is made on its own batch.
 *
 * Cost per step: one Hessian (n² numbers, as much work as n products), a Cholesky factorization (n³/3) for each τ, and a
 * gradient for each evaluation of the line search, usually one. Reports tau, stepLength and factorizations so far.
 *
 * @throws {OptionError} if an option is unknown or outside its range, c1 ≥ c2, or there are more than 8192 parameters.
 * @throws {CapabilityError} if the problem has no `loss` or no `initial`, or its parameters are not float64.
 * @source J. Nocedal, S. J. Wright, Numerical Optimization, 2nd edition 2006, algorithms 3.2, 3.3, 3.5.
 * @example
 * const { answer } = await minimize(rosenbrock(), newton(), { steps: 40 });
 */
export function newton(options: NewtonOptions = {}): Newton {
  const { gradientTolerance, shift, ...search } = readOptions(
    "newton",
    newtonOptions.refine(({ c1, c2 }) => c1 < c2, { path: ["c1"], error: "must be below c2" }) as typeof newtonOptions,
    options,
  );
  return named("newton", (problem) =>
    iterateTrials(
      {
        name: "newton",
        gradientTolerance,
        isDouble: true,
        curvature: hessianPrograms("newton", exact(problem.loss.bind(problem))),
        remember: (): NewtonMemory => ({ solves: 0 }),
        async step({ value, gradient, curvature, attempt }, { solves }) {
          const H = await curvature();
          if (H.kind !== "matrix") throw new RangeError("newton solves with a matrix");
          const system = positiveDefinite(H.H, shift);
          const total = solves + system.factorizations;
          const reports = (stepLength: number) => ({ tau: system.tau, stepLength, factorizations: total });
          const stay = (outcome: string) => ({ memory: { solves: total }, reports: reports(0), outcome });
          if (system.L === undefined) return stay("the Hessian is not finite");

          const direction = scaled(solveCholesky(system.L, gradient), -1);
          const slope = dot(gradient, direction);
          if (!(slope < 0)) return stay("the gradient is 0");
          let latest: { alpha: number; trial: Trial } | undefined;
          const evaluate = async (alpha: number) => {
            const trial = await attempt(scaled(direction, alpha));
            latest = { alpha, trial };
            return { alpha, value: trial.value, slope: dot(trial.gradient, direction) };
          };
          const origin = { alpha: 0, value, slope };
          const found = await searchStrongWolfe(evaluate, origin, {
            ...search,
            first: 1,
            valueError: 10 * Number.EPSILON,
          });
          if (found.alpha === 0) return stay("the line search found no lower point");
          if (found.alpha !== latest?.alpha) await evaluate(found.alpha);
          return { accepted: latest!.trial, memory: { solves: total }, reports: reports(found.alpha) };
        },
      },
      problem,
    ),
  );
}

/** H + τ I with the first τ that makes it positive definite, factored. No L where H is not finite. */
function positiveDefinite(H: Matrix, beta: number): { L?: Matrix; tau: number; factorizations: number } {
  const I = metricOf("newton", undefined, H.rows);
  const least = H.data.reduce((low, value, k) => (k % (H.rows + 1) === 0 ? Math.min(low, value) : low), 0);
  let tau = 0;
  // Doubled from β, this passes every finite matrix's norm.
  for (let factorizations = 1; Number.isFinite(tau) && H.data.every(Number.isFinite); factorizations++) {
    const L = cholesky(I.regularize(H, tau));
    if (L && isRegular(L)) return { L, tau, factorizations };
    tau = tau === 0 ? beta - least : 2 * tau;
  }
  return { tau, factorizations: 0 };
}

/** Pivots of a singular matrix are rounding, of either sign. */
function isRegular({ rows, data }: Matrix): boolean {
  let least = Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < rows; i++) {
    const pivot = data[i * (rows + 1)]! ** 2;
    least = Math.min(least, pivot);
    largest = Math.max(largest, pivot);
  }
  return least > rows * Number.EPSILON * largest;
}
