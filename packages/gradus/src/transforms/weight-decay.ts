import { type ScalarOrSchedule, valueAt } from "../core/options.ts";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";

/** u ← u + w θ. Before a preconditioner in a chain: coupled (L2) decay; after it: decoupled decay. State: none. */
export const addDecayedWeights = (weightDecay: ScalarOrSchedule) =>
  transformation({
    init: () => [],
    numbers: (update) => ({ weightDecay: valueAt(weightDecay, update - 1) }),
    update: (updates, state, params, { numbers }) => [
      tree.add(updates, tree.scale(tree.ref(params), numbers.weightDecay)),
      state,
    ],
  });
