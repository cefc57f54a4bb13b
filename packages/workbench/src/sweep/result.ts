import type { CellResult, SweepPlan } from "gradus";
import type { Provenance } from "../runs/provenance.ts";
import type { SweepSource } from "./source.ts";

/** What of a sweep is drawn and how. */
export type SweepView = {
  /** The values that are drawn, each in a chart of its own; all of them where none is named. */
  measures: string[];
  /** The axes that charts are drawn along. */
  x: string | null;
  y: string | null;
  /** Values of which large ones are good (an accuracy); of all others small ones are. */
  highest: string[];
};

/** All that a sweep produced, as JSON. */
export type SweepResult = {
  kind: "sweep";
  command: string;
  source: SweepSource;
  /** What is swept over: the problem's own name, or the file. */
  subject: string;
  plan: SweepPlan;
  view: SweepView;
  started: string;
  seconds: number;
  jobs: number;
  isInterrupted: boolean;
  provenance: Provenance;
  /** What came of the cells so far, in the plan's order. */
  cells: CellResult[];
};

/** The names of the values that are there, in the order in which cells give them. */
export const valuesIn = (cells: readonly CellResult[]): string[] => [
  ...new Set(cells.filter(({ status }) => status !== "failed").flatMap(({ values }) => Object.keys(values))),
];

/** The values to be drawn. */
export const measuresOf = ({ view, cells }: Pick<SweepResult, "view" | "cells">): string[] =>
  view.measures.length > 0 ? view.measures : valuesIn(cells);

/** Which values of a name are good. */
export type Best = "lowest" | "highest";

export const bestOf = ({ highest }: Pick<SweepView, "highest">, value: string): Best =>
  highest.includes(value) ? "highest" : "lowest";

/** What a diverged cell counts as: the opposite of what is good. */
export const worstOf = (view: Pick<SweepView, "highest">, value: string): number =>
  bestOf(view, value) === "lowest" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
