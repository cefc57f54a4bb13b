import { numpy as np } from "@jax-js/jax";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";

/**
 * u ← sign(u), with sign(0) = 0. State: none.
 * @source J. Bernstein et al., signSGD: Compressed Optimisation for Non-Convex Problems, 2018, arXiv 1802.04434, algorithm 1.
 * @example
 * const signSgd = chain(scaleBySign(), scaleByLearningRate(1e-4));
 */
export const scaleBySign = () =>
  transformation({
    init: () => [],
    update: (updates, state) => [tree.map(np.sign, updates), state],
  });
