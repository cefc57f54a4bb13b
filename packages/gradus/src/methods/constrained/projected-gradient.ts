import { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { count, nonnegative, positive, readOptions, z as schema } from "../../core/options.ts";
import { allFinite, apply, applyTransposed, multiply, transpose } from "../../engine/linear-algebra/matrix.ts";
import { cholesky, solveCholesky } from "../../engine/linear-algebra/solve.ts";
import { addScaled, dot, norm, scaled } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import { type ConstrainedContext, type ConstrainedState, iterateConstrained } from "./constrained-iteration.ts";
import type { EqualityConstrained, Values } from "./kkt-programs.ts";

export const projectedGradientOptions = z.object({
  /** α > 0: the first step length to try; later ones start at twice the last. Default 1. */
  stepLength: positive().default(1),
  /** β in (0, 1): Armijo's constant. Default 1e-4 (Nocedal and Wright). */
  beta: schema.number("must be in (0, 1)").gt(0, "must be in (0, 1)").lt(1, "must be in (0, 1)").default(1e-4),
  /** Corrections that bring a trial back to the constraints. Default 20 [reconstructed]. */
  maximumCorrections: count().default(20),
  /** The run has finished once ‖(∇ₓL, c)‖ is at or below it. Default 1e-4, as the other methods here. */
  tolerance: nonnegative().default(1e-4),
});

export type ProjectedGradientOptions = z.input<typeof projectedGradientOptions>;

export type ProjectedGradientMemory = { alpha: number };

/** The gradient projection method: a method for any problem with a loss and equality constraints. */
export type ProjectedGradient = <P extends Tree>(
  problem: EqualityConstrained<P>,
) => Iteration<ConstrainedState<ProjectedGradientMemory>, P>;

/**
 * The gradient projection method for equality constraints: steps along the constraints, brought back to them.
 *
 *     λ = −(G Gᵀ)⁻¹ G ∇f,   p = ∇f + Gᵀ λ                     ∇f projected onto the null space of G
 *     y = x − α p,   y ← y − Gᵀ (G Gᵀ)⁻¹ c(y) until ‖c(y)‖ is small, G as at x
 *     x ← y at the first α, halved from twice the last, at which f(y) ≤ f(x) − β α ‖p‖²
 *
 * From a start that violates the constraints, Gauss-Newton steps on ‖c‖² come first. First order: linear convergence at a
 * rate that the condition of the reduced Hessian sets. Needs independent constraints' gradients.
 *
 * Cost per step: n products that give G, and f and c once for each correction of each trial. float64, on the host.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem lacks `initial`, `loss` or `constraints`, has batches, or is not in float64.
 * @source J. B. Rosen, The Gradient Projection Method for Nonlinear Programming, Part II, 1961.
 * @example
 * const { answer } = await minimize(hs42(), projectedGradient(), { steps: 1000 });
 */
export function projectedGradient(options: ProjectedGradientOptions = {}): ProjectedGradient {
  const { stepLength, beta, maximumCorrections, tolerance } = readOptions(
    "projected-gradient",
    projectedGradientOptions,
    options,
  );
  // Closer than asked for at the end: what a trial is off the constraints, it may be lower for.
  const closeness = tolerance / 1000;
  return named("projected-gradient", (problem) =>
    iterateConstrained(
      {
        name: "projected-gradient",
        tolerance,
        remember: (): ProjectedGradientMemory => ({ alpha: stepLength }),
        async step({ values, ...given }, memory) {
          const { point, evaluate, matrices, evaluations } = given;
          const context: ConstrainedContext = {
            ...given,
            values(x) {
              evaluations.objective += 2;
              return values(x);
            },
          };
          evaluations.objective += 2;
          evaluations.gradient += 2;
          const { G } = await matrices();
          if (!allFinite(G)) return { memory, outcome: "not finite: a constraint's gradient is not finite" };
          const L = cholesky(multiply(G, transpose(G)));
          if (L === undefined) return { memory, outcome: "singular: the constraints' gradients are dependent" };
          /** The shortest v with G v = w. */
          const shortest = (w: Float64Array) => applyTransposed(G, solveCholesky(L, w));
          const gradient = addScaled(point.lagrangianGradient, -1, applyTransposed(G, point.multipliers));
          const multipliers = scaled(solveCholesky(L, apply(G, gradient)), -1);
          const failed = { memory, outcome: "line search failed: no step length led to a better point" };

          if (norm(point.constraints) > closeness) {
            const restored = await restore(context, shortest(point.constraints));
            return restored ? { memory, next: await evaluate(restored, multipliers) } : failed;
          }
          const p = addScaled(gradient, 1, applyTransposed(G, multipliers));
          const squared = dot(p, p);
          const rounding = 1e-14 * Math.max(1, Math.abs(point.value));
          for (let alpha = 2 * memory.alpha; alpha > 1e-14; alpha /= 2) {
            const trial = await bringBack(context, addScaled(point.x, -alpha, p), shortest);
            if (trial && trial.value <= point.value - beta * alpha * squared + rounding) {
              return { memory: { alpha }, reports: { alpha }, next: await evaluate(trial.x, multipliers) };
            }
          }
          return failed;
        },
      },
      problem,
    ),
  );

  /** A Gauss-Newton step on ‖c‖², halved until it falls. */
  async function restore({ point, values }: ConstrainedContext, step: Float64Array) {
    const before = norm(point.constraints);
    for (let alpha = 1; alpha > 1e-10; alpha /= 2) {
      const x = addScaled(point.x, -alpha, step);
      if (norm((await values(x)).constraints) < (1 - beta * alpha) * before) return x;
    }
    return undefined;
  }

  /** The point near `start` that satisfies the constraints, if corrections lead there. */
  async function bringBack(
    { values }: ConstrainedContext,
    start: Float64Array,
    shortest: (w: Float64Array) => Float64Array,
  ): Promise<({ x: Float64Array } & Values) | undefined> {
    let x = start;
    let size = Number.POSITIVE_INFINITY;
    for (let k = 0; k <= maximumCorrections; k++) {
      const found = await values(x);
      const now = norm(found.constraints);
      if (now <= closeness) return { x, ...found };
      if (!(now < size)) return undefined;
      size = now;
      x = addScaled(x, -1, shortest(found.constraints));
    }
    return undefined;
  }
}
