import type { z } from "zod";
import { nonnegative, positiveOrSchedule, readOptions } from "../../core/options.ts";
import { scaleByAdam, scaleByAdamOptions } from "../../transforms/adam.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { descend } from "../descend.ts";
import { optionalDecay } from "./optional-decay.ts";

export const amsgradOptions = scaleByAdamOptions.pick({ beta1: true, beta2: true, epsilon: true }).extend({
  /** Step size α > 0, a number or a schedule of the step count. Default 1e-3 (PyTorch). */
  learningRate: positiveOrSchedule().default(1e-3),
  /** Coupled (L2) weight decay w ≥ 0. Default 0. */
  weightDecay: nonnegative().default(0),
});

export type AmsgradOptions = z.input<typeof amsgradOptions>;

/**
 * AMSGrad: Adam whose denominator never shrinks, so that its step sizes do not grow.
 *
 *     v_t = β₂ v_{t−1} + (1 − β₂) g_t²,   V_t = max(V_{t−1}, v_t)
 *     θ_t = θ_{t−1} − α m̂_t / (√V̂_t + ε),   V̂ = V/(1 − β₂ᵗ)
 *
 * With bias corrections as in PyTorch; the paper's algorithm has none.
 *
 * Cost per step: one gradient; memory: three copies of the parameters.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source S. J. Reddi, S. Kale, S. Kumar, On the Convergence of Adam and Beyond, ICLR 2018, algorithm 2.
 * @example
 * const { answer } = await minimize(rosenbrock(), amsgrad({ learningRate: 1e-2 }), { steps: 2000 });
 */
export function amsgrad(options: AmsgradOptions = {}) {
  const { learningRate, weightDecay, ...moments } = readOptions("amsgrad", amsgradOptions, options);
  return descend(
    "amsgrad",
    chain(...optionalDecay(weightDecay), scaleByAdam({ ...moments, amsgrad: true }), scaleByLearningRate(learningRate)),
  );
}
