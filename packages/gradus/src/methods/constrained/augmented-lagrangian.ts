import { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { count, fraction, nonnegative, positive, readOptions, z as schema } from "../../core/options.ts";
import { symmetricEigen } from "../../engine/linear-algebra/decompositions.ts";
import { gmres } from "../../engine/linear-algebra/gmres.ts";
import { allFinite, apply, multiply, transpose } from "../../engine/linear-algebra/matrix.ts";
import { addScaled, dot, norm, scaled } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import { type ConstrainedState, iterateConstrained } from "./constrained-iteration.ts";
import type { EqualityConstrained, Values } from "./kkt-programs.ts";
import { shifted } from "./newton-system.ts";
import { searchTogether } from "./search-together.ts";

export const augmentedLagrangianOptions = z.object({
  /** μ > 0 at the start: the penalty on ‖c‖². Default 1 (official code). */
  mu: positive().default(1),
  /** > 1: what μ is multiplied by after each change of λ. Default 1.5 (official code). */
  growth: schema.number("must be above 1").gt(1, "must be above 1").default(1.5),
  /** > 0: the first subproblem is solved to this norm of its gradient. Default 0.1 (official code). */
  innerTolerance: positive().default(0.1),
  /** In [0, 1): what the inner tolerance is multiplied by after each change of λ. Default 0.1 (official code). */
  innerDecay: fraction().default(0.1),
  /** Newton steps for one λ, beyond which the run ends. Default 100 (official code). */
  maximumInnerSteps: count().default(100),
  /** > 0: GMRES solves for a step to this relative residual. Default 1e-4 (official code). */
  solveTolerance: positive().default(1e-4),
  /** Products in a cycle of GMRES. Default 2 (official code). */
  cycle: count().default(2),
  /** β in (0, ½): Armijo's constant. Default 0.1 (official code). */
  beta: schema.number("must be in (0, 0.5)").gt(0, "must be in (0, 0.5)").lt(0.5, "must be in (0, 0.5)").default(0.1),
  /** The run has finished once ‖(∇ₓL, c)‖ is at or below it. Default 1e-4 (official code). */
  tolerance: nonnegative().default(1e-4),
});

export type AugmentedLagrangianOptions = z.input<typeof augmentedLagrangianOptions>;

export type AugmentedLagrangianMemory = {
  mu: number;
  innerTolerance: number;
  /** Newton steps since λ changed, and changes of λ. */
  innerSteps: number;
  updates: number;
  innerFlops: number;
};

/** The augmented Lagrangian method: a method for any problem with a loss and equality constraints. */
export type AugmentedLagrangian = <P extends Tree>(
  problem: EqualityConstrained<P>,
) => Iteration<ConstrainedState<AugmentedLagrangianMemory>, P>;

/**
 * The augmented Lagrangian method (method of multipliers) with inexact Newton steps inside.
 *
 *     A(x) = f + λᵀ c + (μ/2) ‖c‖²
 *     (∇²A + (1 − λ_min) I) d = −∇A,   x ← x + α d by Armijo's rule on A,   until ‖∇A‖ ≤ the inner tolerance
 *     λ ← λ + μ c,   μ ← 1.5 μ,   inner tolerance ← 0.1 inner tolerance
 *
 * A step here is one Newton step or one change of λ. The Hessian is always shifted, so that convergence inside is linear; on
 * nonconvex problems A may have no minimum for small μ, and the run then ends as unbounded or with too many inner steps.
 * Needs no independence of the constraints' gradients.
 *
 * Cost per Newton step: n Hessian-vector products, two gradients, one evaluation of f and c for each trial of the line
 * search, and one eigenvalue decomposition (9 n³). float64, on the host.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem lacks `initial`, `loss` or `constraints`, has batches, or is not in float64.
 * @source M. R. Hestenes, Multiplier and Gradient Methods, 1969; M. J. D. Powell, 1969; as in github.com/IlgeeHong/AdaSketch-Newton.
 * @example
 * const { answer } = await minimize(hs42(), augmentedLagrangian(), { steps: 1000 });
 */
export function augmentedLagrangian(options: AugmentedLagrangianOptions = {}): AugmentedLagrangian {
  const { growth, innerDecay, maximumInnerSteps, solveTolerance, cycle, beta, tolerance, ...given } = readOptions(
    "augmented-lagrangian",
    augmentedLagrangianOptions,
    options,
  );
  const meritOf = ({ value, constraints: c }: Values, multipliers: Float64Array, mu: number) =>
    value + dot(multipliers, c) + (mu / 2) * dot(c, c);
  return named("augmented-lagrangian", (problem) =>
    iterateConstrained(
      {
        name: "augmented-lagrangian",
        tolerance,
        remember: (): AugmentedLagrangianMemory => ({
          mu: given.mu,
          innerTolerance: given.innerTolerance,
          innerSteps: 0,
          updates: 0,
          innerFlops: 0,
        }),
        async step({ point, evaluations, evaluate, values, matrices }, memory) {
          const { mu, innerTolerance } = memory;
          const { x, multipliers, constraints } = point;
          // ∇A is ∇ₓL for the multipliers λ + μ c: no Jacobian is needed.
          const first = addScaled(multipliers, mu, constraints);
          const gradient = (await evaluate(x, first)).lagrangianGradient;
          const counted = (change: Partial<AugmentedLagrangianMemory>, more: Record<string, number> = {}) => {
            const next = { ...memory, ...change };
            return { memory: next, reports: { ...next, ...more } };
          };
          evaluations.objective += 2;
          evaluations.gradient += 2;

          if (norm(gradient) <= innerTolerance) {
            const updated = counted({
              mu: growth * mu,
              innerTolerance: innerDecay * innerTolerance,
              innerSteps: 0,
              updates: memory.updates + 1,
            });
            return { ...updated, next: await evaluate(x, first) };
          }
          const failed = (outcome: string) => ({ ...counted({}), outcome });
          if (memory.innerSteps >= maximumInnerSteps) {
            return failed(`inner steps: ${maximumInnerSteps} did not solve the subproblem for one λ`);
          }

          const { H, G } = await matrices(first);
          if (!allFinite(H) || !allFinite(G)) return failed("not finite: a second derivative is not a finite number");
          const n = x.length;
          const square = multiply(transpose(G), G);
          const curvature = { ...H, data: H.data.map((value, k) => value + mu * square.data[k]!) };
          const system = shifted(curvature, 1 - symmetricEigen(curvature).values[0]!);
          const solution = await gmres((v) => apply(system, v), scaled(gradient, -1), {
            restart: Math.min(cycle, n),
            maximumIterations: 1e4,
            tolerance: solveTolerance,
          });
          const d = Float64Array.from([...solution.x, ...new Float64Array(multipliers.length)]);
          const slope = dot(gradient, solution.x);
          const value = meritOf(point, multipliers, mu);
          const found = await searchTogether(
            point,
            d,
            async (at) => ({ x: at, ...(await values(at)) }),
            (trial, alpha) => {
              evaluations.objective += 2;
              const bound = value + alpha * beta * slope + 1e-14 * Math.max(1, Math.abs(value));
              return meritOf(trial, multipliers, mu) <= bound;
            },
          );
          if (found === undefined) return failed("line search failed: no step length passed Armijo's test");
          const flops = 2 * n * n * solution.iterations * 2;
          return {
            ...counted(
              { innerSteps: memory.innerSteps + 1, innerFlops: memory.innerFlops + flops },
              { stepLength: found.alpha },
            ),
            next: await evaluate(found.point.x, multipliers),
          };
        },
      },
      problem,
    ),
  );
}
