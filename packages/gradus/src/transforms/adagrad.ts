import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { nonnegative, positive, readOptions, z as schema } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";

export const scaleByAdagradOptions = schema.object({
  /** ε > 0, added to the root. Default 1e-10 (PyTorch). */
  epsilon: positive().default(1e-10),
  /** Where the sum of squares starts, ≥ 0. Default 0 (the paper and PyTorch; optax and Keras have 0.1). */
  initialAccumulator: nonnegative().default(0),
});

export type ScaleByAdagradOptions = z.input<typeof scaleByAdagradOptions>;

/**
 * Divides by the root of the sum of all squared gradients so far.
 *
 *     s ← s + g²
 *     u = g / (√s + ε)
 *
 * State: one array per parameter.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source J. Duchi, E. Hazan, Y. Singer, Adaptive Subgradient Methods for Online Learning and Stochastic Optimization,
 * JMLR 12, 2011, section 1.1 (diagonal version).
 * @example
 * const adagrad = chain(scaleByAdagrad(), scaleByLearningRate(1e-2));
 */
export function scaleByAdagrad(options: ScaleByAdagradOptions = {}) {
  const { epsilon, initialAccumulator } = readOptions("scaleByAdagrad", scaleByAdagradOptions, options);
  return transformation({
    init: (params): { sum: Tree } => ({ sum: tree.fullLike(params, initialAccumulator) }),
    numbers: () => ({ epsilon }),
    update(gradient, state, _params, { numbers }) {
      const sum = tree.map((s, g) => s.add(np.square(g)), state.sum, tree.ref(gradient));
      const updates = tree.map((g, s) => g.div(np.sqrt(s).add(numbers.epsilon.ref)), gradient, tree.ref(sum));
      return [updates, { sum }];
    },
  });
}
