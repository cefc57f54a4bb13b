import { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { readOptions } from "../../core/options.ts";
import { solve } from "../../engine/linear-algebra/solve.ts";
import { scaled } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import type { ConstrainedState } from "./constrained-iteration.ts";
import type { EqualityConstrained } from "./kkt-programs.ts";
import { iterateL1Sqp, raisedMu } from "./l1-sqp.ts";
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
  const { epsilon, tau, mu: firstMu, ...given } = readOptions("newton-kkt", newtonKktOptions, options);
  const sigma = tau * (1 - epsilon);
  return named("newton-kkt", (problem) =>
    iterateL1Sqp(
      {
        name: "newton-kkt",
        options: given,
        remember: (): NewtonKktMemory => ({ mu: firstMu, innerFlops: 0 }),
        direction({ K, gradient, modelOf }, { mu, innerFlops }) {
          const d = solve(K, scaled(gradient, -1));
          if (d === undefined) return { outcome: "singular: the Newton system has no unique solution" };
          const model = modelOf(d);
          const memory: NewtonKktMemory = {
            mu: raisedMu(model, mu, { sigma, tau }),
            innerFlops: innerFlops + (2 / 3) * d.length ** 3,
          };
          return { d, model, memory };
        },
      },
      problem,
    ),
  );
}
