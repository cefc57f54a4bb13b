import type { TrialResult } from "@gradus/papers";
import type { ClaimRecord } from "@gradus/papers/recorded";
import type { RecordedClaim } from "@gradus/workbench";
import { type RunTrace, traceUnderWay } from "../charts/run-lines.ts";
import type { CompletedTrial, Observations } from "../engine/protocol.ts";
import type { Bench, Workshop } from "../engine/workshop.ts";

/** Where the run of a claim's quick experiment stands. */
export type Stage = "idle" | "queued" | "loading" | "running" | "done" | "failed" | "cancelled";

/** A trial of it. */
export type TrialRun = {
  name: string;
  /** Seconds on record. */
  expected: number;
  /** When it began here, in milliseconds of `performance.now()`. */
  began?: number;
  /** Seconds that it took here. */
  took?: number;
  /** What is running. */
  at?: { contender: string; setting?: string; step: number; steps?: number };
};

/** Milliseconds between two drawings of curves that grow. */
const drawingInterval = 120;

/** The quick experiment of a claim, run here: its trials one by one, then the verdict. */
export class ClaimRun {
  readonly record: ClaimRecord;
  readonly #paper: string;
  readonly #workshop: Workshop;
  stage: Stage = $state("idle");
  trials: TrialRun[] = $state.raw([]);
  /** Runs to be drawn, under way and finished. */
  traces: RunTrace[] = $state.raw([]);
  verdict: RecordedClaim | undefined = $state.raw();
  error: string | undefined = $state();
  #stopping = new AbortController();
  #finished: RunTrace[] = [];
  #underWay = new Map<string, RunTrace>();
  #drawing: ReturnType<typeof setTimeout> | undefined;

  constructor(paper: string, record: ClaimRecord, workshop: Workshop) {
    this.#paper = paper;
    this.record = record;
    this.#workshop = workshop;
  }

  get isBusy(): boolean {
    return this.stage === "queued" || this.stage === "loading" || this.stage === "running";
  }

  /** Makes it ready to be run, again if it was run before. */
  prepare(): void {
    this.stage = "queued";
    this.trials = this.record.trials.map(({ name, seconds }) => ({ name, expected: seconds }));
    this.verdict = undefined;
    this.error = undefined;
    this.#stopping = new AbortController();
    this.#finished = [];
    this.#underWay.clear();
    this.traces = [];
  }

  cancel(): void {
    if (!this.isBusy) return;
    this.#stopping.abort();
    this.stage = "cancelled";
  }

  /** Runs all trials, on as many benches as there are side by side, and has the claim judged. */
  async perform(benches: readonly Bench[]): Promise<void> {
    const { signal } = this.#stopping;
    if (signal.aborted) return;
    this.stage = "loading";
    const names = this.trials.map(({ name }) => name);
    const results: CompletedTrial[] = [];
    try {
      const work = async (bench: Bench) => {
        for (let name = names.shift(); name !== undefined; name = names.shift()) {
          results.push(await this.#trial(bench, name, signal));
        }
      };
      await Promise.all(benches.map(work));
      const inOrder = this.trials.map(({ name }) => results.find(({ trial }) => trial.name === name)!);
      const verdict = await this.#workshop.judge({
        paper: this.#paper,
        claim: this.record.id,
        scale: "quick",
        results: inOrder,
      });
      if (signal.aborted) return;
      this.verdict = verdict;
      this.stage = "done";
    } catch (error) {
      names.length = 0;
      if (signal.aborted) return;
      this.#stopping.abort();
      this.error = error instanceof Error ? error.message : String(error);
      this.stage = "failed";
    } finally {
      this.#draw();
    }
  }

  async #trial(bench: Bench, name: string, signal: AbortSignal): Promise<CompletedTrial> {
    const { trial, measurements, seconds, traces }: TrialResult = await bench.runTrial(
      { paper: this.#paper, claim: this.record.id, scale: "quick", trial: name },
      {
        signal,
        onState: (state) => {
          if (signal.aborted || state !== "running") return;
          this.stage = "running";
          this.#change(name, { began: performance.now() });
        },
        onRows: (observations) => {
          if (!signal.aborted) this.#observe(name, observations);
        },
      },
    );
    this.#change(name, { took: seconds });
    for (const [key, run] of this.#underWay) if (run.trial === name) this.#underWay.delete(key);
    this.#finished.push(...traces);
    this.#drawSoon();
    return { trial, measurements, seconds };
  }

  #observe(trial: string, { contender, setting, rows, steps }: Observations): void {
    const key = JSON.stringify([trial, setting, contender]);
    const place = { contender, ...(setting !== undefined && { setting }) };
    const run = this.#underWay.get(key);
    if (run === undefined) this.#underWay.set(key, traceUnderWay({ ...place, trial, rows: [...rows] }));
    else for (const row of rows) run.trace.rows.push(row);
    const step = rows.at(-1)?.step ?? 0;
    this.#change(trial, { at: { ...place, step, ...(steps !== undefined && { steps }) } });
    this.#drawSoon();
  }

  #change(name: string, change: Partial<TrialRun>): void {
    this.trials = this.trials.map((trial) => (trial.name === name ? { ...trial, ...change } : trial));
  }

  #drawSoon(): void {
    this.#drawing ??= setTimeout(() => this.#draw(), drawingInterval);
  }

  #draw(): void {
    clearTimeout(this.#drawing);
    this.#drawing = undefined;
    this.traces = [...this.#finished, ...this.#underWay.values()];
  }
}

/** The claims of a paper, of which one is run at a time. */
export class ClaimQueue {
  readonly runs: readonly ClaimRun[];
  /** How many trials run side by side. */
  readonly width: number;
  readonly #workshop: Workshop;
  #benches: Bench[] = [];
  #waiting: ClaimRun[] = [];
  #isWorking = false;

  constructor(paper: string, claims: readonly ClaimRecord[], workshop: Workshop) {
    this.#workshop = workshop;
    this.runs = claims.map((claim) => new ClaimRun(paper, claim, workshop));
    // One core stays with the page.
    this.width = Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1));
  }

  get isBusy(): boolean {
    return this.runs.some((run) => run.isBusy);
  }

  /** Runs claims after those that are waiting. */
  async run(...claims: ClaimRun[]): Promise<void> {
    const added = claims.filter((run) => !run.isBusy);
    for (const run of added) run.prepare();
    this.#waiting.push(...added);
    if (this.#isWorking) return;
    this.#isWorking = true;
    while (this.#benches.length < this.width) this.#benches.push(this.#workshop.bench());
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      if (next.stage === "queued") await next.perform(this.#benches.slice(0, next.trials.length));
    }
    this.#isWorking = false;
  }

  cancel(): void {
    for (const run of this.runs) run.cancel();
  }

  /** Ends everything: the page is left. */
  close(): void {
    this.cancel();
    for (const bench of this.#benches) bench.close();
    this.#benches = [];
  }
}
