import { numpy as np } from "@jax-js/jax";
import { nonnegative, readOptions, z } from "../core/options.ts";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";

export const scaleByScalarAdagradOptions = z.object({
  /** ε ≥ 0, added to the root. Default 0 (official code of target-based surrogates); with 0 a gradient of 0 stays 0. */
  epsilon: nonnegative().default(0),
});

/**
 * Divides by the root of the sum of all squared gradient norms so far: AdaGrad with one rate for all parameters.
 *
 *     s ← s + ‖g‖²
 *     u = g / (√s + ε),   0 where s = 0
 *
 * State: one number.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source M. Streeter, H. B. McMahan, Less Regret via Online Conditioning, 2010, section 2; R. Ward, X. Wu, L. Bottou,
 * AdaGrad Stepsizes, 2018, arXiv 1806.01811, algorithm 1 (AdaGrad-Norm).
 * @example
 * const adagradNorm = chain(scaleByScalarAdagrad(), scaleByLearningRate(1));
 */
export function scaleByScalarAdagrad(options: z.input<typeof scaleByScalarAdagradOptions> = {}) {
  const { epsilon } = readOptions("scaleByScalarAdagrad", scaleByScalarAdagradOptions, options);
  return transformation({
    init: (params) => ({ sum: np.zeros([], { dtype: tree.dtypeOf(params) }) }),
    numbers: () => ({ epsilon }),
    update(gradient, state, _params, { numbers }) {
      const sum = state.sum.add(tree.squaredNorm(tree.ref(gradient)));
      const isZero = sum.ref.equal(0);
      const divisor = np.where(isZero, 1, np.sqrt(sum.ref).add(numbers.epsilon.ref).astype(sum.dtype));
      const updates = tree.map((g) => g.div(divisor.ref), gradient);
      divisor.dispose();
      return [updates, { sum }];
    },
  });
}
