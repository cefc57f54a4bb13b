import type { z } from "zod";
import { nonnegative, positiveOrSchedule, readOptions } from "../../core/options.ts";
import { scaleByAdadelta, scaleByAdadeltaOptions } from "../../transforms/adadelta.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { descend } from "../descend.ts";
import { optionalDecay } from "./optional-decay.ts";

export const adadeltaOptions = scaleByAdadeltaOptions.extend({
  /** Factor α > 0 on the steps, a number or a schedule of the step count. Default 1 (the paper has none). */
  learningRate: positiveOrSchedule().default(1),
  /** Coupled (L2) weight decay w ≥ 0. Default 0. */
  weightDecay: nonnegative().default(0),
});

export type AdadeltaOptions = z.input<typeof adadeltaOptions>;

/**
 * Adadelta: gradients divided by their root mean square and multiplied by that of recent steps; no learning rate.
 *
 *     v_t = ρ v_{t−1} + (1 − ρ) g_t²
 *     Δ_t = √(w_{t−1} + ε) / √(v_t + ε) · g_t
 *     w_t = ρ w_{t−1} + (1 − ρ) Δ_t²,   θ_t = θ_{t−1} − α Δ_t
 *
 * Steps start at about √(ε/(1 − ρ)) and grow from there: progress is slow at first.
 *
 * Cost per step: one gradient; memory: two copies of the parameters.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source M. D. Zeiler, ADADELTA: An Adaptive Learning Rate Method, 2012, arXiv 1212.5701, algorithm 1.
 * @example
 * const { answer } = await minimize(rosenbrock(), adadelta(), { steps: 5000 });
 */
export function adadelta(options: AdadeltaOptions = {}) {
  const { learningRate, weightDecay, ...rest } = readOptions("adadelta", adadeltaOptions, options);
  return descend(
    "adadelta",
    chain(...optionalDecay(weightDecay), scaleByAdadelta(rest), scaleByLearningRate(learningRate)),
  );
}
