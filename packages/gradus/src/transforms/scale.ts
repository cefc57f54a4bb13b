import { type ScalarOrSchedule, valueAt } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";

/** Hands the updates on as they are. State: none. */
export const identity = () =>
  transformation({ init: (): [] => [], update: (updates: Tree, state: []): [Tree, []] => [updates, state] });

/**
 * u ← c_t u, for a number or a schedule of the count of updates made before; `scaleByLearningRate` is this with the
 * opposite sign. State: none.
 *
 * @example
 * chain(scaleByAdam(), scale(schedules.exponential({ from: 1, factor: 0.5, every: 1000 })), scale(-1e-3));
 */
export const scale = (factor: ScalarOrSchedule) =>
  transformation({
    init: (): [] => [],
    numbers: (update) => ({ factor: valueAt(factor, update - 1) }),
    update: (updates, state, _params, { numbers }) => [tree.scale(updates, numbers.factor), state],
  });

/**
 * u ← 0: freezes parameters, as a part of `multiTransform`. NaN becomes 0. State: none.
 *
 * @example
 * multiTransform({ trained: adam, frozen: setToZero() }, { encoder: "frozen", head: "trained" });
 */
export const setToZero = () =>
  transformation({
    init: (): [] => [],
    update(updates, state): [Tree, []] {
      const zeros = tree.zerosLike(updates);
      tree.dispose(updates);
      return [zeros, state];
    },
  });
