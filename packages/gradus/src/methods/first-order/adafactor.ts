import type { z } from "zod";
import { flag, positiveOrSchedule, readOptions } from "../../core/options.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByFactoredRms, scaleByFactoredRmsOptions } from "../../transforms/factored-rms.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { descend } from "../descend.ts";

export const adafactorOptions = scaleByFactoredRmsOptions.extend({
  /** Step size ρ > 0, a number or a schedule. Default min(0.01, 1/√t) at step t (the paper, algorithm 6). */
  learningRate: positiveOrSchedule().default(() => (step: number) => Math.min(1e-2, 1 / Math.sqrt(step + 1))),
  /** Multiply steps by max(ε₂, root mean square of the tensor's parameters). Default true (algorithm 6). */
  relativeStep: flag().default(true),
});

export type AdafactorOptions = z.input<typeof adafactorOptions>;

/**
 * Adafactor: RMSProp whose second moment of a matrix is the product of its rows' and its columns' means.
 *
 *     v̂_t = r_t c_tᵀ / mean(r_t)   (see `scaleByFactoredRms`)
 *     u_t = g_t/√v̂_t / max(1, rms(g_t/√v̂_t)/d)
 *     θ_t = θ_{t−1} − ρ_t max(ε₂, rms(θ_{t−1})) u_t
 *
 * without momentum, as in the paper.
 *
 * Cost per step: one gradient; memory: n + m numbers for an n × m matrix.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source N. Shazeer, M. Stern, Adafactor: Adaptive Learning Rates with Sublinear Memory Cost, 2018, arXiv 1804.04235,
 * algorithms 4-6.
 * @example
 * const optimizer = adafactor({ relativeStep: false, learningRate: 1e-3 });
 */
export function adafactor(options: AdafactorOptions = {}) {
  const { learningRate, ...rest } = readOptions("adafactor", adafactorOptions, options);
  return descend("adafactor", chain(scaleByFactoredRms(rest), scaleByLearningRate(learningRate)));
}
