import type { Axes, Device, SweepPlan } from "gradus";
import type { Budget } from "../race/budget.ts";
import { labelOf, type Spec } from "../race/spec.ts";

/** A sweep of methods on a problem, both by name, over their options. */
export type NamedSweep = {
  kind: "named";
  /** As it is written in a command: "templates-mlp", "sphere:dimension=20", or a file. */
  problem: string;
  methods: Spec[];
  /** Options of methods, and as "problem.option" of the problem. */
  over: Axes;
  seeds: number[];
  budget: Budget;
  /** What the objective is to come down to: cells tell how long it took. */
  target: number | null;
  device: Device;
};

/** A sweep that a file of a person's own describes: it exports `plan` and `measure`. */
export type OwnSweep = { kind: "file"; file: string; seeds: number[] | null; device: Device };

/** Where cells come from and how they are measured, as plain data. */
export type SweepSource = NamedSweep | OwnSweep;

/** The axis along which several methods stand. */
export const methodAxis = "method";

/** The grid of a sweep by names: methods are an axis of their own where there are several, and change slowest. */
export const planOf = ({ methods, over, seeds }: Pick<NamedSweep, "methods" | "over" | "seeds">): SweepPlan => ({
  axes: methods.length > 1 ? { [methodAxis]: methods.map(labelOf), ...over } : over,
  seeds,
});
