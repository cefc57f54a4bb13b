import type { z } from "zod";
import { nonnegative, positiveOrSchedule, readOptions } from "../../core/options.ts";
import { scaleByAdam, scaleByAdamOptions } from "../../transforms/adam.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { descend } from "../descend.ts";
import { optionalDecay } from "./optional-decay.ts";

export const nadamOptions = scaleByAdamOptions.pick({ beta1: true, beta2: true, epsilon: true }).extend({
  /** Step size α > 0, a number or a schedule of the step count. Default 2e-3 (PyTorch). */
  learningRate: positiveOrSchedule().default(2e-3),
  /** Coupled (L2) weight decay w ≥ 0. Default 0. */
  weightDecay: nonnegative().default(0),
});

export type NadamOptions = z.input<typeof nadamOptions>;

/**
 * NAdam: Adam whose mean gradient looks one step ahead, as Nesterov's momentum does.
 *
 *     m̂_t = β₁ m_t / (1 − β₁ᵗ⁺¹) + (1 − β₁) g_t / (1 − β₁ᵗ)
 *     θ_t = θ_{t−1} − α m̂_t / (√v̂_t + ε)
 *
 * β₁ is constant, as in optax; the paper also lets it grow over the first steps, as PyTorch does.
 *
 * Cost per step: one gradient; memory: two copies of the parameters.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source T. Dozat, Incorporating Nesterov Momentum into Adam, ICLR workshop 2016, algorithm 2.
 * @example
 * const { answer } = await minimize(rosenbrock(), nadam({ learningRate: 1e-2 }), { steps: 2000 });
 */
export function nadam(options: NadamOptions = {}) {
  const { learningRate, weightDecay, ...moments } = readOptions("nadam", nadamOptions, options);
  return descend(
    "nadam",
    chain(
      ...optionalDecay(weightDecay),
      scaleByAdam({ ...moments, nesterov: true }),
      scaleByLearningRate(learningRate),
    ),
  );
}
