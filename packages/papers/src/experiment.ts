import { disposeState, lastRow, type Method, type RunOptions, run, type Trace, type TraceRow } from "gradus";
import { type Criterion, type Figure, figureOf, judge, type Outcome, type Remark } from "./criterion.ts";
import type { Measurements } from "./statistic.ts";

/** One repetition of an experiment: a seed, or a named case of a deterministic experiment. */
export type Trial = { name: string; seed: number };

/** Trials that differ in their seed alone. */
export const seeds = (...values: number[]): Trial[] => values.map((seed) => ({ name: `seed ${seed}`, seed }));

/** Trials that differ in what is solved. */
export const cases = (...names: string[]): Trial[] => names.map((name) => ({ name, seed: 0 }));

/** Where a run stands in an experiment's charts: one panel a setting, one line a contender. */
export type RunLabel = { contender: string; setting?: string };

/** A trace and its place in the charts. */
export type LabelledTrace = RunLabel & { trial: string; trace: Trace };

/** What an experiment's trial has at hand. */
export type TrialContext = Trial & {
  signal: AbortSignal;
  /** Runs a contender to the end, keeps its trace for the charts, and returns it. The run's seed is the trial's. */
  run<Problem, State, Answer>(
    label: RunLabel,
    problem: Problem,
    method: Method<Problem, State, Answer>,
    options: RunOptions,
  ): Promise<Trace>;
};

/** How a claim is checked: trials, what each measures, and the criteria. Nothing in it knows the verdict wanted. */
export type Experiment = {
  /** The set-up in one or two sentences: problem, contenders, budget, what differs between trials. */
  setup: string;
  trials: Trial[];
  /** Runs one trial and returns what it measured. */
  trial(context: TrialContext): Promise<Measurements>;
  criteria: Criterion[];
  /** Figures to tell beside the verdict: controls, second readings. */
  remarks?: Remark[];
};

/** Progress of a trial, for whoever watches. */
export type TrialProgress = { label: RunLabel; row: TraceRow; steps?: number };

/** What came of one trial, as JSON. */
export type TrialResult = { trial: Trial; measurements: Measurements; traces: LabelledTrace[]; seconds: number };

/** What an interrupted trial leaves: the traces so far, and a checkpoint of the run that was under way. */
export class TrialInterrupted extends Error {
  override readonly name = "TrialInterrupted";
  readonly traces: LabelledTrace[];
  readonly checkpoint: Uint8Array<ArrayBuffer> | undefined;
  constructor(traces: LabelledTrace[], checkpoint: Uint8Array<ArrayBuffer> | undefined) {
    super("interrupted");
    this.traces = traces;
    this.checkpoint = checkpoint;
  }
}

/**
 * Runs one trial of an experiment.
 * @throws {TrialInterrupted} if `signal` is aborted before the trial is complete.
 */
export async function runTrial(
  experiment: Experiment,
  trial: Trial,
  { signal, onProgress }: { signal: AbortSignal; onProgress?: (progress: TrialProgress) => void },
): Promise<TrialResult> {
  const traces: LabelledTrace[] = [];
  const start = performance.now();
  const measurements = await experiment.trial({
    ...trial,
    signal,
    async run(label, problem, method, options) {
      const progress = run(problem, method, { seed: trial.seed, ...options, signal });
      let checkpoint: Uint8Array<ArrayBuffer> | undefined;
      while (true) {
        const { done, value } = await progress.next();
        if (!done) {
          onProgress?.({ label, row: value.row, ...(options.steps !== undefined && { steps: options.steps }) });
          if (signal.aborted) checkpoint ??= await value.checkpoint();
          continue;
        }
        disposeState(value.answer);
        traces.push({ ...label, trial: trial.name, trace: value.trace });
        if (value.trace.status === "aborted") throw new TrialInterrupted(traces, checkpoint);
        return value.trace;
      }
    },
  });
  return { trial, measurements, traces, seconds: (performance.now() - start) / 1000 };
}

/** The verdict on a claim, as JSON. */
export type Verdict = {
  /** "holds" and "does not hold" need every trial; an interrupted or failed experiment is "not judged". */
  verdict: "holds" | "does not hold" | "not judged";
  outcomes: Outcome[];
  remarks: Figure[];
  trialsDone: number;
  trialsPlanned: number;
};

/** Judges an experiment by the trials that were completed. */
export function verdictOf(experiment: Experiment, results: TrialResult[]): Verdict {
  const trials = results.map((result) => result.measurements);
  const counts = { trialsDone: trials.length, trialsPlanned: experiment.trials.length };
  if (trials.length === 0) return { verdict: "not judged", outcomes: [], remarks: [], ...counts };
  const outcomes = experiment.criteria.map((criterion) => judge(criterion, trials));
  const remarks = (experiment.remarks ?? []).map((remark) => figureOf(remark, trials));
  const isComplete = trials.length === experiment.trials.length;
  const holds = outcomes.every((outcome) => outcome.holds);
  return { verdict: isComplete ? (holds ? "holds" : "does not hold") : "not judged", outcomes, remarks, ...counts };
}

/** The objective at a trace's end: infinite if the run diverged, so that a diverged contender never looks good. */
export const finalObjective = (trace: Trace): number =>
  trace.status === "diverged" ? Number.POSITIVE_INFINITY : lastRow(trace).objective;

/** A metric at a trace's end. @throws if the problem did not report it. */
export function finalMetric(trace: Trace, name: string): number {
  const value = lastRow(trace).extra[name];
  if (value === undefined) throw new RangeError(`${trace.problem} reports no '${name}'`);
  return value;
}
