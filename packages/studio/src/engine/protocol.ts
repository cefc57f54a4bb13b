import type { ControlValues, Frame, Measurements, PaperDescription, Scene, Trial, TrialResult } from "@gradus/papers";
import type { Budget, ContenderResult, ExperimentScale, Observing, RecordedClaim, Spec } from "@gradus/workbench";
import type { Device, TraceRow } from "gradus";

/* What pages and the worker that computes tell each other: plain data. */

/** A method as a page knows it. */
export type MethodCard = {
  name: string;
  summary: string;
  source: string;
  family: string;
  needs: readonly string[];
  /** JSON schema of the options, with ranges, defaults and descriptions. */
  options: JsonSchema;
};

/** A problem as a page knows it. */
export type ProblemCard = {
  name: string;
  summary: string;
  kind: string;
  capabilities: readonly string[];
  /** Null where it has none. */
  options: JsonSchema | null;
};

/**
 * The part of JSON schema that options are written in. An option that may be a number or a schedule is shown as the
 * number; one that only code can give (a function, a map of parameters) is left out.
 */
export type JsonSchema = {
  type?: "object" | "number" | "integer" | "boolean" | "string" | "array";
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  exclusiveMaximum?: number;
};

export type Catalogue = { methods: MethodCard[]; problems: ProblemCard[] };

/** Where a race's problem comes from: the catalogue ("rosenbrock:dimension=10"), or a person's own code. */
export type ProblemSource = { kind: "catalogue"; text: string } | { kind: "own"; code: string };

/** One run of a race. */
export type ContenderJob = {
  problem: ProblemSource;
  method: Spec;
  seed: number;
  budget: Budget;
  observing?: Observing | undefined;
};

/** Rows of the run under way, in order and none left out; `steps` is its budget of steps, if it has one. */
export type Observations = { contender: string; setting?: string; rows: TraceRow[]; steps?: number };

/** One trial of a claim's experiment, by its name. */
export type TrialJob = { paper: string; claim: string; scale: ExperimentScale; trial: string };

/** A completed trial, without its traces. */
export type CompletedTrial = { trial: Trial; measurements: Measurements; seconds: number };

/** A claim with the trials that were completed. */
export type JudgeJob = { paper: string; claim: string; scale: ExperimentScale; results: CompletedTrial[] };

/** A demo with the values of its controls. */
export type DemoJob = { paper: string; demo: string; values: ControlValues };

/** A person's own objective, looked at before it is raced. */
export type OwnProblem = {
  name: string;
  capabilities: string[];
  /** The objective at the start, or at the origin for a black box; undefined where neither can be evaluated. */
  start?: number;
};

/** The device at work. */
export type EngineFacts = { device: Device; name: string; isIsolated: boolean };

/** Each job: what it is given, what it reports on the way, and what it ends with. */
export type Jobs = {
  start: { given: undefined; reports: never; result: EngineFacts };
  catalogue: { given: undefined; reports: never; result: Catalogue };
  paper: { given: string; reports: never; result: PaperDescription };
  contender: { given: ContenderJob; reports: Observations; result: ContenderResult };
  trial: { given: TrialJob; reports: Observations; result: TrialResult };
  judge: { given: JudgeJob; reports: never; result: RecordedClaim };
  scene: { given: DemoJob; reports: never; result: Scene };
  play: { given: DemoJob; reports: Frame[]; result: undefined };
  check: { given: string; reports: never; result: OwnProblem };
};

export type JobName = keyof Jobs;

/** What a job is called with, besides what it is given. */
type JobContext<Name extends JobName> = {
  /** Aborted when the job shall end after its step. */
  signal: AbortSignal;
  report: (data: Jobs[Name]["reports"]) => void | Promise<void>;
  facts: EngineFacts;
};

export type JobHandlers = {
  [Name in JobName]: (
    given: Jobs[Name]["given"],
    context: JobContext<Name>,
  ) => Jobs[Name]["result"] | Promise<Jobs[Name]["result"]>;
};

/** An error as data. `line` and `column` (from 1) say where in a person's own code it arose, if it did. */
export type EngineFailure = { name: string; message: string; line?: number; column?: number };

export type Outcome<Result> = { value: Result } | { failure: EngineFailure };

/** What a worker offers to the page: one job at a time. */
export interface Engine {
  perform<Name extends JobName>(
    name: Name,
    given: Jobs[Name]["given"],
    device: Device,
    report: (data: Jobs[Name]["reports"]) => void | Promise<void>,
  ): Promise<Outcome<Jobs[Name]["result"]>>;
  /** Asks the job at hand to end after its step. */
  stop(): void;
}
