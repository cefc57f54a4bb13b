import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { flag, fraction, positive, readOptions, z as schema } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { averaging, movingAverage, movingSquareAverage } from "./moving-average.ts";
import { transformation } from "./transformation.ts";

export const scaleByRmsOptions = schema.object({
  /** Decay β of the mean v of squared gradients, in [0, 1). Default 0.9 (the lecture; PyTorch has 0.99). */
  decay: fraction().default(0.9),
  /** ε > 0. Default 1e-8 (PyTorch). */
  epsilon: positive().default(1e-8),
  /** Add ε under the root, as optax and TensorFlow do, instead of to it, as PyTorch does. Default false. */
  epsilonInRoot: flag().default(false),
  /** Divide by the standard deviation instead of the root mean square (Graves 2013, eq. 38-40). Default false. */
  centered: flag().default(false),
});

export type ScaleByRmsOptions = z.input<typeof scaleByRmsOptions>;

/** v: mean of squared gradients; m: mean of gradients (centered only). */
type RmsState = { v: Tree; m: Tree };

/**
 * Divides by a running root mean square of the gradient.
 *
 *     v ← β v + (1 − β) g²,  v₀ = 0
 *     u = g / (√v + ε),   or g / √(v + ε) with `epsilonInRoot`
 *
 * With `centered`, m ← β m + (1 − β) g and v − m² stands in for v; it is kept from falling below 0 by rounding. There
 * is no bias correction: the first step has length about 1/√(1 − β).
 *
 * State: one array per parameter, two if centered.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source T. Tieleman, G. Hinton, Lecture 6.5: RMSProp, COURSERA, 2012; centered: A. Graves, Generating Sequences With
 * Recurrent Neural Networks, 2013, arXiv 1308.0850.
 * @example
 * const rmsprop = chain(scaleByRms({ decay: 0.99 }), scaleByLearningRate(1e-2));
 */
export function scaleByRms(options: ScaleByRmsOptions = {}) {
  const { decay, epsilon, epsilonInRoot, centered } = readOptions("scaleByRms", scaleByRmsOptions, options);
  return transformation({
    init: (params): RmsState => ({ v: tree.zerosLike(params), m: centered ? tree.zerosLike(params) : [] }),
    numbers: () => ({ weights: averaging(decay), epsilon }),
    update(gradient, state, _params, { numbers: { weights, epsilon } }) {
      const v = movingSquareAverage(state.v, tree.ref(gradient), weights);
      const m = centered ? movingAverage(state.m, tree.ref(gradient), weights) : state.m;
      const spread = centered
        ? tree.map((v, m) => np.maximum(v.sub(np.square(m)), 0), tree.ref(v), tree.ref(m))
        : tree.ref(v);
      const updates = tree.map(
        (g, v) => g.div(epsilonInRoot ? np.sqrt(v.add(epsilon.ref)) : np.sqrt(v).add(epsilon.ref)),
        gradient,
        spread,
      );
      return [updates, { v, m }];
    },
  });
}
