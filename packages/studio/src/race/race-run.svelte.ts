import {
  type Budget,
  contenderTraces,
  labelOf,
  type Observing,
  type RaceRun,
  type Spec,
  timeLeft,
} from "@gradus/workbench";
import { GrowingRows } from "../charts/growing-rows.ts";
import { type RunTrace, traceUnderWay } from "../charts/run-lines.ts";
import type { Observations, ProblemSource } from "../engine/protocol.ts";
import { type Bench, EngineError } from "../engine/workshop.ts";
import { raceTimeLeft, shareUsed } from "./race-pace.ts";

/** What is raced on a bench. */
export type RaceJob = {
  problem: ProblemSource;
  methods: Spec[];
  seeds: number[];
  budget: Budget;
  /** What is looked at along the runs. */
  observing?: Observing | undefined;
  /** Seconds after which a run is ended by force: for code that may not end by itself. */
  timeLimit?: number;
};

export type RaceStage = "idle" | "starting" | "running" | "done" | "cancelled";

/** Milliseconds between two drawings of curves that grow. */
const drawingInterval = 120;

/** What runs now, and how far it is. */
export type RaceMoment = {
  contender: string;
  seed: number;
  step: number;
  /** Seconds that this run will still take, if that can be told. */
  left: number | undefined;
  /** The share of its budget that it has used. */
  share: number;
  /** Seconds that the whole race will still take, if that can be told. */
  raceLeft: number | undefined;
};

/** A race under way or over: contenders one after another, seed by seed, so that their seconds can be compared. */
export class RunningRace {
  stage: RaceStage = $state("idle");
  job: RaceJob | undefined = $state.raw();
  runs: RaceRun[] = $state.raw([]);
  traces: RunTrace[] = $state.raw([]);
  at: RaceMoment | undefined = $state.raw();
  #stopping = new AbortController();
  #underWay: { trace: RunTrace; rows: GrowingRows } | undefined;
  #drawing: ReturnType<typeof setTimeout> | undefined;

  get isBusy(): boolean {
    return this.stage === "starting" || this.stage === "running";
  }

  /** How many runs are over. */
  get over(): number {
    return this.runs.filter(({ state }) => state !== "waiting").length;
  }

  /** How much of the race is over, from 0 to 1. */
  get share(): number {
    return this.runs.length === 0 ? 0 : (this.over + (this.at?.share ?? 0)) / this.runs.length;
  }

  cancel(): void {
    this.#stopping.abort();
  }

  /** Forgets an earlier race. */
  clear(): void {
    this.runs = [];
    this.traces = [];
    this.job = undefined;
    this.stage = "idle";
  }

  async perform(job: RaceJob, bench: Bench): Promise<void> {
    const stopping = new AbortController();
    this.#stopping = stopping;
    this.job = job;
    this.stage = "starting";
    this.runs = job.seeds.flatMap((seed) => job.methods.map((method) => waiting(labelOf(method), seed)));
    this.traces = [];
    const contenders = job.seeds.flatMap((seed) => job.methods.map((method) => ({ method, seed })));
    for (const [i, { method, seed }] of contenders.entries()) {
      if (stopping.signal.aborted) break;
      const run = await this.#run(job, i, method, seed, bench, stopping.signal);
      this.runs = this.runs.with(i, run);
      this.#underWay = undefined;
      this.#draw();
    }
    this.at = undefined;
    this.stage = stopping.signal.aborted ? "cancelled" : "done";
  }

  async #run(
    job: RaceJob,
    index: number,
    method: Spec,
    seed: number,
    bench: Bench,
    signal: AbortSignal,
  ): Promise<RaceRun> {
    const { problem, budget, observing, timeLimit } = job;
    const contender = labelOf(method);
    this.at = { contender, seed, step: 0, left: undefined, share: 0, raceLeft: undefined };
    const run = waiting(contender, seed);
    try {
      const { trace, metrics, passedOver } = await bench.runContender(
        { problem, method, seed, budget, observing },
        {
          signal,
          ...(timeLimit !== undefined && { timeLimit }),
          onRows: (observations) => this.#observe(observations, index, method, budget),
          onState: (state) => {
            if (state === "running") this.stage = "running";
          },
        },
      );
      return {
        ...run,
        state: trace.status === "aborted" ? "interrupted" : "done",
        trace,
        metrics,
        ...(passedOver && { passedOver }),
      };
    } catch (error) {
      const { name, message } =
        error instanceof EngineError ? error : new EngineError({ name: "Error", message: String(error) });
      if (name === "Stopped") return { ...run, state: "interrupted", trace: this.#seen(problem, method, seed) };
      return { ...run, state: "failed", error: { message, isExpected: name !== "Crash" } };
    }
  }

  #observe({ contender, rows }: Observations, index: number, method: Spec, budget: Budget): void {
    const { seed } = this.runs[index]!;
    this.#underWay ??= {
      trace: traceUnderWay({ contender, trial: `seed ${seed}`, method: method.name, rows: [] }),
      rows: new GrowingRows(),
    };
    this.#underWay.rows.add(rows);
    const last = rows.at(-1);
    if (last !== undefined) {
      const [left, raceLeft] = [timeLeft(last, budget), raceTimeLeft(this.runs, index, last, budget)];
      this.at = { contender, seed, step: last.step, left, share: shareUsed(last, budget), raceLeft };
    }
    this.#drawing ??= setTimeout(() => this.#draw(), drawingInterval);
  }

  /** What was seen of a run whose worker had to be given up before it handed over its trace. */
  #seen(problem: ProblemSource, method: Spec, seed: number): RaceRun["trace"] {
    const rows = this.#underWay?.rows.rows ?? [];
    if (rows.length === 0) return null;
    const name = problem.kind === "own" ? "own objective" : problem.text;
    return { problem: name, method: method.name, seed, status: "aborted", reason: "stopped", rows };
  }

  #draw(): void {
    clearTimeout(this.#drawing);
    this.#drawing = undefined;
    const underWay = this.#underWay;
    const growing = underWay && {
      ...underWay.trace,
      trace: { ...underWay.trace.trace, rows: underWay.rows.rows },
    };
    this.traces = [...contenderTraces(this), ...(growing ? [growing] : [])];
  }
}

const waiting = (contender: string, seed: number): RaceRun => ({
  contender,
  seed,
  state: "waiting",
  trace: null,
  metrics: [],
  error: null,
  checkpoint: null,
});
