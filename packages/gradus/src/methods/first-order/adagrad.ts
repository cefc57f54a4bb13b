import type { z } from "zod";
import { nonnegative, positiveOrSchedule, readOptions } from "../../core/options.ts";
import { scaleByAdagrad, scaleByAdagradOptions } from "../../transforms/adagrad.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { descend } from "../descend.ts";
import { optionalDecay } from "./optional-decay.ts";

export const adagradOptions = scaleByAdagradOptions.extend({
  /** Step size α > 0, a number or a schedule of the step count. Default 1e-2 (PyTorch). */
  learningRate: positiveOrSchedule().default(1e-2),
  /** Coupled (L2) weight decay w ≥ 0. Default 0. */
  weightDecay: nonnegative().default(0),
});

export type AdagradOptions = z.input<typeof adagradOptions>;

/**
 * AdaGrad: each coordinate's step shrinks with the root of the sum of its squared gradients.
 *
 *     s_t = s_{t−1} + g_t²
 *     θ_t = θ_{t−1} − α g_t / (√s_t + ε)
 *
 * Under a constant gradient the steps are α/√t: suited to rare features and convex problems, slow to come to rest.
 *
 * Cost per step: one gradient; memory: one copy of the parameters.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source J. Duchi, E. Hazan, Y. Singer, Adaptive Subgradient Methods for Online Learning and Stochastic Optimization,
 * JMLR 12, 2011, section 1.1.
 * @example
 * const { answer } = await minimize(rosenbrock(), adagrad({ learningRate: 0.5 }), { steps: 2000 });
 */
export function adagrad(options: AdagradOptions = {}) {
  const { learningRate, weightDecay, ...rest } = readOptions("adagrad", adagradOptions, options);
  return descend(
    "adagrad",
    chain(...optionalDecay(weightDecay), scaleByAdagrad(rest), scaleByLearningRate(learningRate)),
  );
}
