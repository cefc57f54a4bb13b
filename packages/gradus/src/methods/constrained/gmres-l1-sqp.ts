import { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { count, positive, readOptions } from "../../core/options.ts";
import type { Tree } from "../../engine/tree.ts";
import type { ConstrainedState } from "./constrained-iteration.ts";
import { gmresCycles } from "./gmres-cycles.ts";
import type { EqualityConstrained } from "./kkt-programs.ts";
import { l1Norm, modelReduction, reductionAsked } from "./l1-merit.ts";
import { iterateL1Sqp, raisedMu } from "./l1-sqp.ts";
import { l1Options, systemOptions } from "./sqp-options.ts";

export const gmresL1SqpOptions = z.object({
  ...l1Options,
  ...systemOptions,
  /** κ > 0: test 1 asks for ‖r‖₁ ≤ κ ‖∇L‖₁. Default 1 (official code). */
  kappa: positive().default(1),
  /** κ₁ > 0: and for ‖r_c‖₁ ≤ max(κ₁ ‖∇ₓL‖₁, κ₂ ‖c‖₁). Default 0.1 (official code). */
  kappa1: positive().default(0.1),
  /** Products in a cycle of GMRES. Default 2 (official code; 10 for logistic, 7 for the PDE). */
  cycle: count().default(2),
});

export type GmresL1SqpOptions = z.input<typeof gmresL1SqpOptions>;

export type GmresL1SqpMemory = { mu: number; kappa2: number; innerSteps: number; innerFlops: number };

/** Inexact SQP: a method for any problem with a loss and equality constraints. */
export type GmresL1Sqp = <P extends Tree>(
  problem: EqualityConstrained<P>,
) => Iteration<ConstrainedState<GmresL1SqpMemory>, P>;

/**
 * Inexact sequential quadratic programming: the Newton system is solved by GMRES until one of two tests says that the step
 * will lessen f + μ ‖c‖₁.
 *
 *     K d = −∇L,   r = K d + ∇L = (r_x, r_c),   K = [B Gᵀ; G 0]
 *     test 1:  ‖r‖₁ ≤ κ ‖∇L‖₁,  ‖r_c‖₁ ≤ max(κ₁ ‖∇ₓL‖₁, κ₂ ‖c‖₁)  and  q(d) ≥ σ μ max(‖c‖₁, ‖G d + c‖₁ − ‖c‖₁)
 *     test 2:  ‖r_x‖₁ ≤ ε ‖c‖₁  and  ‖r_c‖₁ ≤ κ₂ ‖c‖₁;  μ is raised where q(d) is still too small
 *     (x, λ) ← (x, λ) + α d,   α by Armijo's rule on f + μ ‖c‖₁
 *
 * with κ₂ = max(‖∇ₓL⁰‖₁/(‖c⁰‖₁ + 1), 1). Converges from anywhere while constraints' gradients stay independent, at a linear
 * rate that its loose tests set; where K's solution is reached to rounding before a test is met, the step is taken as it is
 * [reconstructed].
 *
 * Cost per step: n Hessian-vector products, one gradient of L, one evaluation of f and c for each trial of the line search;
 * 2 N² operations a product of GMRES (N = n + m). float64, on the host.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem lacks `initial`, `loss` or `constraints`, has batches, or is not in float64.
 * @source R. H. Byrd, F. E. Curtis, J. Nocedal, An Inexact SQP Method for Equality Constrained Optimization, 2008, with the
 * constants of github.com/IlgeeHong/AdaSketch-Newton.
 * @example
 * const { answer } = await minimize(hs40(), gmresL1Sqp(), { steps: 1000 });
 */
export function gmresL1Sqp(options: GmresL1SqpOptions = {}): GmresL1Sqp {
  const {
    epsilon,
    tau,
    kappa,
    kappa1,
    cycle,
    mu: firstMu,
    ...given
  } = readOptions("gmres-l1-sqp", gmresL1SqpOptions, options);
  const sigma = tau * (1 - epsilon);
  return named("gmres-l1-sqp", (problem) =>
    iterateL1Sqp(
      {
        name: "gmres-l1-sqp",
        options: given,
        remember: ({ lagrangianGradient, constraints }): GmresL1SqpMemory => ({
          mu: firstMu,
          kappa2: Math.max(l1Norm(lagrangianGradient) / (l1Norm(constraints) + 1), 1),
          innerSteps: 0,
          innerFlops: 0,
        }),
        async direction({ point, K, gradient, modelOf }, { mu, kappa2, innerSteps, innerFlops }) {
          const n = point.x.length;
          const violation = l1Norm(point.constraints);
          const stationarity = l1Norm(point.lagrangianGradient);
          const inner = gmresCycles(K, gradient, cycle);
          let model = modelOf(inner.d);
          while (await inner.advance()) {
            model = modelOf(inner.d);
            const [inX, inC] = [l1Norm(inner.r.subarray(0, n)), l1Norm(inner.r.subarray(n))];
            const isFirst =
              inX + inC <= kappa * (stationarity + violation) &&
              inC <= Math.max(kappa1 * stationarity, kappa2 * violation) &&
              modelReduction(model, mu) >= reductionAsked(model, mu, sigma);
            if (isFirst || (inX <= epsilon * violation && inC <= kappa2 * violation)) break;
          }
          const memory: GmresL1SqpMemory = {
            mu: raisedMu(model, mu, { sigma, tau }),
            kappa2,
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
