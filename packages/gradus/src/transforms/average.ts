import type { z } from "zod";
import { flag, fraction, readOptions, z as schema } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { applyUpdates, transformation } from "./transformation.ts";

const startRange = "must be a whole number ≥ 0";

const uniformOptions = schema.object({
  /** Number of updates before the average begins, ≥ 0. Default 0. */
  start: schema.int(startRange).min(0, startRange).default(0),
});

const exponentialOptions = uniformOptions.extend({
  /** Decay d in [0, 1): the average reaches back about 1 / (1 − d) updates. Default 0.999. */
  decay: fraction().default(0.999),
  /** Average over θ_{start+1} … θ_t only (true, default), or from θ_start on, as if it had always stood there (false). */
  debias: flag().default(true),
});

export type AverageUniformlyOptions = z.input<typeof uniformOptions>;
export type AverageExponentiallyOptions = z.input<typeof exponentialOptions>;

/**
 * The mean of the parameters over all updates (Polyak and Ruppert); training goes on at the parameters themselves, and
 * the answer is the mean.
 *
 *     θ̄_t = θ̄_{t−1} + (θ_t − θ̄_{t−1}) / (t − start) = mean of θ_{start+1}, …, θ_t
 *
 * Up to `start` the answer is the newest parameters. Stands last in a chain, where updates are what will be added to the
 * parameters. State: one array per parameter.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source B. T. Polyak, A. B. Juditsky, Acceleration of stochastic approximation by averaging, 1992.
 * @example
 * const averaged = descend("averaged SGD", chain(scaleByLearningRate(1e-2), averageUniformly({ start: 1000 })));
 */
export function averageUniformly(options: AverageUniformlyOptions = {}) {
  const { start } = readOptions("averageUniformly", uniformOptions, options);
  return averaging((update) => 1 / Math.max(update - start, 1));
}

/**
 * An exponentially weighted mean of the parameters; training goes on at the parameters themselves, and the answer is
 * the mean.
 *
 *     θ̄_t = Σ_{i=1}^n d^{n−i} θ_{start+i} / Σ_{i=1}^n d^{n−i},   n = t − start        with `debias`
 *     θ̄_t = d θ̄_{t−1} + (1 − d) θ_t,   θ̄_start = θ_start                              without
 *
 * Up to `start` the answer is the newest parameters. Stands last in a chain, where updates are what will be added to the
 * parameters. State: one array per parameter.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source The weights are those of Adam's bias correction (D. Kingma, J. Ba, 2014, arXiv 1412.6980, section 3); use on
 * parameters: section 7.2 there.
 * @example
 * const averaged = descend("adam, averaged", chain(scaleByAdam(), scaleByLearningRate(1e-3), averageExponentially()));
 */
export function averageExponentially(options: AverageExponentiallyOptions = {}) {
  const { decay, debias, start } = readOptions("averageExponentially", exponentialOptions, options);
  return averaging((update) => {
    const terms = update - start;
    if (terms < 1) return 1;
    return debias ? (1 - decay) / (1 - decay ** terms) : 1 - decay;
  });
}

/** θ̄ ← θ̄ + r_t (θ_t − θ̄), with r_t = 1 where the average begins anew. */
const averaging = (rate: (update: number) => number) =>
  transformation({
    init: (params): { average: Tree } => ({ average: tree.ref(params) }),
    numbers: (update) => ({ rate: rate(update) }),
    update(updates, state, params, { numbers }): [Tree, { average: Tree }] {
      const next = applyUpdates(tree.ref(params), tree.ref(updates));
      const mixed = tree.map((a, p) => a.ref.add(p.sub(a).mul(numbers.rate.ref)), state.average, tree.ref(next));
      // A rate of 1 replaces, so that an average which is not finite does not outlive its beginning.
      const isMixed = numbers.rate.ref.less(1);
      const average = tree.select(isMixed, mixed, next);
      isMixed.dispose();
      return [updates, { average }];
    },
    answer(params, { average }) {
      tree.dispose(params);
      return average;
    },
  });
