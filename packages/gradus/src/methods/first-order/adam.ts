import type { z } from "zod";
import { nonnegative, positiveOrSchedule, readOptions } from "../../core/options.ts";
import { scaleByAdam, scaleByAdamOptions } from "../../transforms/adam.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { descend } from "../descend.ts";
import { optionalDecay } from "./optional-decay.ts";

export const adamOptions = scaleByAdamOptions.omit({ nesterov: true }).extend({
  /** Step size α > 0, a number or a schedule of the step count. Default 1e-3 (the paper, algorithm 1). */
  learningRate: positiveOrSchedule().default(1e-3),
  /** Coupled (L2) weight decay w ≥ 0: w θ is added to the gradient. Default 0. See `adamw` for decoupled decay. */
  weightDecay: nonnegative().default(0),
});

export type AdamOptions = z.input<typeof adamOptions>;

/**
 * Adam: steps along the mean gradient, each coordinate divided by its gradients' root mean square.
 *
 *     m_t = β₁ m_{t−1} + (1 − β₁) g_t,   v_t = β₂ v_{t−1} + (1 − β₂) g_t²
 *     θ_t = θ_{t−1} − α m̂_t / (√v̂_t + ε),   m̂ = m/(1 − β₁ᵗ),  v̂ = v/(1 − β₂ᵗ)
 *
 * The first step has length α in every coordinate, whatever the scale of the loss.
 *
 * Cost per step: one gradient; memory: two copies of the parameters (three with `amsgrad`).
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source D. P. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, 2014, arXiv 1412.6980, algorithm 1.
 * @example
 * const { answer } = await minimize(rosenbrock(), adam({ learningRate: 1e-2 }), { steps: 2000 });
 */
export function adam(options: AdamOptions = {}) {
  const { learningRate, weightDecay, ...moments } = readOptions("adam", adamOptions, options);
  return descend("adam", chain(...optionalDecay(weightDecay), scaleByAdam(moments), scaleByLearningRate(learningRate)));
}
