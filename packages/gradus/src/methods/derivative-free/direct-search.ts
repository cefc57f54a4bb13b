import type { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { positive, readOptions, z as schema } from "../../core/options.ts";
import { type HasEvaluate, type HasInitial, requireCapabilities } from "../../core/problem.ts";
import {
  coveringDirection,
  normalsOf,
  pollDirections,
  type RandomSource,
  randomDirection,
  seededSource,
} from "./directions.ts";
import {
  answerOf,
  ending,
  measurementOf,
  type Objective,
  objectiveOf,
  type SearchPoint,
  scan,
  startAt,
} from "./search-point.ts";

/** Radii of a search, for every method that searches. */
export const searchOptions = schema.object({
  /** r₀ > 0: the first radius. Default 1 (official code, first two problems). */
  radius: positive().default(1),
  /** Smallest radius, > 0. Default 1e-5 (official code, first problem). */
  smallestRadius: positive().default(1e-5),
  /** Largest radius, at least the smallest. Default 10 (official code, first problem). */
  largestRadius: positive().default(10),
  /** Where random numbers come from. Default: the run's seed. */
  random: schema.custom<RandomSource>((value) => typeof value === "function", "must be a function").optional(),
});

export const directSearchOptions = searchOptions.extend({
  /** The poll's directions: n + 1 or 2n. Default "2n" (official code). */
  poll: schema.enum(["2n", "n+1"], "must be '2n' or 'n+1'").default("2n"),
});

export type DirectSearchOptions = z.input<typeof directSearchOptions>;

/** Radii in their order. */
export const ordered = <S extends typeof searchOptions>(options: S): S =>
  options.refine(({ smallestRadius, largestRadius }) => smallestRadius <= largestRadius, {
    path: ["smallestRadius"],
    error: "may not exceed largestRadius",
  }) as S;

/** Which part of a direct search moved the point. */
export type DirectStatus = "covering" | "search" | "poll" | "failure";

/** What a direct search remembers besides its point. */
export type SearchState = SearchPoint & {
  /** r: the radius of the poll. */
  radius: number;
  /** s: search steps made. */
  searches: number;
};

export type DirectSearchState = SearchState & { status: DirectStatus | "start"; steps: Record<DirectStatus, number> };

/**
 * One iteration of covering direct search: a covering point, a search point, a poll; the first that is better is taken.
 * `growsOnSearch` tells whether a better search point doubles the radius, as it does in the hybrid only.
 */
export async function coverSearchPoll<S extends SearchState>(
  objective: Objective,
  state: S,
  { radius: first, smallestRadius, largestRadius, poll, random = seededSource }: z.output<typeof directSearchOptions>,
  { growsOnSearch }: { growsOnSearch: boolean },
): Promise<[S, DirectStatus]> {
  const n = state.x.length;
  const drawFor = (purpose: string) => random(purpose, state.step, state.seed);
  const grown = Math.min(largestRadius, 2 * state.radius);

  const drawn = drawFor("covering");
  const covering = coveringDirection(normalsOf(drawn, n), drawn.uniform(), first);
  let [at, moved] = await scan(objective, state, [covering]);
  if (moved) return [at, "covering"];

  if (state.radius > smallestRadius) {
    const reach = Math.min(first * Math.sqrt(state.searches + 1), largestRadius);
    const search = randomDirection(normalsOf(drawFor("search"), n), reach);
    [at, moved] = await scan(objective, { ...at, searches: at.searches + 1 }, [search]);
    if (moved) return [growsOnSearch ? { ...at, radius: grown } : at, "search"];

    [at, moved] = await scan(objective, at, pollDirections(normalsOf(drawFor("poll"), n), state.radius, poll));
    if (moved) return [{ ...at, radius: grown }, "poll"];
  }
  return [{ ...at, radius: Math.max(smallestRadius, state.radius / 2) }, "failure"];
}

/**
 * Covering direct search (cDSM): no derivatives; a covering point, a search point and a poll of a rotated basis.
 *
 *     covering   d = g/‖g‖_∞ (U r₀)^(1/n)                         g ~ N(0, I), U ~ U(0, 1)
 *     search     d = g/‖g‖_∞ min(r₀ √(s + 1), r_max),  s ← s + 1
 *     poll       d = ± r h_i/‖h_i‖_∞,  h_i the rows of I − 2 h hᵀ, h = g/‖g‖₂
 *     the first x + d that is strictly better is taken;  poll better: r ← min(r_max, 2 r);  none: r ← max(r_min, r/2)
 *
 * Guarantees, as the paper states them: since covering points become dense in a ball around a point that iterates
 * accumulate at, that point is a local minimum, even of a discontinuous objective; a poll alone has that for smooth ones
 * only. A run finishes at r ≤ r_min. A point whose objective throws or is not finite counts as worse than any other, and
 * the report tells how many there were; so bounds can be had from `withBounds`.
 *
 * Cost per step: 1 to 2n + 2 evaluations (n + 3 for "n+1"), that of the start not counted. Memory: O(n²) for the
 * directions of a poll. It works in float64 on the host.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or smallestRadius > largestRadius.
 * @throws {CapabilityError} if the problem has no `initial` or no `evaluate`; whatever the objective throws at the start.
 * @source P.-Y. Bouchet, T. Vidal, Optimization by Directional Attacks, 2025, arXiv 2510.01461, and its official code.
 * @example
 * const { answer } = await minimize(rosenbrock(), directSearch(), { calls: { evaluation: 2000 } });
 */
export function directSearch(options: DirectSearchOptions = {}) {
  const settings = readOptions("direct-search", ordered(directSearchOptions), options);
  return named(
    "direct-search",
    (problem: HasInitial<np.Array> & HasEvaluate): Iteration<DirectSearchState, np.Array> => {
      requireCapabilities("direct-search", problem, ["initial", "evaluate"]);
      const objective = objectiveOf(problem);
      return {
        init: async (seed) => ({
          ...(await startAt("direct-search", problem, objective, seed)),
          radius: settings.radius,
          searches: 0,
          status: "start",
          steps: { covering: 0, search: 0, poll: 0, failure: 0 },
        }),
        async step(state) {
          const [next, status] = await coverSearchPoll(objective, state, settings, { growsOnSearch: false });
          const steps = { ...state.steps, [status]: state.steps[status] + 1 };
          return { ...next, step: state.step + 1, status, steps };
        },
        measure: (state) => ({ ...measurementOf(state), radius: state.radius, ...counted(state.steps) }),
        answer: answerOf,
        finished: (state) =>
          state.radius <= settings.smallestRadius
            ? ending(`radius ${state.radius} ≤ ${settings.smallestRadius}`, state)
            : undefined,
      };
    },
  );
}

/** Numbers of steps by what they did, as a report names them: "steps.poll". */
export const counted = (steps: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(steps).map(([status, count]) => [`steps.${status}`, count]));
