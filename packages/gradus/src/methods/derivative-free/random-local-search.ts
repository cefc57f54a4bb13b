import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { positiveOrSchedule, readOptions, valueAt, z } from "../../core/options.ts";
import { requireCapabilities } from "../../core/problem.ts";
import { generator, seedFor } from "../../engine/random.ts";
import type { BlackBox } from "../swarm/black-box-team.ts";
import { startOf } from "../swarm/team-iteration.ts";
import { answerOf } from "./search-point.ts";
import type { PointState } from "./spsa.ts";

export const randomLocalSearchOptions = z.object({
  /** α(k) > 0, the size of moves in every coordinate, or a schedule of the step count. Default 0.012, as for CAO. */
  alpha: positiveOrSchedule().default(0.012),
});

export type RandomLocalSearchOptions = z.input<typeof randomLocalSearchOptions>;

/** Random local search: a method for any black box. */
export type RandomLocalSearch = (problem: BlackBox) => Iteration<PointState, np.Array>;

/**
 * Random local search: a random move is kept if it is better.
 *
 *     c = x_k + α(k) (2u − 1), u uniform in [0, 1)ⁿ, clipped to the problem's domain
 *     x_{k+1} = c if f(c) < f(x_k), else x_k
 *
 * A candidate whose value is NaN is not better. Cost per step: one evaluation. Memory: n numbers.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `evaluate` or no `initial`.
 * @source L. A. Rastrigin, The convergence of the random search method in the extremal control of a many parameter
 * system, 1963; uniform moves as in the baseline for arXiv 2111.07441.
 * @example
 * const { answer } = await minimize(sphere(), randomLocalSearch({ alpha: 0.1 }), { steps: 200 });
 */
export function randomLocalSearch(options: RandomLocalSearchOptions = {}): RandomLocalSearch {
  const { alpha } = readOptions("random-local-search", randomLocalSearchOptions, options);
  return named("random-local-search", (problem: BlackBox) => {
    requireCapabilities("random-local-search", problem, ["initial", "evaluate"]);
    const { domain } = problem;
    const clip = (v: number, i: number) => (domain ? Math.min(Math.max(v, domain.lower[i]!), domain.upper[i]!) : v);
    return {
      async init(seed) {
        const x = await startOf(problem, seed);
        const [value] = await problem.evaluate([x]);
        return { step: 0, seed, x, value: value!, evaluations: 1 };
      },
      async step(state) {
        const { uniform } = generator(seedFor(state.seed, "candidate", state.step));
        const size = valueAt(alpha, state.step);
        const candidate = state.x.map((v, i) => clip(v + size * (2 * uniform() - 1), i));
        const [value] = await problem.evaluate([candidate]);
        const next = { ...state, step: state.step + 1, evaluations: state.evaluations + 1 };
        return value! < state.value ? { ...next, x: candidate, value: value! } : next;
      },
      measure: ({ value, evaluations }) => ({ objective: value, calls: { evaluation: evaluations } }),
      answer: answerOf,
    };
  });
}
