import { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { count, positive, readOptions, z as schema } from "../../core/options.ts";
import type { Tree } from "../../engine/tree.ts";
import type { ConstrainedState } from "./constrained-iteration.ts";
import { gmresCycles } from "./gmres-cycles.ts";
import type { EqualityConstrained } from "./kkt-programs.ts";
import { l1Norm, modelReduction, reductionAsked, type StepModel } from "./l1-merit.ts";
import { iterateL1Sqp } from "./l1-sqp.ts";
import { l1Options, systemOptions } from "./sqp-options.ts";

export const adaptiveGmresL1SqpOptions = z.object({
  ...l1Options,
  ...systemOptions,
  /** κ > 0 at the start: the system is solved to ‖r‖₁ ≤ κ ‖∇L‖₁. Default 0.1 (official code). */
  kappa: positive().default(0.1),
  /** ν > 1: how fast μ and κ adapt. Default 1.5 (official code). */
  nu: schema.number("must be above 1").gt(1, "must be above 1").default(1.5),
  /** Products in a cycle of GMRES. Default 2 (official code; 10 for logistic, 1 for the PDE). */
  cycle: count().default(2),
});

export type AdaptiveGmresL1SqpOptions = z.input<typeof adaptiveGmresL1SqpOptions>;

export type AdaptiveGmresL1SqpMemory = { mu: number; kappa: number; innerSteps: number; innerFlops: number };

/** Inexact SQP with adaptive accuracy: a method for any problem with a loss and equality constraints. */
export type AdaptiveGmresL1Sqp = <P extends Tree>(
  problem: EqualityConstrained<P>,
) => Iteration<ConstrainedState<AdaptiveGmresL1SqpMemory>, P>;

/** Beyond this μ a direction is taken as it is. */
const largestMu = 1e8;

/**
 * Inexact sequential quadratic programming whose accuracy adapts: AdaSketch-Newton's scheme with GMRES for the sketch and
 * the l1 merit function for the exact augmented Lagrangian.
 *
 *     repeat  cycles of GMRES on K d = −∇L until ‖r‖₁ ≤ κ ‖∇L‖₁
 *     until   q(d) ≥ σ μ max(‖c‖₁, ‖G d + c‖₁ − ‖c‖₁),   each time it fails  μ ← ν μ, κ ← κ/ν²
 *     (x, λ) ← (x, λ) + α d,   α by Armijo's rule on f + μ ‖c‖₁
 *
 * μ and κ are kept from step to step. Cost and limits are those of `gmresL1Sqp`.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem lacks `initial`, `loss` or `constraints`, has batches, or is not in float64.
 * @source I. Hong, S. Na, M. W. Mahoney, M. Kolar, 2023, arXiv 2305.18379 (baseline), with the constants of
 * github.com/IlgeeHong/AdaSketch-Newton.
 * @example
 * const { answer } = await minimize(hs40(), adaptiveGmresL1Sqp(), { steps: 1000 });
 */
export function adaptiveGmresL1Sqp(options: AdaptiveGmresL1SqpOptions = {}): AdaptiveGmresL1Sqp {
  const {
    epsilon,
    tau,
    nu,
    cycle,
    mu: firstMu,
    kappa: firstKappa,
    ...given
  } = readOptions("adaptive-gmres-l1-sqp", adaptiveGmresL1SqpOptions, options);
  const sigma = tau * (1 - epsilon);
  return named("adaptive-gmres-l1-sqp", (problem) =>
    iterateL1Sqp(
      {
        name: "adaptive-gmres-l1-sqp",
        options: given,
        remember: (): AdaptiveGmresL1SqpMemory => ({ mu: firstMu, kappa: firstKappa, innerSteps: 0, innerFlops: 0 }),
        async direction({ K, gradient, modelOf }, { innerSteps, innerFlops, ...before }) {
          const size = l1Norm(gradient);
          const inner = gmresCycles(K, gradient, cycle);
          let { mu, kappa } = before;
          let model: StepModel;
          let isSolved = false;
          while (true) {
            while (!isSolved && l1Norm(inner.r) > kappa * size) isSolved = !(await inner.advance());
            model = modelOf(inner.d);
            if (mu > largestMu || modelReduction(model, mu) >= reductionAsked(model, mu, sigma)) break;
            mu *= nu;
            kappa /= nu ** 2;
          }
          const memory: AdaptiveGmresL1SqpMemory = {
            mu,
            kappa,
            innerSteps: innerSteps + inner.cycles,
            innerFlops: innerFlops + inner.flops,
          };
          return { d: inner.d, model, memory };
        },
      },
      problem,
    ),
  );
}
