import type { z } from "zod";
import { nonnegative, positiveOrSchedule, readOptions } from "../../core/options.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { scaleByRectifiedAdam, scaleByRectifiedAdamOptions } from "../../transforms/rectified-adam.ts";
import { descend } from "../descend.ts";
import { optionalDecay } from "./optional-decay.ts";

export const radamOptions = scaleByRectifiedAdamOptions.extend({
  /** Step size α > 0, a number or a schedule of the step count. Default 1e-3 (official code). */
  learningRate: positiveOrSchedule().default(1e-3),
  /** Decoupled weight decay w ≥ 0 (official code). Default 0. */
  weightDecay: nonnegative().default(0),
});

export type RadamOptions = z.input<typeof radamOptions>;

/**
 * RAdam: Adam that takes momentum steps until its second moment is reliable, and then scales its steps so that their
 * variance is constant: a warm-up without a schedule.
 *
 *     θ_t = θ_{t−1} − α r_t m̂_t / (√v̂_t + ε)   if N_t ≥ 5   (see `rectification` for N and r)
 *     θ_t = θ_{t−1} − α m̂_t                    before: 5 steps for β₂ = 0.999
 *
 * The momentum steps are as long as the gradient is: unlike Adam's they depend on the scale of the loss.
 *
 * Cost per step: one gradient; memory: two copies of the parameters.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source L. Liu et al., On the Variance of the Adaptive Learning Rate and Beyond, 2019, arXiv 1908.03265, algorithm 2.
 * @example
 * const { answer } = await minimize(rosenbrock(), radam({ learningRate: 1e-3 }), { steps: 2000 });
 */
export function radam(options: RadamOptions = {}) {
  const { learningRate, weightDecay, ...moments } = readOptions("radam", radamOptions, options);
  return descend(
    "radam",
    chain(scaleByRectifiedAdam(moments), ...optionalDecay(weightDecay), scaleByLearningRate(learningRate)),
  );
}
