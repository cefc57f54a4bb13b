import type { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { readOptions } from "../../core/options.ts";
import { type HasEvaluate, type HasInitial, requireCapabilities } from "../../core/problem.ts";
import { ordered, searchOptions } from "./direct-search.ts";
import { normalsOf, pollDirections, seededSource } from "./directions.ts";
import { answerOf, ending, measurementOf, objectiveOf, type SearchPoint, scan, startAt } from "./search-point.ts";

export const meshAdaptiveSearchOptions = searchOptions;
export type MeshAdaptiveSearchOptions = z.input<typeof meshAdaptiveSearchOptions>;

export type MeshAdaptiveSearchState = SearchPoint & {
  /** Δ: the radius of the poll. */
  radius: number;
  status: "poll" | "failure" | "start";
};

/**
 * Mesh-adaptive direct search (MADS): polls along rounded directions on a mesh that shrinks faster than the poll.
 *
 *     δ = min(Δ, Δ²/r₀),  directions δ round(± (Δ/δ) h_i/‖h_i‖_∞),  h_i the rows of I − 2 h hᵀ, h = g/‖g‖₂, g ~ N(0, I)
 *     the first x + d that is strictly better is taken: Δ ← min(r_max, 2 Δ);  none: Δ ← Δ/2
 *
 * Since Δ/δ grows, the directions of ever smaller polls become dense on the sphere: on Lipschitz functions a limit of
 * failed polls is a Clarke stationary point. Unlike `directSearch` it has no covering points, so that a discontinuous
 * objective can hold it. A run finishes at Δ ≤ r_min. A point whose objective throws or is not finite counts as worse
 * than any other.
 *
 * Cost per step: 1 to 2n evaluations, that of the start not counted. Memory: O(n²) for the directions. Float64 on the host.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or smallestRadius > largestRadius.
 * @throws {CapabilityError} if the problem has no `initial` or no `evaluate`; whatever the objective throws at the start.
 * @source C. Audet, J. E. Dennis, Mesh Adaptive Direct Search Algorithms for Constrained Optimization, 2006; directions:
 * C. Audet, W. Hare, Derivative-Free and Blackbox Optimization, 2017, algorithms 8.1 and 8.2.
 * @example
 * const { answer } = await minimize(rosenbrock(), meshAdaptiveSearch(), { calls: { evaluation: 2000 } });
 */
export function meshAdaptiveSearch(options: MeshAdaptiveSearchOptions = {}) {
  const settings = readOptions("mesh-adaptive-search", ordered(meshAdaptiveSearchOptions), options);
  const { radius, smallestRadius, largestRadius, random = seededSource } = settings;
  return named(
    "mesh-adaptive-search",
    (problem: HasInitial<np.Array> & HasEvaluate): Iteration<MeshAdaptiveSearchState, np.Array> => {
      requireCapabilities("mesh-adaptive-search", problem, ["initial", "evaluate"]);
      const objective = objectiveOf(problem);
      return {
        init: async (seed) => ({
          ...(await startAt("mesh-adaptive-search", problem, objective, seed)),
          radius,
          status: "start",
        }),
        async step(state) {
          const g = normalsOf(random("poll", state.step, state.seed), state.x.length);
          const mesh = Math.min(state.radius, state.radius ** 2 / radius);
          const directions = pollDirections(g, state.radius, "2n").map((d) =>
            d.map((di) => mesh * Math.round(di / mesh)),
          );
          const [at, d] = await scan(objective, { ...state, step: state.step + 1 }, directions);
          return d
            ? { ...at, radius: Math.min(largestRadius, 2 * state.radius), status: "poll" }
            : { ...at, radius: state.radius / 2, status: "failure" };
        },
        measure: (state) => ({ ...measurementOf(state), radius: state.radius }),
        answer: answerOf,
        finished: (state) =>
          state.radius <= smallestRadius ? ending(`radius ${state.radius} ≤ ${smallestRadius}`, state) : undefined,
      };
    },
  );
}
