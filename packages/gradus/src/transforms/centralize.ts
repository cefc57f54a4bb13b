import { readOptions, z } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";
import { inputAxes, outputAxis } from "./units.ts";

const centralizeOptions = z.object({
  /** Which axis counts the units of a layer: 0 (weights as output × input, default) or −1 (input × output). */
  outputAxis: outputAxis(),
});

export type CentralizeOptions = z.input<typeof centralizeOptions>;

/**
 * Gradient centralization: takes the mean out of the gradient of each unit's weights. Arrays with fewer than two axes
 * (biases, gains) pass through.
 *
 *     g_i ← g_i − mean(g_i)   for the weights w_i of each output unit i
 *
 * State: none.
 *
 * @throws {OptionError} if `outputAxis` is neither 0 nor −1.
 * @source H. Yong et al., Gradient Centralization: A New Optimization Technique for Deep Neural Networks, 2020,
 * arXiv 2004.01461, eq. (1).
 * @example
 * chain(centralizeGradient(), scaleByAdam(), scaleByLearningRate(1e-3));
 */
export function centralizeGradient(options: CentralizeOptions = {}) {
  const { outputAxis: layout } = readOptions("centralizeGradient", centralizeOptions, options);
  return transformation({
    init: (): [] => [],
    update(updates, state): [Tree, []] {
      const centred = tree.map((u) => {
        if (u.ndim < 2) return u;
        return u.ref.sub(u.mean(inputAxes(u.ndim, layout), { keepdims: true }));
      }, updates);
      return [centred, state];
    },
  });
}
