import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { fraction, readOptions, z as schema } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { averaging, movingAverage } from "./moving-average.ts";
import { transformation } from "./transformation.ts";

export const scaleByLionOptions = schema.object({
  /** Weight β₁ of the mean in the direction, in [0, 1). Default 0.9 (the paper, section 5). */
  beta1: fraction().default(0.9),
  /** Decay β₂ of the mean, in [0, 1). Default 0.99 (the paper, section 5). */
  beta2: fraction().default(0.99),
});

export type ScaleByLionOptions = z.input<typeof scaleByLionOptions>;

/**
 * The direction of Lion: the sign of a mean in which the newest gradient weighs more than in the one that is kept.
 *
 *     u = sign(β₁ m + (1 − β₁) g)
 *     m ← β₂ m + (1 − β₂) g
 *
 * State: one array per parameter.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source X. Chen et al., Symbolic Discovery of Optimization Algorithms, 2023, arXiv 2302.06675, program 1.
 * @example
 * const lion = chain(scaleByLion(), addDecayedWeights(0.1), scaleByLearningRate(1e-4));
 */
export function scaleByLion(options: ScaleByLionOptions = {}) {
  const { beta1, beta2 } = readOptions("scaleByLion", scaleByLionOptions, options);
  return transformation({
    init: (params): { m: Tree } => ({ m: tree.zerosLike(params) }),
    numbers: () => ({ direction: averaging(beta1), kept: averaging(beta2) }),
    update(gradient, state, _params, { numbers }) {
      const updates = tree.map(np.sign, movingAverage(tree.ref(state.m), tree.ref(gradient), numbers.direction));
      return [updates, { m: movingAverage(state.m, gradient, numbers.kept) }];
    },
  });
}
