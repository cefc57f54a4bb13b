import { type numpy as np, random } from "@jax-js/jax";
import { nonnegative, nonnegativeOrSchedule, readOptions, valueAt, z } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";

const seedRange = "must be a whole number in [0, 2³²)";

const noiseOptions = z.object({
  /** Variance η ≥ 0 at the first update, a number or a schedule. Default 0.01 (section 3; 0.3 and 1 are tried too). */
  eta: nonnegativeOrSchedule().default(0.01),
  /** Exponent γ ≥ 0 of the decay. Default 0.55 (section 3). */
  gamma: nonnegative().default(0.55),
  /** Seed of the noise. Default 0. */
  seed: z
    .int(seedRange)
    .min(0, seedRange)
    .max(2 ** 32 - 1, seedRange)
    .default(0),
});

export type NoiseOptions = z.input<typeof noiseOptions>;

/**
 * Adds annealed Gaussian noise.
 *
 *     u ← u + N(0, σ²),   σ² = η / tᵞ,   t = 1, 2, …
 *
 * The noise depends on seed and update alone: the state's key is split at every update, so a resumed run draws what an
 * unbroken one does. Normals are drawn in float32 and cast to the updates' dtype.
 *
 * Cost: drawing the normals, ten or more times the arithmetic of a step. State: one key (two 32-bit numbers).
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source A. Neelakantan et al., Adding Gradient Noise Improves Learning for Very Deep Networks, 2015,
 * arXiv 1511.06807, section 3, eq. (1), where the first t is 0 and the variance η / (1 + t)ᵞ.
 * @example
 * chain(addNoise({ eta: 0.3, seed: 1 }), scaleByAdam(), scaleByLearningRate(1e-3));
 */
export function addNoise(options: NoiseOptions = {}) {
  const { eta, gamma, seed } = readOptions("addNoise", noiseOptions, options);
  return transformation({
    init: (): { key: np.Array } => ({ key: random.key(seed) }),
    numbers: (update) => ({ deviation: Math.sqrt(valueAt(eta, update - 1) / update ** gamma) }),
    update(updates, state, _params, { numbers: { deviation } }): [Tree, { key: np.Array }] {
      const keys = random.split(state.key, tree.leaves(updates).length + 1);
      let used = 0;
      const nextKey = () => keys.ref.slice(used++);
      const key = nextKey();
      const noisy = tree.map(
        (u) => u.add(random.normal(nextKey(), u.shape).astype(u.dtype).mul(deviation.ref)),
        updates,
      );
      keys.dispose();
      return [noisy, { key }];
    },
  });
}
