import { numpy as np } from "@jax-js/jax";
import { positive, positiveOrSchedule, readOptions, valueAt, z } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";
import { inputAxes, outputAxis } from "./units.ts";

const clipAdaptivelyOptions = z.object({
  /** Bound λ > 0 on the gradient's norm in units of the weights' norm, a number or a schedule. Default 0.01 (section 4). */
  ratio: positiveOrSchedule().default(0.01),
  /** Norm ε > 0 that weights are taken to have at least, so that those that start at 0 can move. Default 1e-3 (section 4). */
  epsilon: positive().default(1e-3),
  /** Which axis counts the units of a layer: 0 (weights as output × input, default) or −1 (input × output). */
  outputAxis: outputAxis(),
});

export type ClipAdaptivelyOptions = z.input<typeof clipAdaptivelyOptions>;

/**
 * Adaptive gradient clipping: bounds the gradient of each unit by a share of the norm of its weights.
 *
 *     g_i ← g_i min(1, λ max(‖w_i‖, ε) / ‖g_i‖)   for the weights w_i of each output unit i
 *
 * Arrays with fewer than two axes (biases, gains) are one unit. The authors leave the last, linear layer unclipped
 * (`masked`). State: none.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source A. Brock, S. De, S. Smith, K. Simonyan, High-Performance Large-Scale Image Recognition Without Normalization,
 * 2021, arXiv 2102.06171, eq. (3).
 * @example
 * chain(clipAdaptively({ ratio: 0.01 }), accumulateMomentum(0.9, { nesterov: true }), scaleByLearningRate(0.1));
 */
export function clipAdaptively(options: ClipAdaptivelyOptions = {}) {
  const settings = readOptions("clipAdaptively", clipAdaptivelyOptions, options);
  const unitNorm = (x: np.Array) => {
    const axes = x.ndim < 2 ? null : inputAxes(x.ndim, settings.outputAxis);
    return np.sqrt(np.square(x).sum(axes, { keepdims: true }));
  };
  return transformation({
    init: (): [] => [],
    numbers: (update) => ({ ratio: valueAt(settings.ratio, update - 1), epsilon: settings.epsilon }),
    update(updates, state, params, { numbers: { ratio, epsilon } }): [Tree, []] {
      const clipped = tree.map(
        (g, w) => {
          const largest = np.maximum(unitNorm(w.ref), epsilon.ref).mul(ratio.ref);
          return g.ref.mul(np.minimum(largest.div(unitNorm(g)), 1));
        },
        updates,
        params,
      );
      return [clipped, state];
    },
  });
}
