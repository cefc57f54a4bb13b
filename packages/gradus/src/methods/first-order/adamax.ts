import type { z } from "zod";
import { nonnegative, positiveOrSchedule, readOptions } from "../../core/options.ts";
import { scaleByAdamax, scaleByAdamaxOptions } from "../../transforms/adamax.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { descend } from "../descend.ts";
import { optionalDecay } from "./optional-decay.ts";

export const adamaxOptions = scaleByAdamaxOptions.extend({
  /** Step size α > 0, a number or a schedule of the step count. Default 2e-3 (the paper, algorithm 2). */
  learningRate: positiveOrSchedule().default(2e-3),
  /** Coupled (L2) weight decay w ≥ 0. Default 0. */
  weightDecay: nonnegative().default(0),
});

export type AdamaxOptions = z.input<typeof adamaxOptions>;

/**
 * AdaMax: Adam with a weighted maximum of the gradient's size in place of its root mean square.
 *
 *     m_t = β₁ m_{t−1} + (1 − β₁) g_t,   w_t = max(β₂ w_{t−1}, |g_t| + ε)
 *     θ_t = θ_{t−1} − α m_t / ((1 − β₁ᵗ) w_t)
 *
 * No step is longer than α in any coordinate while gradients do not shrink faster than β₂ᵗ.
 *
 * Cost per step: one gradient; memory: two copies of the parameters.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source D. P. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, 2014, arXiv 1412.6980, algorithm 2.
 * @example
 * const { answer } = await minimize(rosenbrock(), adamax({ learningRate: 1e-2 }), { steps: 2000 });
 */
export function adamax(options: AdamaxOptions = {}) {
  const { learningRate, weightDecay, ...moments } = readOptions("adamax", adamaxOptions, options);
  return descend(
    "adamax",
    chain(...optionalDecay(weightDecay), scaleByAdamax(moments), scaleByLearningRate(learningRate)),
  );
}
