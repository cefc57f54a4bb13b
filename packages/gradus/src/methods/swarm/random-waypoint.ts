import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { positive, readOptions, z } from "../../core/options.ts";
import { addScaled, norm } from "../../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { iterateTeam, type TeamProblem, type TeamState } from "./team-iteration.ts";

export const randomWaypointOptions = z.object({
  /** How far a robot goes in a step, > 0. Default 0.04. */
  stride: positive().default(0.04),
});

export type RandomWaypointOptions = z.input<typeof randomWaypointOptions>;

/** Each robot's goal; empty before it has one. */
type Waypoints = { goals: Float64Array[] };

/** Random waypoints: a method for any world of robots. */
export type RandomWaypoint = <Scene>(problem: TeamProblem<Scene>) => Iteration<TeamState<Scene, Waypoints>, np.Array>;

/**
 * Random waypoints: each robot goes straight to a random place of the box, then to another, whatever it costs.
 *
 * Where the next place on its way is not allowed, it stays and takes another goal. Cost per step: one measurement.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `world` or no `initial`.
 * @source D. B. Johnson, D. A. Maltz, Dynamic Source Routing in Ad Hoc Wireless Networks, 1996 (random waypoint model).
 * @example
 * const { trace } = await minimize(persistentCoverage(), randomWaypoint({ stride: 0.04 }), { steps: 100 });
 */
export function randomWaypoint(options: RandomWaypointOptions = {}): RandomWaypoint {
  const { stride } = readOptions("random-waypoint", randomWaypointOptions, options);
  return named("random-waypoint", <Scene>(problem: TeamProblem<Scene>) =>
    iterateTeam<Scene, Waypoints>(
      {
        name: "random-waypoint",
        remember: (positions) => ({ goals: positions.map(() => new Float64Array()) }),
        // Goals are worth nothing: whoever is there takes a new one.
        changed: (_, { positions }) => ({ goals: positions.map(() => new Float64Array()) }),
        async move({ step, seed, ids, positions, scene, memory, world }) {
          const { lower, upper } = world.box;
          const moves = positions.map((position, i) => {
            const { uniform } = generator(seedFor(seed, "goal", step, ids[i]!));
            const another = () => position.map((_, j) => lower[j]! + (upper[j]! - lower[j]!) * uniform());
            const goal = memory.goals[i]!.length > 0 ? memory.goals[i]! : another();
            const way = addScaled(goal, -1, position);
            const distance = norm(way);
            const next = distance <= stride ? goal : addScaled(position, stride / distance, way);
            if (!world.isAllowed(i, next, positions, scene)) return { position, goal: another() };
            return { position: next, goal: distance <= stride ? another() : goal };
          });
          return { positions: moves.map((move) => move.position), memory: { goals: moves.map(({ goal }) => goal) } };
        },
      },
      problem,
    ),
  );
}
