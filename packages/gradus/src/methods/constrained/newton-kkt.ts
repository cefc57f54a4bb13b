import { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { readOptions } from "../../core/options.ts";
import { solve } from "../../engine/linear-algebra/solve.ts";
import { scaled } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import { type ConstrainedState, iterateConstrained } from "./constrained-iteration.ts";
import type { EqualityConstrained } from "./kkt-programs.ts";
import { modelReduction, reductionAsked, searchL1, stepModel } from "./l1-merit.ts";
import { fullGradient, newtonSystem } from "./newton-system.ts";
import { l1Options, systemOptions } from "./sqp-options.ts";

export const newtonKktOptions = z.object({ ...l1Options, ...systemOptions });

export type NewtonKktOptions = z.input<typeof newtonKktOptions>;

export type NewtonKktMemory = { mu: number; innerFlops: number };

/** Newton's method on the KKT conditions: a method for any problem with a loss and equality constraints. */
export type NewtonKkt = <P extends Tree>(
  problem: EqualityConstrained<P>,
) => Iteration<ConstrainedState<NewtonKktMemory>, P>;

/**
 * Newton's method on the KKT conditions, which is sequential quadratic programming with exact solves, with a line search on
 * the l1 merit function.
 *
 *     [B Gᵀ; G 0] d = −∇L,   (x, λ) ← (x, λ) + α d,   α by Armijo's rule on f + μ ‖c‖₁
 *
 * μ is raised as in `gmresL1Sqp` where the model of the merit function does not promise enough. Near a regular solution it
 * converges quadratically as long as whole steps are taken, which the l1 merit function may forbid (Maratos' effect).
 *
 * Cost per step: n Hessian-vector products, one gradient of L, one evaluation of f and c for each trial of the line search,
 * and 2 N³/3 operations (N = n + m). float64, on the host.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem lacks `initial`, `loss` or `constraints`, has batches, or is not in float64.
 * @source J. Nocedal, S. J. Wright, Numerical Optimization, 2nd edition 2006, algorithms 18.1 and 18.3.
 * @example
 * const { answer } = await minimize(hs40(), newtonKkt(), { steps: 100 });
 */
export function newtonKkt(options: NewtonKktOptions = {}): NewtonKkt {
  const { beta, epsilon, tau, ...given } = readOptions("newton-kkt", newtonKktOptions, options);
  const sigma = tau * (1 - epsilon);
  return named("newton-kkt", (problem) =>
    iterateConstrained(
      {
        name: "newton-kkt",
        tolerance: given.tolerance,
        remember: (): NewtonKktMemory => ({ mu: given.mu, innerFlops: 0 }),
        async step(context, memory) {
          const { point, matrices } = context;
          const { H, G } = await matrices();
          const system = newtonSystem({ H, G }, point, given);
          if ("outcome" in system) return { memory, outcome: system.outcome };
          const d = solve(system.K, scaled(fullGradient(point), -1));
          if (d === undefined) return { memory, outcome: "singular: the Newton system has no unique solution" };
          const model = stepModel(point, { B: system.B, G }, d);
          let { mu } = memory;
          if (modelReduction(model, mu) < reductionAsked(model, mu, sigma) && model.violation > model.predicted) {
            mu = Math.max(model.increase / ((1 - tau) * (model.violation - model.predicted)), mu) + 1e-4;
          }
          const found = await searchL1(context, d, model, { mu, beta });
          const remembered: NewtonKktMemory = { mu, innerFlops: memory.innerFlops + (2 / 3) * d.length ** 3 };
          const reports = { ...remembered, stepLength: found?.alpha ?? 0, shift: system.shift };
          if (found === undefined) {
            return { memory: remembered, reports, outcome: "line search failed: no step length passed Armijo's test" };
          }
          return { next: found.point, memory: remembered, reports };
        },
      },
      problem,
    ),
  );
}
