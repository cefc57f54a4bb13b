import type { numpy as np } from "@jax-js/jax";
import type { HasInitial, HasLoss, HasMinimum } from "gradus";
import type { Pair, PlanePanel } from "../demo.ts";

/** What paths lie on: a function, and how it and the points of its domain are drawn in a plane. */
export type Ground = {
  label: string;
  /** The function, with runs that begin at a point of the plane. */
  problem(start: Pair): HasInitial<np.Array> & HasLoss<np.Array> & HasMinimum;
  /** Where runs begin until told otherwise. */
  start: Pair;
  /** The point of its domain that a point of the plane stands for. */
  pointAt(place: Pair): number[];
  /** Where a point of its domain, at which it has this value, is drawn. */
  placeOf(point: number[], value: number): Pair;
  valueAt(point: number[]): number | Promise<number>;
  /** Arrived is who is at most so far above the minimum. */
  within: number;
  panel(): PlanePanel | Promise<PlanePanel>;
};
