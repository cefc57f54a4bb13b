import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { count, positiveOrSchedule, readOptions, valueAt, z } from "../../core/options.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { iterateTeam, type TeamProblem, type TeamState } from "./team-iteration.ts";

export const greedyTeamOptions = z.object({
  /** M ≥ 1, random candidates a robot and step. Default 60. */
  candidates: count().default(60),
  /** α(k) > 0, the size of moves in every coordinate, or a schedule of the step count. Default 0.04. */
  alpha: positiveOrSchedule().default(0.04),
});

export type GreedyTeamOptions = z.input<typeof greedyTeamOptions>;

/** A greedy team remembers nothing. */
export type NoMemory = Record<string, never>;

/** The greedy oracle: a method for any world of robots. */
export type GreedyTeam = <Scene>(problem: TeamProblem<Scene>) => Iteration<TeamState<Scene, NoMemory>, np.Array>;

/**
 * The greedy oracle: one robot after another tries random moves on the true cost of the coming step and makes the best.
 *
 *     x_i ← the allowed c among x_i and x_i + α(k) (2u_j − 1), j = 1 … M, with the least J_{k+1}(x_1, …, c, …, x_N)
 *
 * No robot could do this: it knows the world's model. It tells how much is there to be had from moves of this size.
 * Cost per step: one measurement and at most N (M + 1) evaluations.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `world` or no `initial`.
 * @source baseline for arXiv 2111.07441 [reconstructed].
 * @example
 * const { trace } = await minimize(persistentCoverage(), greedyTeam({ candidates: 20 }), { steps: 20 });
 */
export function greedyTeam(options: GreedyTeamOptions = {}): GreedyTeam {
  const { candidates, alpha } = readOptions("greedy-team", greedyTeamOptions, options);
  return named("greedy-team", <Scene>(problem: TeamProblem<Scene>) =>
    iterateTeam<Scene, NoMemory>(
      {
        name: "greedy-team",
        remember: () => ({}),
        changed: (memory) => memory,
        async move({ step, seed, ids, positions, scene, world, costs }) {
          const coming = world.after(scene, positions);
          const size = valueAt(alpha, step);
          const team = [...positions];
          for (const [i, position] of positions.entries()) {
            const { uniform } = generator(seedFor(seed, "moves", step, ids[i]!));
            const moves = Array.from({ length: candidates }, () => position.map((x) => x + size * (2 * uniform() - 1)));
            const allowed = [position, ...moves.filter((move) => world.isAllowed(i, move, team, coming))];
            const values = await costs(
              allowed.map((move) => team.with(i, move)),
              coming,
            );
            team[i] = allowed[values.indexOf(Math.min(...values))]!;
          }
          return { positions: team, memory: {} };
        },
      },
      problem,
    ),
  );
}
