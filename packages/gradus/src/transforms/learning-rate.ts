import { type ScalarOrSchedule, valueAt } from "../core/options.ts";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";

/**
 * u ← −α_t u: turns a direction of ascent into a step of descent. The schedule sees the count of updates made before.
 * State: none.
 */
export const scaleByLearningRate = (learningRate: ScalarOrSchedule) =>
  transformation({
    init: () => [],
    numbers: (update) => ({ step: -valueAt(learningRate, update - 1) }),
    update: (updates, state, _params, { numbers }) => [tree.scale(updates, numbers.step), state],
    reportNumbers: (update) => ({ learningRate: valueAt(learningRate, update - 1) }),
  });
