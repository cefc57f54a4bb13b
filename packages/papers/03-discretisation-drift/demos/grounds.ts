import type { numpy as np } from "@jax-js/jax";
import { type HasInitial, type HasLoss, quadratic } from "gradus";
import type { Pair } from "../../src/demo.ts";
import type { Ground } from "../../src/demos/ground.ts";
import { landscapes } from "../../src/demos/landscapes.ts";

/** A function of the plane to step and flow on. */
export type FlowGround = Pick<Ground, "label" | "panel"> & {
  start: Pair;
  /** A learning rate that shows something. */
  rate: number;
  /** The matrix, where it is a quadratic: its principal flow is known at any rate. */
  A?: number[][];
  problem(start: Pair): HasInitial<np.Array> & HasLoss<np.Array>;
};

/** A quadratic ½ xᵀA x, drawn as one of the landscapes. */
const ofMatrix = ({ label, panel }: Ground, A: number[][], start: Pair, rate: number): FlowGround => ({
  label,
  panel,
  start,
  rate,
  A,
  problem: ([x, y]) => quadratic({ A, start: [x, y] }),
});

const ofLandscape = ({ label, panel, problem, start }: Ground, rate: number, from = start): FlowGround => ({
  label,
  panel,
  start: from,
  rate,
  problem,
});

export const flowGrounds: Record<string, FlowGround> = {
  scaled: ofMatrix(
    landscapes["quadratic-scaled"],
    [
      [0.2, 0],
      [0, 1],
    ],
    [3, 2],
    1.8,
  ),
  valley: ofMatrix(
    landscapes["quadratic-valley"],
    [
      [2.2, 1.8],
      [1.8, 2.2],
    ],
    [3, 1],
    0.2,
  ),
  mccormick: ofLandscape(landscapes.mccormick, 0.2),
  himmelblau: ofLandscape(landscapes.himmelblau, 0.008, [0.5, -3]),
  beale: ofLandscape(landscapes.beale, 0.0015),
  rosenbrock: ofLandscape(landscapes.rosenbrock, 6e-4, [-0.5, 2]),
};
