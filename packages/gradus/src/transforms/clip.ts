import { numpy as np } from "@jax-js/jax";
import { nonnegative, positiveOrSchedule, readOptions, type ScalarOrSchedule, valueAt, z } from "../core/options.ts";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";

/**
 * Clips every entry of the updates to [−δ, δ].
 *
 *     u_i ← max(−δ, min(δ, u_i))
 *
 * State: none. NaN stays NaN.
 *
 * @throws {OptionError} if δ is not positive.
 * @source R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks, 2012,
 * arXiv 1211.5063, section 3.2, where it is ascribed to Mikolov.
 * @example
 * chain(clipByValue(0.5), scaleByAdam(), scaleByLearningRate(1e-3));
 */
export function clipByValue(largest: ScalarOrSchedule) {
  readOptions("clipByValue", z.object({ largest: positiveOrSchedule() }), { largest });
  return transformation({
    init: (): [] => [],
    numbers: (update) => ({ largest: valueAt(largest, update - 1) }),
    update(updates, state, _params, { numbers: { largest } }) {
      const smallest = largest.ref.mul(-1);
      const clipped = tree.map((u) => np.maximum(np.minimum(u, largest.ref), smallest.ref), updates);
      smallest.dispose();
      return [clipped, state];
    },
  });
}

/**
 * Scales each array of the updates down to a norm of at most δ.
 *
 *     u ← u min(1, δ / ‖u‖₂),   array by array
 *
 * State: none. An array whose norm overflows (float32: entries above 1e19) becomes zero; NaN stays NaN.
 *
 * @throws {OptionError} if δ is not positive.
 * @source R. Pascanu et al., 2012, arXiv 1211.5063, algorithm 1, array by array.
 * @example
 * chain(clipByNorm(1), scaleByLearningRate(1e-2));
 */
export function clipByNorm(largest: ScalarOrSchedule) {
  readOptions("clipByNorm", z.object({ largest: positiveOrSchedule() }), { largest });
  return transformation({
    init: (): [] => [],
    numbers: (update) => ({ largest: valueAt(largest, update - 1) }),
    update(updates, state, _params, { numbers: { largest } }) {
      return [tree.map((u) => u.ref.mul(shrinkage(tree.norm(u), largest)), updates), state];
    },
  });
}

/**
 * Scales the updates as a whole down to a norm of at most δ, which keeps their direction.
 *
 *     u ← u min(1, δ / (‖u‖₂ + ε)),   ‖u‖₂ over all arrays
 *
 * ε is 0 by default, as in the paper; PyTorch's `clip_grad_norm_` has 1e-6.
 *
 * State: none. Updates whose norm overflows (float32: entries above 1e19) become zero; NaN stays NaN.
 *
 * @throws {OptionError} if δ is not positive or ε negative.
 * @source R. Pascanu et al., 2012, arXiv 1211.5063, algorithm 1.
 * @example
 * chain(clipByGlobalNorm(1), scaleByAdam(), scaleByLearningRate(1e-3));
 */
export function clipByGlobalNorm(largest: ScalarOrSchedule, options: { epsilon?: number } = {}) {
  const schema = z.object({ largest: positiveOrSchedule(), epsilon: nonnegative().default(0) });
  const { epsilon } = readOptions("clipByGlobalNorm", schema, { largest, ...options });
  return transformation({
    init: (): [] => [],
    numbers: (update) => ({ largest: valueAt(largest, update - 1) }),
    update(updates, state, _params, { numbers: { largest } }) {
      const norm = tree.norm(tree.ref(updates));
      const factor = shrinkage(epsilon > 0 ? norm.add(epsilon) : norm, largest);
      const clipped = tree.scale(updates, factor);
      factor.dispose();
      return [clipped, state];
    },
  });
}

/** min(1, δ / norm); 1 where the norm is zero. Consumes the norm; borrows δ. */
const shrinkage = (norm: np.Array, largest: np.Array): np.Array => np.minimum(largest.ref.div(norm), 1);
