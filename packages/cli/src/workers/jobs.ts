import type { LabelledTrace, RunLabel, Trial, TrialResult } from "@gradus/papers";
import type { Device, TraceRow } from "gradus";
import type { Failure } from "../exit.ts";
import type { Spec } from "../spec.ts";

/* What the command's main thread and its workers tell each other: plain data. */

/** A claim's two experiments. */
export type Scale = "quick" | "full";

/** One trial of a claim's experiment. */
export type TrialJob = {
  kind: "trial";
  /** A module of papers in place of the collection. */
  collection: string | undefined;
  paper: string;
  claim: string;
  scale: Scale;
  trial: Trial;
};

/** How long each contender of a race may run; one of the four is given. */
export type Budget = { steps?: number; seconds?: number; calls?: number; evaluations?: number };

/** One run of a race. */
export type ContenderJob = {
  kind: "contender";
  problem: string;
  method: Spec;
  seed: number;
  budget: Budget;
  /** Where to go on from. */
  resume?: Uint8Array<ArrayBuffer>;
};

/** Whether a problem and methods fit together, before anything is run. */
export type CheckJob = { kind: "check"; problem: string; methods: Spec[] };

/** Whether the device works, before anything is run. */
type StartJob = { kind: "start" };

export type Job = TrialJob | ContenderJob | CheckJob | StartJob;

/** What comes of each kind of job. */
export type Results = {
  trial: TrialResult;
  contender: ContenderResult;
  check: { problem: string; offers: string[] };
  start: { device: string };
};

/** A finished or interrupted run of a race; `metrics` names the numbers of its last row that the problem measured. */
export type ContenderResult = LabelledTrace & { metrics: string[] };

/** How a job ended. */
export type Outcome<Result> =
  | { status: "done"; result: Result }
  | { status: "interrupted"; traces: LabelledTrace[]; checkpoint?: Uint8Array<ArrayBuffer> }
  | { status: "failed"; error: Failure }
  /** It was never started. */
  | { status: "skipped" };

/** One observation of the run under way. */
export type Observation = { label: RunLabel; row: TraceRow; steps?: number };

export type FromWorker = { about: "progress"; observation: Observation } | { about: "end"; outcome: Outcome<unknown> };

export type WorkerSettings = { device: Device; stop: Int32Array };
