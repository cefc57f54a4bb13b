import type { LabelledTrace } from "@gradus/papers";
import type { Trace } from "gradus";
import type { Failure } from "../runs/failure.ts";
import type { Provenance } from "../runs/provenance.ts";
import type { RacePlan } from "./plan.ts";

/** One run: a contender with a seed. */
export type RaceRun = {
  contender: string;
  seed: number;
  /** "waiting" runs were not reached before an interruption. */
  state: "done" | "interrupted" | "failed" | "waiting";
  trace: Trace | null;
  /** The numbers of the last row that the problem measured of the answer. */
  metrics: string[];
  /** What the problem offers and the method passes over, although no answer is a solution without it: constraints. */
  passedOver?: string[];
  error: Failure | null;
  /** Where to go on from, as a path in the report's folder. */
  checkpoint: string | null;
};

/** What was raced, and what came of it so far. */
export type Race = { plan: Pick<RacePlan, "methods" | "seeds">; runs: readonly RaceRun[] };

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

/** The same without the traces, but for where they ended. */
export const raceWithoutTraces = ({ runs, ...rest }: RaceResult) => ({
  ...rest,
  runs: runs.map(({ trace, ...run }) => ({ ...run, end: trace?.rows.at(-1) ?? null, status: trace?.status ?? null })),
});

/** The runs' traces as charts take them. */
export const contenderTraces = ({ runs }: Pick<Race, "runs">): LabelledTrace[] =>
  runs.flatMap(({ contender, seed, trace }) => (trace ? [{ contender, trial: `seed ${seed}`, trace }] : []));
