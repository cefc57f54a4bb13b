import type { z } from "zod";
import { fraction, nonnegative, positiveOrSchedule, readOptions } from "../../core/options.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { accumulateMomentum } from "../../transforms/momentum.ts";
import { scaleByRms, scaleByRmsOptions } from "../../transforms/rms.ts";
import { descend } from "../descend.ts";
import { optionalDecay } from "./optional-decay.ts";

export const rmspropOptions = scaleByRmsOptions.extend({
  /** Step size α > 0, a number or a schedule of the step count. Default 1e-3 (the lecture, as Ruder 2016 has it). */
  learningRate: positiveOrSchedule().default(1e-3),
  /** Momentum in [0, 1) over the scaled gradients. Default 0. */
  momentum: fraction().default(0),
  /** Coupled (L2) weight decay w ≥ 0. Default 0. */
  weightDecay: nonnegative().default(0),
});

export type RmspropOptions = z.input<typeof rmspropOptions>;

/**
 * RMSProp: gradients divided, coordinate by coordinate, by their running root mean square.
 *
 *     v_t = β v_{t−1} + (1 − β) g_t²
 *     b_t = μ b_{t−1} + g_t / (√v_t + ε)
 *     θ_t = θ_{t−1} − α b_t
 *
 * There is no bias correction: the first step has length α/√(1 − β). See `scaleByRms` for the place of ε and for the
 * centered form.
 *
 * Cost per step: one gradient; memory: one copy of the parameters, one more each with momentum and if centered.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source T. Tieleman, G. Hinton, Lecture 6.5: RMSProp, COURSERA: Neural Networks for Machine Learning, 2012.
 * @example
 * const { answer } = await minimize(rosenbrock(), rmsprop({ learningRate: 1e-2 }), { steps: 2000 });
 */
export function rmsprop(options: RmspropOptions = {}) {
  const { learningRate, momentum, weightDecay, ...rms } = readOptions("rmsprop", rmspropOptions, options);
  return descend(
    "rmsprop",
    chain(
      ...optionalDecay(weightDecay),
      scaleByRms(rms),
      ...(momentum === 0 ? [] : [accumulateMomentum(momentum)]),
      scaleByLearningRate(learningRate),
    ),
  );
}
