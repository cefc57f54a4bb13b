import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { nonnegative, readOptions } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { adamMoments } from "./adam.ts";
import { averaging, movingAverage, movingSquareAverage } from "./moving-average.ts";
import { rectification } from "./rectification.ts";
import { transformation } from "./transformation.ts";

export const scaleByRectifiedAdamOptions = adamMoments.extend({
  /** Terms N_t that the second moment must average before it is used, ≥ 4. Default 5 (official code; the paper has 4). */
  threshold: nonnegative().min(4, "must be a number ≥ 4").default(5),
});

export type ScaleByRectifiedAdamOptions = z.input<typeof scaleByRectifiedAdamOptions>;

/**
 * The direction of RAdam: Adam's, times the factor that keeps the variance of the step size constant; the mean
 * gradient alone while the second moment averages too few terms (see `rectification`).
 *
 *     u = factor_t m̂ / (√v̂ + ε)   if N_t ≥ threshold
 *     u = m̂                        before
 *
 * State: two arrays per parameter.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source L. Liu et al., On the Variance of the Adaptive Learning Rate and Beyond, 2019, arXiv 1908.03265, algorithm 2.
 * @example
 * const radam = chain(scaleByRectifiedAdam(), scaleByLearningRate(1e-3));
 */
export function scaleByRectifiedAdam(options: ScaleByRectifiedAdamOptions = {}) {
  const { beta1, beta2, epsilon, threshold } = readOptions(
    "scaleByRectifiedAdam",
    scaleByRectifiedAdamOptions,
    options,
  );
  return transformation({
    init: (params): { m: Tree; v: Tree } => ({ m: tree.zerosLike(params), v: tree.zerosLike(params) }),
    numbers(t) {
      const { terms, factor } = rectification(beta2, t);
      const isAdaptive = terms >= threshold;
      return {
        first: averaging(beta1),
        second: averaging(beta2),
        adaptive: Number(isAdaptive),
        meanScale: (isAdaptive ? factor : 1) / (1 - beta1 ** t),
        rootScale: 1 / Math.sqrt(1 - beta2 ** t),
        epsilon,
      };
    },
    update(gradient, state, _params, { numbers }) {
      const m = movingAverage(state.m, tree.ref(gradient), numbers.first);
      const v = movingSquareAverage(state.v, gradient, numbers.second);
      const updates = tree.map(
        (m, v) => {
          const denominator = np.sqrt(v).mul(numbers.rootScale.ref).add(numbers.epsilon.ref);
          return m.mul(numbers.meanScale.ref).div(np.where(numbers.adaptive.ref.greater(0), denominator, 1));
        },
        tree.ref(m),
        tree.ref(v),
      );
      return [updates, { m, v }];
    },
  });
}
