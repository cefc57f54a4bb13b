import type { z } from "zod";
import { nonnegative, positiveOrSchedule, readOptions } from "../../core/options.ts";
import { chain } from "../../transforms/chain.ts";
import { averageGradients, averageGradientsOptions } from "../../transforms/gradient-average.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { descend } from "../descend.ts";
import { optionalDecay } from "./optional-decay.ts";

export const emaSgdOptions = averageGradientsOptions.omit({ gradientShare: true, start: true }).extend({
  /** Step size η > 0, a number or a schedule of the step count: 1/(1 − β) times that of `sgd`. Default 0.1. */
  learningRate: positiveOrSchedule().default(0.1),
  /** Coupled (L2) weight decay w ≥ 0. Default 0. */
  weightDecay: nonnegative().default(0),
});

export type EmaSgdOptions = z.input<typeof emaSgdOptions>;

/**
 * Gradient descent along an average of gradients: momentum in the form in which the momentum does not change the
 * length of the steps, so that different β can be compared at one learning rate.
 *
 *     d_t = β d_{t−1} + (1 − β) g_t,   d_1 = g_1
 *     θ_t = θ_{t−1} − η d_t,   or θ_{t−1} − η (β d_t + (1 − β) g_t) with `nesterov`
 *
 * Cost per step: one gradient; memory: one copy of the parameters.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source The fixed-momentum family of K. Topollai, A. Choromanska, 2025, arXiv 2510.04988; after B. T. Polyak, 1964.
 * @example
 * const baseline = emaSgd({ learningRate: 1, momentum: 0.9 });
 */
export function emaSgd(options: EmaSgdOptions = {}) {
  const { learningRate, weightDecay, ...average } = readOptions("ema-sgd", emaSgdOptions, options);
  return descend(
    "ema-sgd",
    chain(...optionalDecay(weightDecay), averageGradients(average), scaleByLearningRate(learningRate)),
  );
}
