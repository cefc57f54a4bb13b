import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import type { Transformation } from "./transformation.ts";

/**
 * Chains transformations: the updates of each go into the next.
 *
 * @example
 * const adamw = chain(scaleByAdam(), addDecayedWeights(1e-2), scaleByLearningRate(1e-3));
 */
export function chain(...links: Transformation[]): Transformation<Tree[], unknown[]> {
  return {
    init: (params) => links.map((link) => link.init(params)),
    numbers: (update) => links.map((link) => link.numbers?.(update) ?? []),
    update(updates, states, params, context) {
      const next = links.map((link, i) => {
        const linkContext = { ...context, numbers: context.numbers[i]! };
        const [out, state] = link.update(updates, states[i]!, params, linkContext);
        updates = out;
        return state;
      });
      return [updates, next];
    },
    answer(params, states) {
      return links.reduce((answer, link, i) => {
        if (link.answer) return link.answer(answer, states[i]!);
        tree.dispose(states[i]!);
        return answer;
      }, params);
    },
    report: (states) => Object.assign({}, ...links.map((link, i) => link.report?.(states[i]!))),
    reportNumbers: (update) => Object.assign({}, ...links.map((link) => link.reportNumbers?.(update))),
  };
}
