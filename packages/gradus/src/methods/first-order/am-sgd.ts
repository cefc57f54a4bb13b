import type { z } from "zod";
import { positiveOrSchedule, readOptions } from "../../core/options.ts";
import { adaptiveMemory, adaptiveMemoryOptions } from "../../transforms/adaptive-memory.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { descend } from "../descend.ts";

export const amSgdOptions = adaptiveMemoryOptions.extend({
  /** Step size η > 0, a number or a schedule of the step count: about 1/(1 − β) times heavy ball's. Default 0.1. */
  learningRate: positiveOrSchedule().default(0.1),
});

export type AmSgdOptions = z.input<typeof amSgdOptions>;

/**
 * AM-MSGD, and with a full gradient AM-MGD: gradient descent with momentum whose coefficient β_t is recomputed at each
 * step from a model of the loss, one plane through the gradient and one through the accumulated direction.
 *
 *     q = d_t − g_t
 *     β_t = clip( ((1 + λ) gap_t − ⟨q, g_t + λ d_t⟩) / ‖q‖², 0, β_max ),   gap_t = ⟨g_t, d_t⟩
 *     d_{t+1} = ((β_t + λ) d_t + (1 − β_t) g_t) / (1 + λ),   d_1 = g_0
 *     θ_{t+1} = θ_t − η d_{t+1}
 *
 * A direction that is longer than the gradient and along it (progress in a valley) gives a large β, one against it
 * (overshoot) a small one. For λ = 0, β = ‖g‖²/‖d − g‖². The rate is O(1/√T) in the convex and the smooth non-convex
 * setting (the paper). On a convex problem β_max = 0.99 may be worth trying: the best momentum is often above 0.9.
 *
 * Weight decay is coupled. Gap "exact" uses the losses themselves; see `adaptiveMemory`.
 *
 * Cost per step: one gradient; memory: one copy of the parameters. Reports β_t as "beta".
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source K. Topollai, A. Choromanska, Adaptive Memory Momentum via a Model-Based Framework for Deep Learning
 * Optimization, 2025, arXiv 2510.04988, algorithm 1.
 * @example
 * const { answer } = await minimize(problem, amSgd({ learningRate: 0.5, betaMax: 0.99 }), { steps: 400 });
 */
export function amSgd(options: AmSgdOptions = {}) {
  const settings = readOptions("am-msgd", amSgdOptions, options);
  return descend("am-msgd", chain(adaptiveMemory(settings), scaleByLearningRate(settings.learningRate)));
}
