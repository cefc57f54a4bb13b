import type { z } from "zod";
import { nonnegative, positiveOrSchedule, readOptions } from "../../core/options.ts";
import { scaleByAdam, scaleByAdamOptions } from "../../transforms/adam.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { descend } from "../descend.ts";
import { optionalDecay } from "./optional-decay.ts";

export const adamwOptions = scaleByAdamOptions.extend({
  /** Step size α > 0, a number or a schedule of the step count. Default 1e-3 (the paper, algorithm 2). */
  learningRate: positiveOrSchedule().default(1e-3),
  /** Decoupled weight decay w ≥ 0. Default 0.01 (PyTorch; optax has 1e-4). */
  weightDecay: nonnegative().default(0.01),
});

export type AdamwOptions = z.input<typeof adamwOptions>;

/**
 * AdamW: Adam that shrinks the weights themselves instead of adding their decay to the gradient.
 *
 *     θ_t = (1 − α_t w) θ_{t−1} − α_t m̂_t / (√v̂_t + ε)
 *
 * with m̂ and v̂ as in `adam`, of the bare gradient. As in PyTorch and optax, the decay is multiplied by the whole
 * learning rate; the paper multiplies it by the schedule's factor alone.
 *
 * Cost per step: one gradient; memory: two copies of the parameters (three with `amsgrad`).
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source I. Loshchilov, F. Hutter, Decoupled Weight Decay Regularization, 2017, arXiv 1711.05101, algorithm 2.
 * @example
 * const optimizer = adamw({ learningRate: 3e-4, beta2: 0.95, weightDecay: 0.1 });
 */
export function adamw(options: AdamwOptions = {}) {
  const { learningRate, weightDecay, ...moments } = readOptions("adamw", adamwOptions, options);
  return descend(
    "adamw",
    chain(scaleByAdam(moments), ...optionalDecay(weightDecay), scaleByLearningRate(learningRate)),
  );
}
