import { readOptions, type ScalarOrSchedule, valueAt, z } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { chooseLeaves, keep, type Mask, put } from "./selection.ts";
import { transformation } from "./transformation.ts";

const decayOptions = z.object({
  /** Which arrays decay: a tree of booleans or a function of path and array. Default all. */
  mask: z.custom<Mask>().default(true),
});

/** What `addDecayedWeights` takes besides the decay. */
export type WeightDecayOptions = { mask?: Mask };

/**
 * Adds a multiple of the parameters: before a preconditioner in a chain this is coupled (L2) decay; after it, decoupled.
 *
 *     u ← u + w_t θ
 *
 * `mask` tells which arrays decay; biases and gains of normalisations are commonly left out. State: none.
 *
 * @throws {OptionError} if the mask does not fit the parameters.
 * @source I. Loshchilov, F. Hutter, Decoupled Weight Decay Regularization, 2017, arXiv 1711.05101.
 * @example
 * addDecayedWeights(1e-2, { mask: (path, array) => array.ndim > 1 });
 */
export function addDecayedWeights(weightDecay: ScalarOrSchedule, options: WeightDecayOptions = {}) {
  const { mask } = readOptions("addDecayedWeights", decayOptions, options);
  return transformation({
    init(params): [] {
      chooseLeaves("addDecayedWeights: mask", "boolean", mask, params);
      return [];
    },
    numbers: (update) => ({ weightDecay: valueAt(weightDecay, update - 1) }),
    update(updates, state, params, { numbers }): [Tree, []] {
      const decays = chooseLeaves("addDecayedWeights: mask", "boolean", mask, params);
      const decayed = tree.map(
        (u, p) => u.add(p.ref.mul(numbers.weightDecay.ref)),
        keep(updates, decays),
        keep(params, decays),
      );
      return [put(updates, decays, decayed), state];
    },
  });
}

/**
 * Decay after the step: the parameters are shrunk where they arrive, instead of where they start.
 *
 *     θ ← (1 − α_t w) (θ + u),   u the step, sign and learning rate included
 *
 * Last in a chain. State: none.
 *
 * @source Y. Tian, 2025, arXiv 2509.21519, official code (muon_opt.py).
 * @example
 * chain(orthogonalize(), scaleByLearningRate(0.02), decayAfterStep(1e-2, 0.02));
 */
export const decayAfterStep = (weightDecay: number, learningRate: ScalarOrSchedule) =>
  transformation({
    init: () => [],
    numbers: (update) => {
      const shrink = valueAt(learningRate, update - 1) * weightDecay;
      return { shrink, keep: 1 - shrink };
    },
    update: (updates, state, params, { numbers: { shrink, keep } }): [Tree, []] => [
      tree.map((u, p) => u.mul(keep.ref).sub(p.ref.mul(shrink.ref)), updates, params),
      state as [],
    ],
  });
