import { OptionError } from "../core/errors.ts";
import type { Tree } from "../engine/tree.ts";
import { chain } from "./chain.ts";
import type { Transformation } from "./transformation.ts";

/**
 * A chain whose links have names: the updates of each go into the next, in the order in which they are written, and the
 * state of each stands under its name.
 *
 * @throws {OptionError} if a name is a whole number, since an object's keys would then change their order.
 * @example
 * const adamw = namedChain({ direction: scaleByAdam(), decay: addDecayedWeights(1e-2), step: scaleByLearningRate(1e-3) });
 * adamw.init(params).direction.m;
 */
export function namedChain<States extends Record<string, Tree>>(
  links: {
    [Name in keyof States]: Transformation<States[Name]>;
  },
): Transformation<States, unknown[]> {
  const names = Object.keys(links);
  const index = names.find((name) => /^\d+$/.test(name));
  if (index !== undefined) throw new OptionError(`namedChain: a name must not be a whole number, got '${index}'`);

  const { init, numbers, update, answer, report, reportNumbers } = chain(...Object.values<Transformation>(links));
  const toList = (states: States) => names.map((name) => states[name]!);
  const toStates = (list: Tree[]) => Object.fromEntries(names.map((name, i) => [name, list[i]])) as States;
  return {
    init: (params) => toStates(init(params)),
    numbers: numbers!,
    update(updates, states, params, context) {
      const [out, list] = update(updates, toList(states), params, context);
      return [out, toStates(list as Tree[])];
    },
    answer: (params, states) => answer!(params, toList(states)),
    report: (states) => report!(toList(states)),
    reportNumbers: reportNumbers!,
  };
}
