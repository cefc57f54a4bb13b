import type { LabelledTrace } from "@gradus/papers";
import type { Device, Trace } from "gradus";
import type { Failure } from "../exit.ts";
import type { Provenance } from "../provenance.ts";
import { labelOf, type Spec } from "../spec.ts";
import { counted } from "../terminal/numbers.ts";
import type { Budget } from "../workers/jobs.ts";

/** What is raced, so that it can be raced again or gone on with. */
export type RacePlan = { problem: string; methods: Spec[]; seeds: number[]; budget: Budget; device: Device };

/** The contenders' names in tables and charts. */
export const labelsOf = ({ methods }: RacePlan): string[] => methods.map(labelOf);

/** One run: a contender with a seed. */
export type RaceRun = {
  contender: string;
  seed: number;
  /** "waiting" runs were not reached before an interruption. */
  state: "done" | "interrupted" | "failed" | "waiting";
  trace: Trace | null;
  /** The numbers of the last row that the problem measured of the answer. */
  metrics: string[];
  error: Failure | null;
  /** Where to go on from, as a path in the report's folder. */
  checkpoint: string | null;
};

/** All that a race produced, as JSON. */
export type RaceResult = {
  kind: "race";
  command: string;
  plan: RacePlan;
  /** The problem's own name. */
  problem: string;
  started: string;
  seconds: number;
  isInterrupted: boolean;
  provenance: Provenance;
  runs: RaceRun[];
};

export const withoutTraces = ({ runs, ...rest }: RaceResult) => ({
  ...rest,
  runs: runs.map(({ trace, ...run }) => ({ ...run, end: trace?.rows.at(-1) ?? null, status: trace?.status ?? null })),
});

/** The runs' traces as charts take them. */
export const contenderTraces = ({ runs }: RaceResult): LabelledTrace[] =>
  runs.flatMap(({ contender, seed, trace }) => (trace ? [{ contender, trial: `seed ${seed}`, trace }] : []));

/** "1,000 oracle calls". */
export function budgetText({ steps, seconds, calls, evaluations }: Budget): string {
  if (steps !== undefined) return counted(steps, "step");
  if (seconds !== undefined) return `${seconds} s`;
  if (calls !== undefined) return counted(calls, "oracle call");
  return counted(evaluations!, "evaluation");
}
