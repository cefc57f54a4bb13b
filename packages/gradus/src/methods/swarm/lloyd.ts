import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { positive, readOptions, z } from "../../core/options.ts";
import { requireCapabilities } from "../../core/problem.ts";
import type { HasField } from "../../core/world.ts";
import { addScaled } from "../../engine/linear-algebra/vector.ts";
import type { NoMemory } from "./greedy-team.ts";
import { centroid, gridCells } from "./grid-cells.ts";
import { iterateTeam, type TeamProblem, type TeamState } from "./team-iteration.ts";

export const lloydOptions = z.object({
  /** Rate > 0 at which a robot approaches its centroid, a second. Default 3 (official code). */
  rate: positive().default(3),
});

export type LloydOptions = z.input<typeof lloydOptions>;

/** Lloyd's descent: a method for robots over a field. */
export type Lloyd = <Scene>(problem: TeamProblem<Scene> & HasField) => Iteration<TeamState<Scene, NoMemory>, np.Array>;

/**
 * Lloyd's descent with a density that is known: every robot goes towards the centroid of its Voronoi cell.
 *
 *     x_i ← x_i + dt · rate · (C_i − x_i),   C_i = Σ_{q ∈ V_i} φ(q) q / Σ_{q ∈ V_i} φ(q)
 *
 * It descends on the sum of *squared* distances, and is an oracle where robots have to learn φ. A robot whose cell is
 * empty stays. Cost per step: one measurement.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `field`, `world` or `initial`.
 * @source S. P. Lloyd, Least Squares Quantization in PCM, 1982; J. Cortés et al., Coverage Control for Mobile Sensing
 * Networks, 2004.
 * @example
 * const { trace } = await minimize(adaptiveCoverage(), lloyd(), { steps: 50 });
 */
export function lloyd(options: LloydOptions = {}): Lloyd {
  const { rate } = readOptions("lloyd", lloydOptions, options);
  return named("lloyd", <Scene>(problem: TeamProblem<Scene> & HasField) => {
    requireCapabilities("lloyd", problem, ["field"]);
    const { places, density, dt } = problem.field;
    return iterateTeam<Scene, NoMemory>(
      {
        name: "lloyd",
        remember: () => ({}),
        changed: (memory) => memory,
        async move({ positions }) {
          const cells = gridCells(places, positions);
          const next = positions.map((x, i) => {
            const C = centroid(i, cells, places, density);
            return C ? addScaled(x, dt * rate, addScaled(C.at, -1, x)) : x;
          });
          return { positions: next, memory: {} };
        },
      },
      problem,
    );
  });
}
