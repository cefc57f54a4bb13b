import { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { count, nonnegative, positive, readOptions } from "../../core/options.ts";
import { apply, type Matrix } from "../../engine/linear-algebra/matrix.ts";
import { cholesky, solveCholesky } from "../../engine/linear-algebra/solve.ts";
import { dot, scaled } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import { type Metric, metricOption } from "../metric.ts";
import { iterateTrials, type SmoothProblem, type TrialState } from "../trial-steps.ts";
import { hessianPrograms } from "./curvature.ts";
import { exact } from "./hessians/combinators.ts";

export const cubicNewtonOptions = z.object({
  /** M₀ > 0: the first coefficient of the cube. Default 1 (official code of gradient-normalized smoothness). */
  coefficient: positive().default(1),
  /** B, positive definite: its diagonal, its rows, or a matrix. Default the identity. */
  metric: metricOption(),
  /** Coefficients tried in one step. Default 40. */
  maximumTrials: count().default(40),
  /** The run has finished once ‖g‖_* is at or below it. Default 1e-8. */
  gradientTolerance: nonnegative().default(1e-8),
});

export type CubicNewtonOptions = z.input<typeof cubicNewtonOptions>;

type CubeMemory = { M: number; factorizations: number };

/** Cubic Newton: a method for any problem with a loss. */
export type CubicNewton = <P extends Tree, B = undefined>(
  problem: SmoothProblem<P, B>,
) => Iteration<TrialState<P, CubeMemory>, P>;

/**
 * Newton's method with cubic regularization: each step minimises a model that lies above f where M is large enough.
 *
 *     m(d) = ⟨g, d⟩ + ½ ⟨H d, d⟩ + (M/3) ‖d‖³,   H = ∇²f(x)
 *     d = −(H + M r B)⁻¹ g  with  ‖d‖ = r
 *     accept if f(x + d) ≤ f(x) + m(d):   M ← M/2;   else M ← 2 M
 *
 * r is found by doubling until ‖d‖ ≤ r, then by Newton's method on that equation, kept between bounds [reconstructed]. An
 * indefinite H needs nothing of its own, save in the hard case where g has no part along H's lowest curvature: there no r
 * solves the equation and the nearest is taken [reconstructed]. Where no M passes, the run has finished with "search
 * failed".
 *
 * Cost per step: one Hessian, and for each M a gradient and some five to ten Cholesky factorizations. Reports coefficient
 * (after the step), radius, rejected and factorizations so far.
 *
 * @throws {OptionError} if an option is unknown or outside its range, the metric does not fit, or n is above 8192.
 * @throws {CapabilityError} if the problem has no `loss` or no `initial`, or its parameters are not float64.
 * @source Y. Nesterov, B. T. Polyak, Cubic Regularization of Newton Method and its Global Performance, 2006, eq. (3.3) and
 * section 5.
 * @example
 * const { answer } = await minimize(rosenbrock(), cubicNewton(), { steps: 60 });
 */
export function cubicNewton(options: CubicNewtonOptions = {}): CubicNewton {
  const settings = readOptions("cubic-newton", cubicNewtonOptions, options);
  const { maximumTrials, metric, gradientTolerance } = settings;
  return named("cubic-newton", (problem) =>
    iterateTrials(
      {
        name: "cubic-newton",
        metric,
        gradientTolerance,
        isDouble: true,
        curvature: hessianPrograms("cubic-newton", exact(problem.loss.bind(problem))),
        remember: (): CubeMemory => ({ M: settings.coefficient, factorizations: 0 }),
        async step({ value, gradient: g, gradientNorm, metric, curvature, attempt }, memory) {
          let { M, factorizations } = memory;
          if (gradientNorm === 0) return { memory, reports: {}, outcome: "the gradient is 0" };
          const curved = await curvature();
          if (curved.kind !== "matrix") throw new RangeError("cubic-newton solves with a matrix");
          const { H } = curved;
          for (let rejected = 0; rejected < maximumTrials; rejected++) {
            const cube = minimiseCube(H, metric, M, g);
            factorizations += cube.factorizations;
            if (cube.d !== undefined) {
              const { d, r } = cube;
              const model = dot(g, d) + 0.5 * dot(apply(H, d), d) + (M / 3) * metric.norm(d) ** 3;
              const next = await attempt(d);
              if (next.value <= value + model) {
                M /= 2;
                const reports = { coefficient: M, radius: r, rejected, factorizations };
                return { accepted: next, memory: { M, factorizations }, reports };
              }
            }
            M *= 2;
          }
          return {
            memory: { M: memory.M, factorizations },
            reports: { coefficient: memory.M, rejected: maximumTrials, factorizations },
            outcome: `search failed: none of ${maximumTrials} coefficients lowered the objective enough`,
          };
        },
      },
      problem,
    ),
  );
}

type Cube = { d?: Float64Array; r: number; factorizations: number };

/** The d of ‖d‖ = r with (H + M r B) d = −g. Nothing where H is not finite. */
function minimiseCube(H: Matrix, metric: Metric, M: number, g: Float64Array): Cube {
  let factorizations = 0;
  const stepFor = (r: number) => {
    factorizations++;
    const L = cholesky(metric.regularize(H, M * r));
    if (L === undefined) return undefined;
    const d = scaled(solveCholesky(L, g), -1);
    return { L, d, length: metric.norm(d) };
  };
  // Too small while ‖d‖ > r or nothing can be factored; the function ‖d‖ − r falls and is convex where it exists.
  let low = 0;
  let high = 1;
  let at = stepFor(high);
  while (at === undefined || at.length > high) {
    low = high;
    high *= 2;
    if (!Number.isFinite(M * high)) return { r: high, factorizations };
    at = stepFor(high);
  }
  let r = high;
  for (let i = 0; i < 100 && Math.abs(at.length - r) > 1e-12 * r && high - low > 1e-15 * high; i++) {
    const Bd = metric.apply(at.d);
    const slope: number = (-M * dot(Bd, solveCholesky(at.L, Bd))) / at.length - 1;
    const newton: number = r - (at.length - r) / slope;
    const next: number = newton > low && newton < high ? newton : (low + high) / 2;
    const there = stepFor(next);
    if (there === undefined || there.length > next) low = next;
    else high = next;
    // Where nothing can be factored the next try lies halfway to the last place at which it could.
    if (there !== undefined) [r, at] = [next, there];
  }
  return { d: at.d, r, factorizations };
}
