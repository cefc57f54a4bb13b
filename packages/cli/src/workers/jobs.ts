import type { Trial, TrialResult } from "@gradus/papers";
import type {
  Contender,
  ContenderResult,
  Ending,
  ExperimentScale,
  Failure,
  Fit,
  Observation,
  Observing,
  Spec,
  SweepSource,
} from "@gradus/workbench";
import type { Cell, Device } from "gradus";
import type { SweepFit } from "../sweep/fit.ts";
import type { SweepRequest } from "../sweep/request.ts";

/* What the command's main thread and its workers tell each other: plain data. */

/** One trial of a claim's experiment. */
type TrialJob = {
  kind: "trial";
  /** A module of papers in place of the collection. */
  collection: string | undefined;
  paper: string;
  claim: string;
  scale: ExperimentScale;
  trial: Trial;
};

/** One run of a race. */
type ContenderJob = Contender & { kind: "contender"; problem: string };

/** Whether a problem and methods fit together, before anything is run. */
type CheckJob = { kind: "check"; problem: string; methods: Spec[]; observing?: Observing | undefined };

/** One cell of a sweep. */
type CellJob = { kind: "cell"; source: SweepSource; cell: Cell };

/** What a sweep is over, and whether it can be made, before anything is run. */
type CheckSweepJob = { kind: "check-sweep"; request: SweepRequest };

/** Whether the device works, before anything is run. */
type StartJob = { kind: "start" };

export type Job = TrialJob | ContenderJob | CheckJob | CellJob | CheckSweepJob | StartJob;

/** What comes of each kind of job. */
export type Results = {
  trial: TrialResult;
  contender: ContenderResult;
  check: Fit;
  cell: Record<string, number>;
  "check-sweep": SweepFit;
  start: { device: string };
};

/** How a job ended. */
export type Outcome<Result> =
  | Ending<Result>
  | { status: "failed"; error: Failure }
  /** It was never started. */
  | { status: "skipped" };

export type FromWorker = { about: "progress"; observation: Observation } | { about: "end"; outcome: Outcome<unknown> };

export type WorkerSettings = { device: Device; stop: Int32Array };
