import { count, nonnegative, positive, readOptions, z } from "../../core/options.ts";
import { cellCentres, distance, type StaticWorld, teamOptions, teamWorld, withEvaluate } from "./team-world.ts";

export const terrainSurveillanceOptions = z.object({
  ...teamOptions,
  robots: teamOptions.robots.unwrap().default(4),
  separation: teamOptions.separation.unwrap().default(0.05),
  /** G ≥ 1: the ground is seen at G × G points. Default 16. */
  cells: count().default(16),
  /** R > 0, how far a robot sees. Default 0.6. */
  range: positive().default(0.6),
  /** K > 0, what an unseen point costs: more than R². Default 0.8. */
  unseen: positive().default(0.8),
  /** S ≥ 0, inner points of a line of sight that are held against the terrain. Default 8. */
  samples: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(8),
  /** Height z_max of the sky. Default 0.9. */
  ceiling: z.number("must be a number").default(0.9),
  /** How far above the ground a robot stays, ≥ 0. Default 0.05. */
  clearance: nonnegative().default(0.05),
  /** Hills [height, x, y, width]: height · exp(−r²/width). Default: three. */
  hills: z.array(z.tuple([z.number(), z.number(), z.number(), positive()])).default([
    [0.22, 0.35, 0.4, 0.02],
    [0.18, 0.75, 0.7, 0.015],
    [0.12, 0.7, 0.2, 0.01],
  ]),
  /** Height of the ground without hills. Default 0.1. */
  ground: z.number("must be a number").default(0.1),
  /** Height of waves sin 9x sin 7y on it. Default 0.03. */
  waves: z.number("must be a number").default(0.03),
});

export type TerrainSurveillanceOptions = z.input<typeof terrainSurveillanceOptions>;

/** Nothing changes. */
export type TerrainScene = Record<string, never>;

/** Surveillance of a terrain, with its height for pictures. */
export type TerrainSurveillance = StaticWorld<TerrainScene> & { height(x: number, y: number): number };

/**
 * Surveillance of unknown terrain: robots in the air watch as much of the ground as they can, from as near as they can.
 *
 *     J = Σ_{q seen} min_{i sees q} |q − x_i|² + K · #(q unseen)
 *     i sees q where |q − x_i| ≤ R and no inner point of the segment lies below the terrain
 *     h = ground + Σ height · exp(−r²/width) + waves · sin 9x sin 7y
 *
 * Robots keep `clearance` above the ground, below the ceiling, and apart from one another. Reports the share of points
 * that is seen.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source the set-up of arXiv 2111.07441 as summarized in its abstract and earlier work of its authors; terrain, sizes
 * and the test of sight are [reconstructed].
 * @example
 * const { trace } = await minimize(terrainSurveillance(), bcdCao({ order: 2, window: 20, alpha: 0.03 }), { steps: 20 });
 */
export function terrainSurveillance(options: TerrainSurveillanceOptions = {}): TerrainSurveillance {
  const { cells, range, unseen, samples, ceiling, clearance, hills, ground, waves, ...team } = readOptions(
    "terrain-surveillance",
    terrainSurveillanceOptions,
    options,
  );
  const height = (x: number, y: number) => {
    let h = ground + (waves === 0 ? 0 : waves * Math.sin(9 * x) * Math.sin(7 * y));
    for (const [tall, cx, cy, width] of hills) h += tall * Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / width);
    return h;
  };
  const points = cellCentres(cells).map(([x, y]) => Float64Array.of(x!, y!, height(x!, y!)));
  const isClear = (q: Float64Array, robot: Float64Array) => {
    for (let s = 1; s <= samples; s++) {
      const f = s / (samples + 1);
      const [x, y, z] = robot.map((v, i) => v + f * (q[i]! - v)) as unknown as [number, number, number];
      // A line along flat ground is not cut by it.
      if (z < height(x, y) - 1e-9) return false;
    }
    return true;
  };
  const look = (robots: readonly Float64Array[]) => {
    let cost = 0;
    let seen = 0;
    for (const q of points) {
      let least = Number.POSITIVE_INFINITY;
      for (const robot of robots) {
        const d = distance(q, robot);
        if (d <= range && d < least && isClear(q, robot)) least = d;
      }
      if (least < Number.POSITIVE_INFINITY) seen++;
      cost += least < Number.POSITIVE_INFINITY ? least * least : unseen;
    }
    return { cost, seen };
  };
  return {
    ...withEvaluate(
      teamWorld<TerrainScene>(
        {
          name: "terrain surveillance",
          box: { lower: [0, 0, 0], upper: [1, 1, ceiling] },
          startBox: { lower: [0.05, 0.05, 0.6], upper: [0.25, 0.25, 0.7] },
          isFree: (at) => at[2]! >= height(at[0]!, at[1]!) + clearance,
          open: () => ({}),
          costs: (_, teams) => teams.map((robots) => look(robots).cost),
          after: (scene) => scene,
          figures: (_, robots) => ({ seen: look(robots).seen / points.length }),
        },
        team,
      ),
    ),
    height,
  };
}
