import { count, nonnegative, positive, readOptions, z } from "../../core/options.ts";
import { distance, type StaticWorld, teamOptions, teamWorld, unitBox, withEvaluate } from "./team-world.ts";

const point = () => z.tuple([z.number(), z.number()], "must be points of the plane");

export const holdTheLineOptions = z.object({
  ...teamOptions,
  /** n_p ≥ 1, points of the curve. Default 200; the official code has 2000. */
  points: count().default(200),
  /** Other points in place of the curve's. */
  line: z.array(point()).min(1).optional(),
  /** k_w ≥ 0, what it costs that a robot is nearest to no point, times its distance. Default n_p/25 (official code). */
  idleWeight: nonnegative().optional(),
  /** The curve moves to and fro by `amplitude` along x, once in `period` steps. Default: it stands still. */
  drift: z.object({ amplitude: z.number(), period: positive() }).strict().optional(),
});

export type HoldTheLineOptions = z.input<typeof holdTheLineOptions>;

/** The steps that were made. */
export type LineScene = { step: number };

const curve = (n: number): Float64Array[] =>
  Array.from({ length: n }, (_, q) => {
    const y = q / n;
    return Float64Array.of(4 * y ** 4 - 12 * y ** 3 + 10 * y ** 2 - 2 * y + 0.55, y);
  });

/**
 * Hold the line: robots spread along a curve that they do not know.
 *
 *     J = Σ_q min_i |P_q − x_i| + k_w Σ_{i owns no point} min_q |P_q − x_i|
 *     P_q = (4y⁴ − 12y³ + 10y² − 2y + 0.55 + a sin(2πk/p), y),   y = q/n_p
 *
 * A point is owned by the robot nearest to it, of equals by the first. Robots stay in the unit square. Where the curve
 * stands still, robots neither leave nor join, and readings have no noise, J is a function of positions: `evaluate`.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source official code of BCD-CAO (test bed HoldTheLine), arXiv 2111.07441; the moving curve is [reconstructed].
 * @example
 * const { trace } = await minimize(holdTheLine({ robots: 8 }), bcdCao({ candidates: 100 }), { steps: 200 });
 */
export function holdTheLine(options: HoldTheLineOptions = {}): StaticWorld<LineScene> {
  const { points, line, idleWeight, drift, ...team } = readOptions("hold-the-line", holdTheLineOptions, options);
  const P = line?.map((p) => Float64Array.from(p)) ?? curve(points);
  const kw = idleWeight ?? P.length / 25;
  const problem = teamWorld<LineScene>(
    {
      name: "hold the line",
      box: unitBox(2),
      open: () => ({ step: 0 }),
      costs({ step }, teams) {
        const shift = drift ? drift.amplitude * Math.sin((2 * Math.PI * step) / drift.period) : 0;
        const now = shift === 0 ? P : P.map((p) => Float64Array.of(p[0]! + shift, p[1]!));
        return teams.map((robots) => lineCost(now, robots, kw));
      },
      after: ({ step }) => ({ step: step + 1 }),
    },
    team,
  );
  return drift ? problem : withEvaluate(problem);
}

function lineCost(P: readonly Float64Array[], team: readonly Float64Array[], kw: number): number {
  const owns = new Uint8Array(team.length);
  let sum = 0;
  for (const p of P) {
    let owner = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < team.length; i++) {
      const d = distance(p, team[i]!);
      if (d < least) {
        least = d;
        owner = i;
      }
    }
    if (owner >= 0) owns[owner] = 1;
    sum += least;
  }
  for (const [i, robot] of team.entries()) {
    if (owns[i] === 0)
      sum += kw * P.reduce((least, p) => Math.min(least, distance(p, robot)), Number.POSITIVE_INFINITY);
  }
  return sum;
}
