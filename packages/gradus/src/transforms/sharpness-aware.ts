import { numpy as np } from "@jax-js/jax";
import { CapabilityError } from "../core/errors.ts";
import { positiveOrSchedule, readOptions, valueAt, z } from "../core/options.ts";
import * as tree from "../engine/tree.ts";
import { answerOf, numbersOf, reportNumbersOf, reportOf } from "./inner.ts";
import { type Transformation, transformation } from "./transformation.ts";

const sharpnessOptions = z.object({
  /** Radius ρ > 0 of the neighbourhood, a number or a schedule. Default 0.05 (section 3.1, CIFAR-10). */
  rho: positiveOrSchedule().default(0.05),
});

export type SharpnessAwareOptions = z.input<typeof sharpnessOptions>;

/**
 * Sharpness-aware minimisation: the optimizer gets the gradient at the worst point near by, to first order, and so
 * lowers the largest loss in a ball rather than the loss.
 *
 *     ε = ρ g / ‖g‖₂,   g = ∇f(θ)          (ε = 0 where g = 0)
 *     u = inner(∇f(θ + ε))
 *
 * Both gradients are of the same batch. Cost per step: two gradients; memory: one more copy of the parameters while
 * stepping. State: inner's.
 *
 * @throws {OptionError} if ρ is not positive; {CapabilityError} where the caller offers no `gradientAt`.
 * @source P. Foret, A. Kleiner, H. Mobahi, B. Neyshabur, Sharpness-Aware Minimization for Efficiently Improving
 * Generalization, 2020, arXiv 2010.01412, algorithm 1 with p = 2, eqs. (2) and (3).
 * @example
 * const sam = descend("SAM", sharpnessAware(chain(accumulateMomentum(0.9), scaleByLearningRate(0.1)), { rho: 0.05 }));
 */
export function sharpnessAware(inner: Transformation, options: SharpnessAwareOptions = {}) {
  const { rho } = readOptions("sharpnessAware", sharpnessOptions, options);
  return transformation({
    init: (params) => inner.init(params),
    numbers: (update) => ({ inner: numbersOf(inner, update), rho: valueAt(rho, update - 1) }),
    update(gradient, state, params, { numbers, ...context }) {
      if (!context.gradientAt) {
        throw new CapabilityError(
          "sharpnessAware needs the gradient at other parameters: run it by 'descend', or hand 'gradientAt' to the update",
        );
      }
      const norm = tree.norm(tree.ref(gradient));
      const factor = np.where(norm.ref.greater(0), numbers.rho.ref.div(norm), 0);
      const worst = tree.add(tree.ref(params), tree.scale(gradient, factor));
      factor.dispose();
      return inner.update(context.gradientAt(worst), state, params, { ...context, numbers: numbers.inner });
    },
    answer: (params, state) => answerOf(inner, params, state),
    report: (state) => reportOf(inner, state),
    reportNumbers: (update) => reportNumbersOf(inner, update),
  });
}
