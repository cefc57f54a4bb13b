import type { z } from "zod";
import { flag, nonnegative, positiveOrSchedule, readOptions } from "../../core/options.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByDiffgrad, scaleByDiffgradOptions } from "../../transforms/diffgrad.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { descend } from "../descend.ts";
import { optionalDecay } from "./optional-decay.ts";

export const diffgradOptions = scaleByDiffgradOptions.extend({
  /** Step size α > 0, a number or a schedule of the step count. Default 1e-3 (official code). */
  learningRate: positiveOrSchedule().default(1e-3),
  /** Weight decay w ≥ 0. Default 0 (official code). */
  weightDecay: nonnegative().default(0),
  /** Decay the weights themselves, θ ← (1 − α w) θ, instead of adding w θ to the gradient (official code). Default false. */
  decoupled: flag().default(false),
});

export type DiffgradOptions = z.input<typeof diffgradOptions>;

/**
 * diffGrad: Adam whose step is multiplied, coordinate by coordinate, by a friction that is small where the gradient
 * hardly changes, so that flat stretches near an optimum are crossed slowly.
 *
 *     m_t = β₁ m_{t−1} + (1 − β₁) g_t,   v_t = β₂ v_{t−1} + (1 − β₂) g_t²
 *     ξ_t = σ(|g_{t−1} − g_t|),   g_0 = 0
 *     θ_t = θ_{t−1} − α √(1 − β₂ᵗ)/(1 − β₁ᵗ) · ξ_t m_t / (√v_t + ε)
 *
 * ξ lies in [½, 1): the first step has length α σ(|g|), and where gradients are small the method is Adam at half the
 * learning rate. In an online convex setting with α_t ∝ 1/√t its regret is O(√T) (the paper's analysis).
 *
 * Variants of the friction, rectified warm-up, AMSGrad and the paper's place for ε: see `scaleByDiffgrad`.
 *
 * Cost per step: one gradient; memory: four copies of the parameters (one more with `amsgrad`, one less without
 * `keepFriction`). Reports the mean of ξ as "friction".
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source S. R. Dubey, S. Chakraborty, S. K. Roy, S. Mukherjee, S. K. Singh, B. B. Chaudhuri, diffGrad: An Optimization
 * Method for Convolutional Neural Networks, 2019, arXiv 1909.11015; official code diffGrad_v2.py.
 * @example
 * const { answer } = await minimize(diffgradF1(), diffgrad({ learningRate: 0.1, beta1: 0.95 }), { steps: 299 });
 */
export function diffgrad(options: DiffgradOptions = {}) {
  const { learningRate, weightDecay, decoupled, ...direction } = readOptions("diffgrad", diffgradOptions, options);
  const decay = optionalDecay(weightDecay);
  return descend(
    "diffgrad",
    chain(
      ...(decoupled ? [] : decay),
      scaleByDiffgrad(direction),
      ...(decoupled ? decay : []),
      scaleByLearningRate(learningRate),
    ),
  );
}
