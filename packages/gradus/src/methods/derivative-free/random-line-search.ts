import type { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { readOptions } from "../../core/options.ts";
import { type HasEvaluate, type HasInitial, requireCapabilities } from "../../core/problem.ts";
import { scaled } from "../../engine/linear-algebra/vector.ts";
import { ordered, searchOptions } from "./direct-search.ts";
import { largestEntry, normalsOf, randomDirection, seededSource } from "./directions.ts";
import { answerOf, ending, measurementOf, objectiveOf, type SearchPoint, scan, startAt } from "./search-point.ts";

export const randomLineSearchOptions = searchOptions;
export type RandomLineSearchOptions = z.input<typeof randomLineSearchOptions>;

export type RandomLineSearchState = SearchPoint & {
  /** r: the radius of the next directions. */
  radius: number;
  /** Failures in a row. */
  inARow: number;
  status: "linesearch" | "failure" | "start";
};

/**
 * Random line searches: three points along each of two random directions, and the first that is better is taken.
 *
 *     d = t r g/‖g‖_∞,  t = 1.1, 1, 1/1.1,  g ~ N(0, I), two of them
 *     better: r ← ‖d‖_∞ held within [r_min, r_max];  none, more than n + 1 times in a row: r ← max(r_min, r/1.3)
 *
 * Shrinking does not reset the count, so r falls with every further failure. A run finishes at r ≤ r_min. A point whose
 * objective throws or is not finite counts as worse than any other.
 *
 * Cost per step: 1 to 6 evaluations, that of the start not counted. Memory: 7 n numbers. Float64 on the host.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or smallestRadius > largestRadius.
 * @throws {CapabilityError} if the problem has no `initial` or no `evaluate`; whatever the objective throws at the start.
 * @source P.-Y. Bouchet, T. Vidal, Optimization by Directional Attacks, 2025, arXiv 2510.01461, official code (baseline).
 * @example
 * const { answer } = await minimize(rosenbrock(), randomLineSearch(), { calls: { evaluation: 2000 } });
 */
export function randomLineSearch(options: RandomLineSearchOptions = {}) {
  const settings = readOptions("random-line-search", ordered(randomLineSearchOptions), options);
  const { radius, smallestRadius, largestRadius, random = seededSource } = settings;
  return named(
    "random-line-search",
    (problem: HasInitial<np.Array> & HasEvaluate): Iteration<RandomLineSearchState, np.Array> => {
      requireCapabilities("random-line-search", problem, ["initial", "evaluate"]);
      const objective = objectiveOf(problem);
      return {
        init: async (seed) => ({
          ...(await startAt("random-line-search", problem, objective, seed)),
          radius,
          inARow: 0,
          status: "start",
        }),
        async step(state) {
          const n = state.x.length;
          const draw = random("line", state.step, state.seed);
          const directions = [normalsOf(draw, n), normalsOf(draw, n)].flatMap((g) => {
            const d = randomDirection(g, state.radius);
            return [1.1, 1, 1 / 1.1].map((multiple) => scaled(d, multiple));
          });
          const [at, d] = await scan(objective, { ...state, step: state.step + 1 }, directions);
          if (d) {
            const next = Math.min(largestRadius, Math.max(smallestRadius, largestEntry(d)));
            return { ...at, radius: next, inARow: 0, status: "linesearch" };
          }
          const inARow = state.inARow + 1;
          const shrunk = inARow > n + 1 ? Math.max(smallestRadius, state.radius / 1.3) : state.radius;
          return { ...at, radius: shrunk, inARow, status: "failure" };
        },
        measure: (state) => ({ ...measurementOf(state), radius: state.radius }),
        answer: answerOf,
        finished: (state) =>
          state.radius <= smallestRadius ? ending(`radius ${state.radius} ≤ ${smallestRadius}`, state) : undefined,
      };
    },
  );
}
