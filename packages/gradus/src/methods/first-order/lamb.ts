import type { z } from "zod";
import { nonnegative, positive, positiveOrSchedule, readOptions } from "../../core/options.ts";
import { scaleByAdam, scaleByAdamOptions } from "../../transforms/adam.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { scaleByTrustRatio } from "../../transforms/trust-ratio.ts";
import { descend } from "../descend.ts";
import { optionalDecay } from "./optional-decay.ts";

export const lambOptions = scaleByAdamOptions.pick({ beta1: true, beta2: true }).extend({
  /** ε > 0, added to the root. Default 1e-6 (the paper, section 4). */
  epsilon: positive().default(1e-6),
  /** Step size α > 0, a number or a schedule of the step count. Default 1e-3 (NVIDIA's implementation). */
  learningRate: positiveOrSchedule().default(1e-3),
  /** Weight decay w ≥ 0, inside the trust ratio. Default 0.01 (the paper, section 4). */
  weightDecay: nonnegative().default(0.01),
});

export type LambOptions = z.input<typeof lambOptions>;

/**
 * LAMB: Adam's direction, given a length in proportion to each tensor's parameters; for large batches.
 *
 *     r_t = m̂_t / (√v̂_t + ε) + w θ_{t−1}
 *     θ_t = θ_{t−1} − α ‖θ_{t−1}‖/‖r_t‖ · r_t,   per tensor; the ratio is 1 where a norm is 0
 *
 * The paper's φ (which may bound ‖θ‖) is the identity.
 *
 * Cost per step: one gradient; memory: two copies of the parameters.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source Y. You et al., Large Batch Optimization for Deep Learning: Training BERT in 76 minutes, 2019, arXiv
 * 1904.00962, algorithm 2.
 * @example
 * const optimizer = lamb({ learningRate: 2e-3 });
 */
export function lamb(options: LambOptions = {}) {
  const { learningRate, weightDecay, ...moments } = readOptions("lamb", lambOptions, options);
  return descend(
    "lamb",
    chain(scaleByAdam(moments), ...optionalDecay(weightDecay), scaleByTrustRatio(), scaleByLearningRate(learningRate)),
  );
}
