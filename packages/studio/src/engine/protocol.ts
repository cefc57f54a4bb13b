import type { ControlValues, Frame, Measurements, PaperDescription, Scene, Trial, TrialResult } from "@gradus/papers";
import type { Budget, Spec } from "@gradus/workbench";
import type { Device, Trace, TraceRow } from "gradus";

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
  options: JsonSchema | null;
};

/** The part of JSON schema that options are written in. */
export type JsonSchema = {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  exclusiveMaximum?: number;
};

export type Catalogue = { methods: MethodCard[]; problems: ProblemCard[] };

/** Where a race's problem comes from: the catalogue ("rosenbrock:dimension=10"), or a person's own code. */
export type ProblemSource = { kind: "catalogue"; text: string } | { kind: "own"; code: string };

/** One run of a race. */
export type ContenderJob = { problem: ProblemSource; method: Spec; seed: number; budget: Budget };

/** A finished or interrupted run; `metrics` names the numbers of its last row that the problem measured. */
export type ContenderResult = { contender: string; seed: number; trace: Trace; metrics: string[] };

/** Rows of the run under way, in order; `steps` is its budget of steps, if it has one. */
export type Observations = { contender: string; setting?: string; rows: TraceRow[]; steps?: number };

/** One trial of a claim's experiment. */
export type TrialJob = { paper: string; claim: string; scale: "quick" | "full"; trial: Trial };

/** A person's own objective, looked at before it is raced. */
export type OwnProblem = { name: string; capabilities: string[] };

/** An error as data. `line` and `column` (from 1) say where in a person's own code it arose, if it did. */
export type EngineFailure = { name: string; message: string; line?: number; column?: number };

/** What the worker does. Each call rejects with an EngineError. */
export interface Engine {
  start(device: Device): Promise<{ device: Device; name: string; isIsolated: boolean }>;
  catalogue(): Catalogue;
  paper(id: string): PaperDescription;
  runContender(job: ContenderJob, onRows: (observations: Observations) => void): Promise<ContenderResult>;
  runTrial(job: TrialJob, onRows: (observations: Observations) => void): Promise<TrialResult>;
  /** Judges a claim by the trials that were run. */
  judge(
    paper: string,
    claim: string,
    scale: "quick" | "full",
    results: { trial: Trial; measurements: Measurements }[],
  ): unknown;
  scene(paper: string, demo: string, values: ControlValues): Promise<Scene>;
  play(paper: string, demo: string, values: ControlValues, onFrames: (frames: Frame[]) => void): Promise<void>;
  checkOwn(code: string): Promise<OwnProblem>;
  /** Asks the job at hand to end after its step. */
  stop(): void;
}
