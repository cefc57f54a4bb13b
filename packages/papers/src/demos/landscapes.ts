import {
  absoluteScaled,
  absoluteSum,
  absoluteValley,
  beale,
  booth,
  branin,
  goldsteinPrice,
  himmelblau,
  matyas,
  mccormick,
  quadraticScaled,
  quadraticValley,
  rosenbrock,
  sixHumpCamel,
  styblinskiTang,
  type TestFunction,
} from "gradus";
import type { Field, Mark, Pair } from "../demo.ts";
import type { Ground } from "./ground.ts";

type Landscape = {
  label: string;
  problem(options: { start?: number[] }): TestFunction;
  /** The part of the plane that is shown: where runs begin and where they should end. */
  x: Pair;
  y: Pair;
  start: Pair;
  within?: number;
};

function landscape({ label, problem, x, y, start, within = 0.01 }: Landscape): Ground {
  const { evaluate, minimum } = problem({});
  // The black box of a function of the plane answers at once.
  const valuesAt = (points: Float64Array[]) => evaluate(points) as number[];
  return {
    label,
    problem: ([a, b]) => problem({ start: [a, b] }),
    start,
    pointAt: (place) => place,
    placeOf: (point) => point as Pair,
    valueAt: (point) => valuesAt([Float64Array.from(point)])[0]!,
    within,
    panel: () => ({
      kind: "plane",
      x: { title: "x", low: x[0], high: x[1] },
      y: { title: "y", low: y[0], high: y[1] },
      // As long as that leaves the panel a shape that can be read.
      isEqualAspect: true,
      field: fieldOf(valuesAt, x, y),
      marks: [minima((minimum.at ?? []) as Pair[], x, y)],
    }),
  };
}

/** f on a grid over the part that is shown. */
function fieldOf(valuesAt: (points: Float64Array[]) => number[], x: Pair, y: Pair, columns = 161): Field {
  const rows = Math.round((columns * (y[1] - y[0])) / (x[1] - x[0]));
  const at = ([low, high]: Pair, i: number, count: number) => low + ((high - low) * i) / (count - 1);
  const points = Array.from({ length: columns * rows }, (_, i) =>
    Float64Array.of(at(x, i % columns, columns), at(y, Math.floor(i / columns), rows)),
  );
  return { columns, rows, values: Float64Array.from(valuesAt(points)), draw: "contours", title: "f", isLog: true };
}

function minima(at: Pair[], x: Pair, y: Pair): Mark {
  const shown = at.filter(([a, b]) => a >= x[0] && a <= x[1] && b >= y[0] && b <= y[1]);
  return { name: "minimum", kind: "points", shape: "star", at: shown, label: shown.length > 1 ? "minima" : "minimum" };
}

const toy = { x: [-4, 4] as Pair, y: [-3, 3] as Pair };

/** Functions of the plane to choose from; starts and thresholds of the first six as in the claims on AdaBelief. */
export const landscapes = {
  "quadratic-valley": landscape({ label: "(x + y)² + (x − y)²/10", problem: quadraticValley, ...toy, start: [3, 1] }),
  "quadratic-scaled": landscape({ label: "x²/10 + y²/2", problem: quadraticScaled, ...toy, start: [3, 2] }),
  "absolute-sum": landscape({ label: "|x| + |y|", problem: absoluteSum, ...toy, start: [3, 2], within: 0.05 }),
  "absolute-valley": landscape({
    label: "|x + y| + |x − y|/10",
    problem: absoluteValley,
    ...toy,
    start: [3, 1],
    within: 0.05,
  }),
  "absolute-scaled": landscape({ label: "|x|/10 + |y|", problem: absoluteScaled, ...toy, start: [3, 1], within: 0.02 }),
  rosenbrock: landscape({ label: "Rosenbrock", problem: rosenbrock, x: [-2, 2], y: [-0.5, 2.5], start: [-1, 2] }),
  beale: landscape({ label: "Beale", problem: beale, x: [0, 4.4], y: [-1.2, 2.1], start: [2, 1.5] }),
  booth: landscape({ label: "Booth", problem: booth, x: [-8, 8], y: [-6, 6], start: [-5, -5] }),
  matyas: landscape({ label: "Matyas", problem: matyas, x: [-8, 8], y: [-6, 6], start: [6, -2] }),
  himmelblau: landscape({ label: "Himmelblau", problem: himmelblau, x: [-6, 6], y: [-4.5, 4.5], start: [0, 0] }),
  "styblinski-tang": landscape({
    label: "Styblinski-Tang",
    problem: styblinskiTang,
    x: [-5, 5],
    y: [-4, 4],
    start: [0, 1],
  }),
  mccormick: landscape({ label: "McCormick", problem: mccormick, x: [-3, 5], y: [-3, 3], start: [2, -1] }),
  branin: landscape({ label: "Branin", problem: branin, x: [-5, 11], y: [1, 13], start: [5, 10] }),
  "goldstein-price": landscape({
    label: "Goldstein-Price",
    problem: goldsteinPrice,
    x: [-2, 2],
    y: [-2, 1],
    start: [-0.5, 0.5],
  }),
  "six-hump-camel": landscape({
    label: "Six-hump camel",
    problem: sixHumpCamel,
    x: [-2, 2],
    y: [-1.5, 1.5],
    start: [1.6, 1],
  }),
} satisfies Record<string, Ground>;
