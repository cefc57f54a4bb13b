import type { z } from "zod";
import { positiveOrSchedule, readOptions } from "../../core/options.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { scaleByScalarAdagrad, scaleByScalarAdagradOptions } from "../../transforms/scalar-adagrad.ts";
import { descend } from "../descend.ts";

export const scalarAdagradOptions = scaleByScalarAdagradOptions.extend({
  /** Step size α > 0, a number or a schedule of the step count. Default 1e-2, as for AdaGrad. */
  learningRate: positiveOrSchedule().default(1e-2),
});

export type ScalarAdagradOptions = z.input<typeof scalarAdagradOptions>;

/**
 * AdaGrad with one rate for all parameters: it shrinks with the root of the sum of squared gradient norms.
 *
 *     s_t = s_{t−1} + ‖g_t‖²
 *     θ_t = θ_{t−1} − α g_t / (√s_t + ε)
 *
 * The first step has length α. For smooth non-convex functions ‖g‖² falls as O(1/√t) under noise and O(1/t) without,
 * for any α, with constants that depend on it.
 *
 * Cost per step: one gradient; memory: one number.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source M. Streeter, H. B. McMahan, 2010; R. Ward, X. Wu, L. Bottou, 2018, arXiv 1806.01811, algorithm 1.
 * @example
 * const { answer } = await minimize(rosenbrock(), scalarAdagrad({ learningRate: 1 }), { steps: 2000 });
 */
export function scalarAdagrad(options: ScalarAdagradOptions = {}) {
  const { learningRate, ...rest } = readOptions("scalar-adagrad", scalarAdagradOptions, options);
  return descend("scalar-adagrad", chain(scaleByScalarAdagrad(rest), scaleByLearningRate(learningRate)));
}
