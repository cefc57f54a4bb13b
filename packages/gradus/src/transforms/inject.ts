import { OptionError } from "../core/errors.ts";
import { type ScalarOrSchedule, valueAt } from "../core/options.ts";
import type { NumberTree, Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { answerOf, numbersOf, reportNumbersOf, reportOf } from "./inner.ts";
import { type Transformation, transformation } from "./transformation.ts";

/**
 * Schedules for hyperparameters that take none: at every update the transformation is made anew with the values of
 * that update, on the host, and its numbers go into the program that was compiled for the first.
 *
 * This reaches whatever enters the arithmetic through `numbers`, as all hyperparameters of this library's own
 * transformations do. It does not reach what decides how an update is computed (switches, ranks, kinds of norm) nor
 * what sizes the state: those stay as at the first update. The values appear among the reported numbers.
 *
 * State: that of the transformation made. Cost: one call of `make` per update.
 *
 * @param make gets one number for each hyperparameter.
 * @throws {OptionError} at the update for which `make` gives a transformation with other numbers in another nesting.
 * @example
 * const method = descend("adam, β₁ rising", injectHyperparameters(
 *   ({ beta1, learningRate }) => chain(scaleByAdam({ beta1 }), scaleByLearningRate(learningRate)),
 *   { beta1: schedules.linear({ from: 0.5, to: 0.95, steps: 1000 }), learningRate: 1e-3 },
 * ));
 */
export function injectHyperparameters<State extends Tree, Name extends string>(
  make: (values: Record<Name, number>) => Transformation<State>,
  hyperparameters: Record<Name, ScalarOrSchedule>,
) {
  const names = Object.keys(hyperparameters) as Name[];
  const valuesAt = (update: number) =>
    Object.fromEntries(names.map((name) => [name, valueAt(hyperparameters[name], update - 1)])) as Record<Name, number>;
  const first = make(valuesAt(1));
  const nesting = tree.structure(numbersOf(first, 1) as NumberTree);

  return transformation({
    init: (params): State => first.init(params),
    numbers(update) {
      const values = valuesAt(update);
      const numbers = numbersOf(make(values), update);
      if (tree.structure(numbers as NumberTree).equals(nesting)) return numbers;
      throw new OptionError(
        `injectHyperparameters: ${JSON.stringify(values)} at update ${update} makes another transformation than ${JSON.stringify(valuesAt(1))}: only what leaves the computation the same can be scheduled`,
      );
    },
    update: (updates, state, params, context) => first.update(updates, state, params, context) as [Tree, State],
    answer: (params, state) => answerOf(first, params, state),
    report: (state) => reportOf(first, state),
    reportNumbers: (update) => ({ ...reportNumbersOf(make(valuesAt(update)), update), ...valuesAt(update) }),
  });
}
