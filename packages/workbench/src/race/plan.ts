import type { Device } from "gradus";
import type { Budget } from "./budget.ts";
import type { Observing } from "./instrument-list.ts";
import { labelOf, type Spec } from "./spec.ts";

/** What is raced, so that it can be raced again or gone on with. */
export type RacePlan = {
  /** As it is written in a command: "rosenbrock", "sphere:dimension=20", or a file. */
  problem: string;
  methods: Spec[];
  seeds: number[];
  budget: Budget;
  device: Device;
  /** What is looked at along the runs; nothing where it is not given. */
  observing?: Observing;
};

/** The seeds of a race where none are given. */
export const defaultSeeds: readonly number[] = [0, 1, 2];

/** The contenders' names in tables and charts. */
export const labelsOf = ({ methods }: Pick<RacePlan, "methods">): string[] => methods.map(labelOf);
