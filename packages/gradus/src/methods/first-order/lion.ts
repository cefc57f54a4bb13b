import type { z } from "zod";
import { nonnegative, positiveOrSchedule, readOptions } from "../../core/options.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { scaleByLion, scaleByLionOptions } from "../../transforms/lion.ts";
import { descend } from "../descend.ts";
import { optionalDecay } from "./optional-decay.ts";

export const lionOptions = scaleByLionOptions.extend({
  /** Step size α > 0, a number or a schedule: every step has this length. Default 1e-4 (official code). */
  learningRate: positiveOrSchedule().default(1e-4),
  /** Decoupled weight decay w ≥ 0; three to ten times AdamW's (the paper, section 5). Default 0 (official code). */
  weightDecay: nonnegative().default(0),
});

export type LionOptions = z.input<typeof lionOptions>;

/**
 * Lion: steps along the sign of a momentum, so that every coordinate moves by the learning rate.
 *
 *     u_t = sign(β₁ m_{t−1} + (1 − β₁) g_t)
 *     θ_t = (1 − α w) θ_{t−1} − α u_t
 *     m_t = β₂ m_{t−1} + (1 − β₂) g_t
 *
 * Learning rates are three to ten times smaller than AdamW's (the paper, section 5).
 *
 * Cost per step: one gradient; memory: one copy of the parameters.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source X. Chen et al., Symbolic Discovery of Optimization Algorithms, 2023, arXiv 2302.06675, program 1.
 * @example
 * const optimizer = lion({ learningRate: 1e-4, weightDecay: 1 });
 */
export function lion(options: LionOptions = {}) {
  const { learningRate, weightDecay, ...rest } = readOptions("lion", lionOptions, options);
  return descend("lion", chain(scaleByLion(rest), ...optionalDecay(weightDecay), scaleByLearningRate(learningRate)));
}
