import type { z } from "zod";
import { positiveOrSchedule, readOptions } from "../../core/options.ts";
import { adaptiveMemoryAdamw, adaptiveMemoryAdamwOptions } from "../../transforms/adaptive-memory-adamw.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { descend } from "../descend.ts";

export const amAdamwOptions = adaptiveMemoryAdamwOptions.extend({
  /** Step size η > 0, a number or a schedule of the step count. Default 1e-3 (AdamW). */
  learningRate: positiveOrSchedule().default(1e-3),
});

export type AmAdamwOptions = z.input<typeof amAdamwOptions>;

/**
 * AM-AdamW: AdamW whose momentum β₁ is recomputed for each tensor at each step, from the model of AM-MSGD in AdamW's
 * metric P = (1 − β_max ∏ past β)(√v̂ + ε).
 *
 *     d_{t+1} = ((1 − β_t) g_t + (λ P + β_t) d_t) / (1 + λ P)
 *     θ_{t+1} = (1 − μ η_t) θ_t − η_t d_{t+1} / P
 *
 * See `adaptiveMemoryAdamw` for β_t. λ matters only where gradients are not tiny, since λ P has their unit. With the
 * default β_max = 0.89, β_t sits at its bound most of the time and the method is close to AdamW with β₁ = 0.89.
 *
 * Cost per step: one gradient; memory: two copies of the parameters. Reports the mean β_t over tensors as "beta".
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source K. Topollai, A. Choromanska, Adaptive Memory Momentum via a Model-Based Framework for Deep Learning
 * Optimization, 2025, arXiv 2510.04988, algorithm 3.
 * @example
 * const optimizer = amAdamw({ learningRate: 3e-2, betaMax: 0.99 });
 */
export function amAdamw(options: AmAdamwOptions = {}) {
  const settings = readOptions("am-adamw", amAdamwOptions, options);
  return descend("am-adamw", chain(adaptiveMemoryAdamw(settings), scaleByLearningRate(settings.learningRate)));
}
