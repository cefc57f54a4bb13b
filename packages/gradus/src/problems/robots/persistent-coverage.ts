import { count, flag, fraction, positive, readOptions, z } from "../../core/options.ts";
import { cellCentres, distance, nearest, type RobotWorld, teamOptions, teamWorld, unitBox } from "./team-world.ts";

export const persistentCoverageOptions = z.object({
  ...teamOptions,
  robots: teamOptions.robots.unwrap().default(3),
  /** G ≥ 1: coverage is kept for G × G cells. Default 20. */
  cells: count().default(20),
  /** R > 0, how far a robot covers. Default 0.12. */
  range: positive().default(0.12),
  /** What is left of a cell's coverage after a step, in [0, 1). Default 0.985. */
  decay: fraction().default(0.985),
  /** What a robot adds to the cell beneath it in a step, > 0. Default 0.5. */
  gain: positive().default(0.5),
  /** Z* > 0, the coverage that is wanted. Default 1. */
  wanted: positive().default(1),
  /** Discs [x, y, r] that need no coverage. Default: two. */
  obstacles: z.array(z.tuple([z.number(), z.number(), positive()])).default([
    [0.3, 0.35, 0.1],
    [0.68, 0.7, 0.12],
  ]),
  /** Robots cannot enter the discs. Default false: they fly over them. */
  solid: flag().default(false),
});

export type PersistentCoverageOptions = z.input<typeof persistentCoverageOptions>;

/** The coverage of each free cell. */
export type CoverageScene = { Z: Float64Array };

/** A world of cells that lose their coverage, with the cells that count. */
export type PersistentCoverage = RobotWorld<CoverageScene> & { cells: Float64Array[] };

/**
 * Persistent coverage of an unknown place: cells lose their coverage and robots refill it around them.
 *
 *     p_q(x) = Σ_i gain · max(0, 1 − |q − x_i|²/R²)²
 *     J_k(x) = Σ_q max(0, Z* − decay Z_q − p_q(x))² min_i |q − x_i|
 *     Z_q ← min(Z*, decay Z_q + p_q(x))
 *
 * The factor of distance draws robots to neglected cells beyond their reach. J depends on what was covered before, so
 * there is no `evaluate`. Reports `neglect`, the mean of max(0, Z* − Z_q)² over cells.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source the set-up of arXiv 2111.07441 as summarized in its abstract; the cost and all sizes are [reconstructed].
 * @example
 * const method = bcdCao({ order: 2, window: 10, candidates: 60, alpha: 0.04 });
 * const { trace } = await minimize(persistentCoverage(), method, { steps: 50 });
 */
export function persistentCoverage(options: PersistentCoverageOptions = {}): PersistentCoverage {
  const {
    cells: G,
    range,
    decay,
    gain,
    wanted,
    obstacles,
    solid,
    ...team
  } = readOptions("persistent-coverage", persistentCoverageOptions, options);
  const isFree = (at: Float64Array) => obstacles.every(([x, y, r]) => distance(at, Float64Array.of(x, y)) > r);
  const cells = cellCentres(G).filter(isFree);
  const produced = (q: Float64Array, robots: readonly Float64Array[]) => {
    let sum = 0;
    for (const robot of robots) sum += gain * Math.max(0, 1 - (distance(q, robot) / range) ** 2) ** 2;
    return sum;
  };
  const start = team.start ?? Array.from({ length: team.robots }, (_, i) => [(0.05 + 0.03 * i) % 1, 0.05]);
  return {
    ...teamWorld<CoverageScene>(
      {
        name: "persistent coverage",
        box: unitBox(2),
        ...(solid && { isFree }),
        open: () => ({ Z: new Float64Array(cells.length) }),
        costs: ({ Z }, teams) =>
          teams.map((robots) =>
            cells.reduce((sum, q, i) => {
              const lack = Math.max(0, wanted - decay * Z[i]! - produced(q, robots));
              return sum + lack ** 2 * nearest(q, robots).distance;
            }, 0),
          ),
        after: ({ Z }, robots) => ({
          Z: Z.map((z, i) => Math.min(wanted, decay * z + produced(cells[i]!, robots))),
        }),
        figures: ({ Z }) => ({ neglect: Z.reduce((sum, z) => sum + Math.max(0, wanted - z) ** 2, 0) / Z.length }),
      },
      { ...team, start },
    ),
    cells,
  };
}
