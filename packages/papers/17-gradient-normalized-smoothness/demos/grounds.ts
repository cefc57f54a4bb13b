import { type numpy as np, numpy, vmap } from "@jax-js/jax";
import {
  compile,
  type HasInitial,
  type HasLoss,
  type HasMinimum,
  type hessians,
  linearAlgebra,
  logSumExpOf,
  poweredRosenbrock,
  trees,
} from "gradus";
import type { Field, Pair } from "../../src/demo.ts";

type PlaneProblem = HasInitial<np.Array> & HasLoss<np.Array> & Partial<HasMinimum>;

/** A function of the plane, with the name of the approximate Hessian that belongs to it. */
export type PlaneGround = {
  label: string;
  problem(start: Pair): PlaneProblem;
  approximate: string | hessians.ApproximateHessian;
  approximateLabel: string;
  x: Pair;
  y: Pair;
  start: Pair;
  /** Where it is lowest, and how low. */
  minimum: { at: Pair; value: number };
};

/** Three planes that meet above the minimum, at 0 by symmetry: b = 0 and rows that sum to 0. */
const rows = [
  [2, 0],
  [-1, Math.sqrt(3)],
  [-1, -Math.sqrt(3)],
];

export const grounds: Record<string, PlaneGround> = {
  "rosenbrock-5": {
    label: "Rosenbrock’s valley, ‖u‖⁵/5",
    problem: (start) => poweredRosenbrock({ power: 5, start }),
    approximate: "inexact",
    approximateLabel: "inexact: no second derivatives of u",
    x: [-2.4, 2],
    y: [-0.8, 3.2],
    start: [-2, 2],
    minimum: { at: [1, 1], value: 0 },
  },
  "rosenbrock-2": {
    label: "Rosenbrock’s valley, ‖u‖²/2",
    problem: (start) => poweredRosenbrock({ power: 2, start }),
    approximate: "inexact",
    approximateLabel: "Gauss-Newton",
    x: [-2.4, 2],
    y: [-0.8, 3.2],
    start: [-2, 2],
    minimum: { at: [1, 1], value: 0 },
  },
  "log-sum-exp": {
    label: "log-sum-exp of three planes, μ = 0.05",
    problem: (start) => logSumExpOf({ A: linearAlgebra.fromRows(rows), b: [0, 0, 0], temperature: 0.05, start }),
    approximate: "weighted-gauss-newton",
    approximateLabel: "weighted Gauss-Newton",
    x: [-2, 2],
    y: [-1.6, 1.6],
    start: [1.6, 0.9],
    minimum: { at: [0, 0], value: 0.05 * Math.log(3) },
  },
};

const columns = 161;

/** The function on a grid over what is shown, by its height above the minimum. */
export async function fieldOf({ problem, x, y, start }: PlaneGround): Promise<Field> {
  const count = Math.round((columns * (y[1] - y[0])) / (x[1] - x[0]));
  const { loss } = problem(start);
  const heights = compile((points: np.Array) => vmap((point: np.Array) => loss(point, undefined))(points));
  const places = Float64Array.from({ length: 2 * columns * count }, (_, k) => {
    const [i, j] = [(k >> 1) % columns, Math.floor((k >> 1) / columns)];
    return k % 2 === 0 ? x[0] + ((x[1] - x[0]) * i) / (columns - 1) : y[0] + ((y[1] - y[0]) * j) / (count - 1);
  });
  try {
    const values = await heights(numpy.array(places, { shape: [columns * count, 2], dtype: numpy.float64 })).data();
    return { columns, rows: count, values: Float64Array.from(values), draw: "contours", title: "f", isLog: true };
  } finally {
    heights.dispose();
  }
}

/** A point of the plane that an array holds; borrows it. */
export const placeOf = async (x: np.Array): Promise<Pair> => {
  const [first, second] = await trees.toVector(trees.ref(x)).data();
  return [first!, second!];
};
