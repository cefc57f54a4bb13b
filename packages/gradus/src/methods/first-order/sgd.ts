import type { z } from "zod";
import { flag, fraction, nonnegative, positiveOrSchedule, readOptions, z as schema } from "../../core/options.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { accumulateMomentum } from "../../transforms/momentum.ts";
import { descend } from "../descend.ts";
import { optionalDecay } from "./optional-decay.ts";

export const sgdOptions = schema.object({
  /** Step size α > 0, a number or a schedule of the step count. Default 1e-2 (Keras). */
  learningRate: positiveOrSchedule().default(1e-2),
  /** Momentum β in [0, 1). Default 0 (PyTorch). */
  momentum: fraction().default(0),
  /** Look ahead: step along g + β m instead of m. Default false. */
  nesterov: flag().default(false),
  /** Coupled (L2) weight decay w ≥ 0. Default 0. */
  weightDecay: nonnegative().default(0),
});

export type SgdOptions = z.input<typeof sgdOptions>;

/**
 * Gradient descent, stochastic where the gradient is; with momentum, heavy ball, and with `nesterov` its look-ahead.
 *
 *     m_t = β m_{t−1} + g_t,   m_0 = 0
 *     θ_t = θ_{t−1} − α m_t,   or θ_{t−1} − α (g_t + β m_t) with `nesterov`
 *
 * m is a sum, not a mean: a constant gradient is followed with step α/(1 − β). See `emaSgd` for the other form. On a
 * quadratic with largest curvature L it is stable for α < 2 (1 + β)/L (without `nesterov`).
 *
 * Cost per step: one gradient; memory: none, one copy of the parameters with momentum.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source H. Robbins, S. Monro, A Stochastic Approximation Method, 1951; B. T. Polyak, Some methods of speeding up the
 * convergence of iteration methods, 1964; I. Sutskever et al., On the importance of initialization and momentum in deep
 * learning, 2013.
 * @example
 * const { answer } = await minimize(problem, sgd({ learningRate: 0.1, momentum: 0.9 }), { steps: 1000 });
 */
export function sgd(options: SgdOptions = {}) {
  const { learningRate, momentum, nesterov, weightDecay } = readOptions("sgd", sgdOptions, options);
  return descend(
    "sgd",
    chain(
      ...optionalDecay(weightDecay),
      ...(momentum === 0 ? [] : [accumulateMomentum(momentum, { nesterov })]),
      scaleByLearningRate(learningRate),
    ),
  );
}
