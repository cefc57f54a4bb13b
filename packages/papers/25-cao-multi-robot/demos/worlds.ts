import {
  adaptiveCoverage,
  type CoverageScene,
  holdTheLine,
  type LearnedScene,
  type LineScene,
  persistentCoverage,
  type RobotWorld,
  terrainSurveillance,
} from "gradus";
import type { ControlValues, Field, Mark, Pair } from "../../src/demo.ts";

/** A world as it is drawn: seen from above. */
// biome-ignore lint/suspicious/noExplicitAny: worlds differ in their scenes, and each draws its own.
export type Stage<Scene = any> = {
  problem: RobotWorld<Scene>;
  /** What lies under the robots, as BCD-CAO's run has left it. */
  field?(scene: Scene): Field;
  marks?(scene: Scene): Mark[];
  /** A number of the world's own to tell. */
  figure?: { name: string; label: string };
};

/** Robots that are lost halfway, the last third of them, where that is wanted. */
const losses = (values: ControlValues, steps: number) => {
  const robots = values["robots"] as number;
  const count = Math.floor(robots / 3);
  if (!values["fails"] || count === 0) return [];
  return [{ step: Math.floor(steps / 2), lost: Array.from({ length: count }, (_, i) => robots - 1 - i) }];
};

const side = 41;

/** A function of the unit square as a field. */
function fieldOf(
  value: (x: number, y: number) => number,
  parts: { title: string; low?: number; high?: number },
): Field {
  const at = (i: number) => i / (side - 1);
  const values = Float64Array.from({ length: side * side }, (_, i) => value(at(i % side), at(Math.floor(i / side))));
  return { columns: side, rows: side, values, draw: "heat", ...parts };
}

const circle = (x: number, y: number, r: number): Pair[] =>
  Array.from({ length: 33 }, (_, i) => [x + r * Math.cos((Math.PI * i) / 16), y + r * Math.sin((Math.PI * i) / 16)]);

function line(values: ControlValues, steps: number): Stage<LineScene> {
  const drift = values["drifts"] ? { amplitude: 0.15, period: 200 } : undefined;
  const options = { robots: values["robots"] as number, points: 200, changes: losses(values, steps) };
  return {
    problem: holdTheLine({ ...options, ...(drift && { drift }) }),
    marks({ step }) {
      const shift = drift ? drift.amplitude * Math.sin((2 * Math.PI * step) / drift.period) : 0;
      const at = Array.from({ length: 51 }, (_, i): Pair => {
        const y = i / 50;
        return [4 * y ** 4 - 12 * y ** 3 + 10 * y ** 2 - 2 * y + 0.55 + shift, y];
      });
      return [{ name: "line", kind: "line", at, isDashed: true, label: "the line" }];
    },
  };
}

function density(values: ControlValues, steps: number): Stage<LearnedScene> {
  const problem = adaptiveCoverage({ robots: values["robots"] as number, changes: losses(values, steps) });
  const { basis, density: truth } = problem.field;
  const high = Math.max(...truth);
  const bases = new Map<string, Float64Array>();
  const basisAt = (x: number, y: number) => {
    const key = `${x} ${y}`;
    const known = bases.get(key) ?? basis(Float64Array.of(x, y));
    bases.set(key, known);
    return known;
  };
  return {
    problem,
    field: ({ weights }) =>
      fieldOf((x, y) => basisAt(x, y).reduce((sum, K, b) => sum + K * weights[b]!, 0), {
        title: "density as learnt",
        low: 0,
        high,
      }),
    figure: { name: "trueCost", label: "cost with the true density" },
  };
}

function terrain(values: ControlValues, steps: number): Stage {
  const problem = terrainSurveillance({ robots: values["robots"] as number, changes: losses(values, steps) });
  const ground = fieldOf(problem.height, { title: "height of the ground" });
  return { problem, field: () => ground, figure: { name: "seen", label: "share of the ground seen" } };
}

const obstacles: [number, number, number][] = [
  [0.3, 0.35, 0.1],
  [0.68, 0.7, 0.12],
];

function coverage(values: ControlValues, steps: number): Stage<CoverageScene> {
  const G = 20;
  const problem = persistentCoverage({
    robots: values["robots"] as number,
    cells: G,
    obstacles,
    changes: losses(values, steps),
  });
  const cellOf = (x: number) => Math.min(Math.floor(x * G), G - 1);
  const place = new Map(problem.cells.map(([x, y], i) => [cellOf(x!) * G + cellOf(y!), i]));
  return {
    problem,
    field: ({ Z }) =>
      fieldOf((x, y) => Z[place.get(cellOf(x) * G + cellOf(y)) ?? -1] ?? 0, { title: "coverage", low: 0, high: 1 }),
    marks: () =>
      obstacles.map(([x, y, r]): Mark => ({ name: "obstacle", kind: "line", at: circle(x, y, r), isClosed: true })),
    figure: { name: "neglect", label: "neglect" },
  };
}

/** The worlds that can be shown, by the value of their control. */
export const stages = { line, density, terrain, coverage } satisfies Record<
  string,
  (values: ControlValues, steps: number) => Stage
>;
