import type { numpy as np } from "@jax-js/jax";
import { OptionError } from "../core/errors.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { applyUpdates, transformation } from "./transformation.ts";

/** norms: the norm of each array before the first update. */
type FixNormsState = { norms: np.Array[] };

/**
 * Gives each array of the parameters back the norm that it began with, after each update: the last link of a chain.
 *
 *     θ ← (θ + u) ‖θ_0‖/‖θ + u‖,   ‖·‖ the Frobenius norm of each array by itself
 *
 * Dynamics that would run away stay bounded, and only directions are learnt. An array that starts at zero has no norm to
 * keep: leave it out with `masked`.
 *
 * State: one number per array. Cost: two passes over the parameters.
 *
 * @throws {OptionError} at the start, if an array is zero (on WebGPU, where nothing can be read at once, the run diverges).
 * @source H. Ninou, J. Kadmon, N. A. Cayco-Gajic, Curl Descent, 2025, arXiv 2510.02765: the official code does so in all figures.
 * @example
 * chain(scaleByLearningRate(0.1), masked(fixNorms(), (_, array) => array.ndim > 1));
 */
export const fixNorms = () =>
  transformation({
    init(params): FixNormsState {
      const norms = tree.leaves<np.Array>(params).map((leaf) => tree.norm(leaf.ref));
      for (const norm of norms) {
        if (norm.device === "webgpu" || norm.ref.item() !== 0) continue;
        tree.dispose(norms);
        throw new OptionError("fixNorms: every array must start with a norm > 0, got 0");
      }
      return { norms };
    },
    update(updates, { norms }: FixNormsState, params): [Tree, FixNormsState] {
      const norm = norms.values();
      const next = tree.map(
        (moved) => {
          const factor = norm.next().value!.ref.div(tree.norm(moved.ref));
          return moved.mul(factor);
        },
        applyUpdates(tree.ref(params), updates),
      );
      return [tree.subtract(next, tree.ref(params)), { norms }];
    },
  });
