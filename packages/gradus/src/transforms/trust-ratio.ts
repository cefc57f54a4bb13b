import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { nonnegative, positive, readOptions, z as schema } from "../core/options.ts";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";

const scaleByTrustRatioOptions = schema.object({
  /** Trust coefficient η > 0. Default 1 (LAMB; LARS has 0.001). */
  coefficient: positive().default(1),
  /** ε ≥ 0, added to the denominator. Default 0 (both papers). */
  epsilon: nonnegative().default(0),
  /** Weight decay w ≥ 0 in the way of LARS, where the two norms of the denominator are added. Default 0. */
  weightDecay: nonnegative().default(0),
});

export type ScaleByTrustRatioOptions = z.input<typeof scaleByTrustRatioOptions>;

/**
 * Gives every tensor of the updates a length in proportion to its parameters'.
 *
 *     u ← η ‖θ‖ / (‖u‖ + w ‖θ‖ + ε) · (u + w θ),   per tensor
 *
 * Where ‖θ‖ or ‖u‖ is 0 the ratio is 1. LAMB decays before and not here, so that its denominator is ‖u + w θ‖.
 *
 * State: none.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source Y. You, I. Gitman, B. Ginsburg, Large Batch Training of Convolutional Networks, 2017, arXiv 1708.03888, eq. 6;
 * Y. You et al., Large Batch Optimization for Deep Learning: Training BERT in 76 minutes, 2019, arXiv 1904.00962, algorithm 2.
 * @example
 * const lamb = chain(scaleByAdam({ epsilon: 1e-6 }), addDecayedWeights(0.01), scaleByTrustRatio(), scaleByLearningRate(1e-3));
 */
export function scaleByTrustRatio(options: ScaleByTrustRatioOptions = {}) {
  const { coefficient, epsilon, weightDecay } = readOptions("scaleByTrustRatio", scaleByTrustRatioOptions, options);
  return transformation({
    init: () => [],
    numbers: () => ({ coefficient, epsilon, weightDecay }),
    update(updates, state, params, { numbers }) {
      const scaled = tree.map(
        (u, p) => {
          const size = tree.norm(p.ref);
          const length = tree.norm(u.ref);
          const isDefined = size.ref.greater(0).mul(length.ref.greater(0));
          const denominator = length.add(size.ref.mul(numbers.weightDecay.ref)).add(numbers.epsilon.ref);
          const ratio = size.mul(numbers.coefficient.ref).div(np.where(isDefined.ref, denominator, 1));
          return u.add(p.mul(numbers.weightDecay.ref)).mul(np.where(isDefined, ratio, 1));
        },
        updates,
        tree.ref(params),
      );
      return [scaled, state];
    },
  });
}
