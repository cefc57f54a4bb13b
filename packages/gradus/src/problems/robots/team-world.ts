import { type numpy as np, random } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { count, nonnegative, z } from "../../core/options.ts";
import type { HasEvaluate, HasInitial, HasName } from "../../core/problem.ts";
import type { Box, HasWorld, World } from "../../core/world.ts";
import { toArray } from "../precision.ts";

const whole = () => z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0");
const place = () => z.array(z.number("must be a number"), "must be a list of coordinates");

/** Options that all worlds of robots have. */
export const teamOptions = {
  /** N ≥ 1, robots at first. */
  robots: count().default(5),
  /** Where the robots are at first: N positions. Default: a draw by the run's seed. */
  start: z.array(place(), "must be a list of positions").optional(),
  /** Relative standard deviation σ ≥ 0 of what is read of a cost. Default 0. */
  noise: nonnegative().default(0),
  /** Least distance d_min ≥ 0 between a robot's next place and where the others are. Default 0. */
  separation: nonnegative().default(0),
  /** Robots that are lost (by their numbers, from 0) and that join (at places) before a step's measurement. Default: none. */
  changes: z
    .array(
      z.object({ step: whole(), lost: z.array(whole()).default([]), joined: z.array(place()).default([]) }).strict(),
    )
    .default([]),
};

type TeamOptions = z.output<z.ZodObject<typeof teamOptions>>;

/** What a world of robots offers. */
export type RobotWorld<Scene> = HasName & HasInitial<np.Array> & HasWorld<Scene> & { domain: Box };

/** One whose cost is a function of positions alone: a black box to methods that know of no robots. */
export type StaticWorld<Scene> = RobotWorld<Scene> & Partial<HasEvaluate>;

type Parts<Scene> = {
  name: string;
  box: Box;
  /** Where robots are drawn at first. Default: all of the box. */
  startBox?: Box;
  /** What keeps a robot from a place, beside the box and other robots. */
  isFree?(at: Float64Array, scene: Scene): boolean;
} & Pick<World<Scene>, "open" | "costs" | "after" | "figures">;

/** Puts robots into a world: starts, readings, collisions, losses. */
export function teamWorld<Scene>(
  { name, box, startBox = box, isFree, ...parts }: Parts<Scene>,
  { robots, start, noise, separation, changes }: TeamOptions,
): RobotWorld<Scene> {
  const coordinates = box.lower.length;
  if (start && start.length !== robots) {
    throw new OptionError(`${name}: start must have ${robots} positions, one a robot, got ${start.length}`);
  }
  for (const at of [...(start ?? []), ...changes.flatMap(({ joined }) => joined)]) {
    if (at.length !== coordinates) {
      throw new OptionError(`${name}: a position must have ${coordinates} coordinates, got [${at}]`);
    }
  }
  const size = robots * coordinates;
  const repeated = (values: readonly number[]) => Array.from({ length: size }, (_, i) => values[i % coordinates]!);
  return {
    name: `${name} with ${robots} robot${robots === 1 ? "" : "s"}`,
    domain: { lower: repeated(box.lower), upper: repeated(box.upper) },
    initial(key) {
      if (start) {
        key.dispose();
        return toArray(start.flat(), [size], "float64");
      }
      const lower = repeated(startBox.lower);
      const widths = repeated(startBox.upper).map((upper, i) => upper - lower[i]!);
      return random
        .uniform(key, [size])
        .astype("float64" as np.DType)
        .mul(toArray(widths, [size], "float64"))
        .add(toArray(lower, [size], "float64"));
    },
    world: {
      ...parts,
      coordinates,
      box,
      isAllowed: (robot, candidate, positions, scene) =>
        isInside(candidate, box) &&
        (separation === 0 || positions.every((other, i) => i === robot || distance(candidate, other) >= separation)) &&
        (isFree?.(candidate, scene) ?? true),
      ...(changes.length > 0 && { changes: (step) => changeAt(changes, step) }),
      ...(noise > 0 && { reading: (cost, random) => cost * (1 + noise * random.normal()) }),
    },
  };
}

/** Every change of this step as one. */
function changeAt(changes: TeamOptions["changes"], step: number) {
  const now = changes.filter((change) => change.step === step);
  if (now.length === 0) return undefined;
  return { lost: now.flatMap(({ lost }) => lost), joined: now.flatMap(({ joined }) => joined) };
}

/** The same world, and `evaluate` where the cost depends on the positions of the robots alone. */
export function withEvaluate<Scene>(problem: RobotWorld<Scene>): StaticWorld<Scene> {
  const { world } = problem;
  if (world.changes || world.reading) return problem;
  const dimension = problem.domain.lower.length;
  const scene = world.open(0);
  return {
    ...problem,
    dimension,
    evaluate: (points) =>
      world.costs(
        scene,
        points.map((x) =>
          Array.from({ length: dimension / world.coordinates }, (_, i) =>
            x.subarray(i * world.coordinates, (i + 1) * world.coordinates),
          ),
        ),
      ),
  };
}

const isInside = (x: Float64Array, { lower, upper }: Box) => x.every((v, i) => v >= lower[i]! && v <= upper[i]!);

/** |a − b| */
export function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}

/** The distance from a point to the robot nearest to it, and which that is: of equals the first. */
export function nearest(q: Float64Array, team: readonly Float64Array[]): { robot: number; distance: number } {
  let best = { robot: -1, distance: Number.POSITIVE_INFINITY };
  for (let i = 0; i < team.length; i++) {
    const d = distance(q, team[i]!);
    if (d < best.distance) best = { robot: i, distance: d };
  }
  return best;
}

/** The unit cube. */
export const unitBox = (coordinates: number): Box => ({
  lower: Array<number>(coordinates).fill(0),
  upper: Array<number>(coordinates).fill(1),
});

/** Centres of G × G cells of the unit square, the first coordinate slow. */
export const cellCentres = (G: number): Float64Array[] =>
  Array.from({ length: G * G }, (_, q) => Float64Array.of((Math.floor(q / G) + 0.5) / G, ((q % G) + 0.5) / G));
