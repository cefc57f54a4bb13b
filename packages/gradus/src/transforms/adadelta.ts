import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { fraction, positive, readOptions, z as schema } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { averaging, movingSquareAverage } from "./moving-average.ts";
import { transformation } from "./transformation.ts";

export const scaleByAdadeltaOptions = schema.object({
  /** Decay ρ of both averages, in [0, 1). Default 0.95 (the paper, section 4.1; PyTorch and optax have 0.9). */
  decay: fraction().default(0.95),
  /** ε > 0, added under both roots: it sets the size of the first steps. Default 1e-6 (the paper, section 4.1). */
  epsilon: positive().default(1e-6),
});

export type ScaleByAdadeltaOptions = z.input<typeof scaleByAdadeltaOptions>;

/**
 * Scales the gradient to the size of recent updates, so that the step has the unit of the parameters.
 *
 *     v ← ρ v + (1 − ρ) g²
 *     u = √(w + ε) / √(v + ε) · g
 *     w ← ρ w + (1 − ρ) u²
 *
 * State: two arrays per parameter.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source M. D. Zeiler, ADADELTA: An Adaptive Learning Rate Method, 2012, arXiv 1212.5701, algorithm 1.
 * @example
 * const adadelta = chain(scaleByAdadelta(), scaleByLearningRate(1));
 */
export function scaleByAdadelta(options: ScaleByAdadeltaOptions = {}) {
  const { decay, epsilon } = readOptions("scaleByAdadelta", scaleByAdadeltaOptions, options);
  return transformation({
    init: (params): { v: Tree; w: Tree } => ({ v: tree.zerosLike(params), w: tree.zerosLike(params) }),
    numbers: () => ({ weights: averaging(decay), epsilon }),
    update(gradient, state, _params, { numbers: { weights, epsilon } }) {
      const v = movingSquareAverage(state.v, tree.ref(gradient), weights);
      const updates = tree.map(
        (g, v, w) => np.sqrt(w.add(epsilon.ref).div(v.add(epsilon.ref))).mul(g),
        gradient,
        tree.ref(v),
        tree.ref(state.w),
      );
      const w = movingSquareAverage(state.w, tree.ref(updates), weights);
      return [updates, { v, w }];
    },
  });
}
