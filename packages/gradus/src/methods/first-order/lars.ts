import type { z } from "zod";
import {
  flag,
  fraction,
  nonnegative,
  positive,
  positiveOrSchedule,
  readOptions,
  z as schema,
} from "../../core/options.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { accumulateMomentum } from "../../transforms/momentum.ts";
import { scaleByTrustRatio } from "../../transforms/trust-ratio.ts";
import { descend } from "../descend.ts";

export const larsOptions = schema.object({
  /** Global step size γ > 0, a number or a schedule. Default 1: η already carries the scale. */
  learningRate: positiveOrSchedule().default(1),
  /** Momentum in [0, 1). Default 0.9 (the paper's experiments). */
  momentum: fraction().default(0.9),
  /** Look ahead with the momentum. Default false. */
  nesterov: flag().default(false),
  /** Weight decay w ≥ 0. Default 5e-4 (the paper's experiments). */
  weightDecay: nonnegative().default(5e-4),
  /** Trust coefficient η > 0. Default 0.001 (the paper's experiments). */
  trustCoefficient: positive().default(1e-3),
});

export type LarsOptions = z.input<typeof larsOptions>;

/**
 * LARS: heavy ball in which every tensor's gradient is given a length in proportion to its parameters'; for large batches.
 *
 *     λ = η ‖θ‖ / (‖g‖ + w ‖θ‖)   per tensor; 1 where a norm is 0
 *     v_t = m v_{t−1} + γ_t λ (g_t + w θ_{t−1})
 *     θ_t = θ_{t−1} − v_t
 *
 * Tensors that start at 0 (biases) take plain steps γ g at first, which may be far too long for them: compose with
 * `masked` where that matters.
 *
 * Cost per step: one gradient; memory: one copy of the parameters.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source Y. You, I. Gitman, B. Ginsburg, Large Batch Training of Convolutional Networks, 2017, arXiv 1708.03888,
 * algorithm 1.
 * @example
 * const optimizer = lars({ learningRate: 2, momentum: 0.9 });
 */
export function lars(options: LarsOptions = {}) {
  const { learningRate, momentum, nesterov, weightDecay, trustCoefficient } = readOptions("lars", larsOptions, options);
  return descend(
    "lars",
    chain(
      scaleByTrustRatio({ coefficient: trustCoefficient, weightDecay }),
      scaleByLearningRate(learningRate),
      ...(momentum === 0 ? [] : [accumulateMomentum(momentum, { nesterov })]),
    ),
  );
}
