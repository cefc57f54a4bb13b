import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { readOptions } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { adamMoments } from "./adam.ts";
import { averaging, movingAverage } from "./moving-average.ts";
import { transformation } from "./transformation.ts";

export const scaleByAdamaxOptions = adamMoments;

export type ScaleByAdamaxOptions = z.input<typeof scaleByAdamaxOptions>;

/**
 * The direction of AdaMax: the mean gradient over the exponentially weighted maximum of the gradient's size.
 *
 *     m ← β₁ m + (1 − β₁) g
 *     w ← max(β₂ w, |g| + ε)
 *     u = m / ((1 − β₁ᵗ) w)
 *
 * ε keeps w from 0 where the gradient has always been 0; the paper has none, PyTorch and optax add it here.
 *
 * State: two arrays per parameter.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source D. P. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, 2014, arXiv 1412.6980, algorithm 2.
 * @example
 * const adamax = chain(scaleByAdamax(), scaleByLearningRate(2e-3));
 */
export function scaleByAdamax(options: ScaleByAdamaxOptions = {}) {
  const { beta1, beta2, epsilon } = readOptions("scaleByAdamax", scaleByAdamaxOptions, options);
  return transformation({
    init: (params): { m: Tree; w: Tree } => ({ m: tree.zerosLike(params), w: tree.zerosLike(params) }),
    numbers: (t) => ({ first: averaging(beta1), beta2, epsilon, meanScale: 1 / (1 - beta1 ** t) }),
    update(gradient, state, _params, { numbers }) {
      const m = movingAverage(state.m, tree.ref(gradient), numbers.first);
      const w = tree.map(
        (w, g) => np.maximum(w.mul(numbers.beta2.ref), np.absolute(g).add(numbers.epsilon.ref)),
        state.w,
        gradient,
      );
      const updates = tree.map((m, w) => m.mul(numbers.meanScale.ref).div(w), tree.ref(m), tree.ref(w));
      return [updates, { m, w }];
    },
  });
}
