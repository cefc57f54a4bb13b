import type { z } from "zod";
import { flag, nonnegative, positiveOrSchedule, readOptions } from "../../core/options.ts";
import { beliefOptions, scaleByBelief } from "../../transforms/belief.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { addDecayedWeights } from "../../transforms/weight-decay.ts";
import { descend } from "../descend.ts";

export const adabeliefOptions = beliefOptions.extend({
  /** Step size α > 0, a number or a schedule of the step count. Default 1e-3 (official packages). */
  learningRate: positiveOrSchedule().default(1e-3),
  /** Weight decay w ≥ 0. Default 0. */
  weightDecay: nonnegative().default(0),
  /** Decay the weights themselves, θ ← (1 − α w) θ, instead of adding w θ to the gradient. */
  decoupled: flag().default(false),
  /** Decoupled decay by w itself, θ ← (1 − w) θ, whatever the learning rate. */
  fixedDecay: flag().default(false),
});

export type AdabeliefOptions = z.input<typeof adabeliefOptions>;

/**
 * AdaBelief: Adam with the second moment of the gradient replaced by its variance about the mean, so that the step is
 * long where the gradient is as predicted ("belief") and short where it is not.
 *
 *     m_t = β₁ m_{t−1} + (1 − β₁) g_t
 *     s_t = β₂ s_{t−1} + (1 − β₂)(g_t − m_t)² + ε
 *     θ_t = θ_{t−1} − α m̂_t / (√ŝ_t + ε),   m̂ = m/(1 − β₁ᵗ),  ŝ = s/(1 − β₂ᵗ)
 *
 * ε is part of s, so ŝ never falls below ε/(1 − β₂): the largest step is α/√(1000 ε) for β₂ = 0.999. The first step has
 * length α/β₁. Element-wise clipping makes a gradient constant and the step explode; clip by norm.
 *
 * The defaults are the paper's (ε = 1e-8, no rectification, coupled decay). `adabeliefPackage` holds those of
 * adabelief-pytorch 0.2.1, which differ.
 *
 * Cost per step: one gradient; memory: two copies of the parameters (three with `amsgrad`). Precision follows the
 * parameters' dtype; in float32 an ε below 1e-16 has no effect.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source J. Zhuang, T. Tang, Y. Ding, S. Tatikonda, N. Dvornek, X. Papademetris, J. S. Duncan, AdaBelief Optimizer:
 * Adapting Stepsizes by the Belief in Observed Gradients, 2020, arXiv 2010.07468, algorithm 2; variants: adabelief-pytorch.
 * @example
 * const { answer } = await minimize(rosenbrock(), adabelief({ learningRate: 1e-2 }), { steps: 2000 });
 */
export function adabelief(options: AdabeliefOptions = {}) {
  const { learningRate, weightDecay, decoupled, fixedDecay, ...belief } = readOptions(
    "adabelief",
    adabeliefOptions,
    options,
  );
  const direction = scaleByBelief(belief);
  const step = scaleByLearningRate(learningRate);
  if (weightDecay === 0) return descend("adabelief", chain(direction, step));
  const decay = addDecayedWeights(weightDecay);
  if (!decoupled) return descend("adabelief", chain(decay, direction, step));
  if (!fixedDecay) return descend("adabelief", chain(direction, decay, step));
  return descend("adabelief", chain(direction, step, addDecayedWeights(-weightDecay)));
}

/** The defaults of adabelief-pytorch 0.2.1: ε = 1e-16, rectified, decoupled decay. */
export const adabeliefPackage = { epsilon: 1e-16, rectify: true, decoupled: true } satisfies AdabeliefOptions;
