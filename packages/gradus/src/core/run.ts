import { decodeCheckpoint, disposeState, encodeCheckpoint, refState } from "./checkpoint.ts";
import { CheckpointError } from "./errors.ts";
import { type Iteration, type Measurement, type Method, type OracleCalls, totalCalls } from "./method.ts";
import { count, flag, nonnegative, readOptions, z } from "./options.ts";
import type { HasMetrics } from "./problem.ts";
import type { StopRule } from "./stop.ts";
import type { Status, Trace, TraceRow } from "./trace.ts";

/** How long to run, when to stop, and what to keep. At least one of steps, seconds, calls, stop, signal bounds a run. */
export type RunOptions = {
  /** Seed of everything random in the run. Default 0. */
  seed?: number;
  /** Budget of steps. */
  steps?: number;
  /** Budget of seconds spent in the method (compiling included, observers not). */
  seconds?: number;
  /** Budget of oracle calls: a number bounds their sum, an object each kind. The run ends with the step that reaches it. */
  calls?: number | OracleCalls;
  /** Rules that look at each observation. */
  stop?: StopRule | StopRule[];
  /** Ends the run after the step at hand, with status `aborted`. */
  signal?: AbortSignal;
  /** Keep one trace row every so many steps (the first and the last are always kept). Default 1. */
  every?: number;
  /** Evaluate the problem's metrics every so many steps. They are evaluated at the end in any case. */
  metricsEvery?: number;
  /** Put a checkpoint of the last finite state into the solution. Default false. */
  checkpoint?: boolean;
  /** A checkpoint to go on from, written by a run of the same method. Budgets count from the run's first start. */
  resume?: Uint8Array<ArrayBuffer>;
};

const runOptions = z.object({
  seed: z
    .int("must be a whole number in [0, 2³²)")
    .min(0, "must be a whole number in [0, 2³²)")
    .max(2 ** 32 - 1, "must be a whole number in [0, 2³²)")
    .default(0),
  steps: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").optional(),
  seconds: nonnegative().optional(),
  calls: z
    .union(
      [z.number().nonnegative(), z.record(z.string(), z.number().nonnegative())],
      "must be a number ≥ 0 or one per kind of call",
    )
    .optional(),
  stop: z.any().optional(),
  signal: z.any().optional(),
  every: count().default(1),
  metricsEvery: count().optional(),
  checkpoint: flag().default(false),
  resume: z.instanceof(Uint8Array, { error: "must be the bytes of a checkpoint" }).optional(),
});

/** What the loop shows after every step. */
export type Progress = {
  row: TraceRow;
  /** Writes a checkpoint of the state at hand, usable as `resume`. */
  checkpoint(): Promise<Uint8Array<ArrayBuffer>>;
};

/** The end of a run. The caller owns `answer` and `state`'s arrays are freed. */
export type Solution<Answer> = {
  answer: Answer;
  status: Status;
  trace: Trace;
  /** A checkpoint of the last finite state, where `checkpoint: true` asked for one. */
  checkpoint?: Uint8Array<ArrayBuffer>;
};

/**
 * The only loop in the product: steps a method on a problem, shows each step, and returns the solution.
 *
 * A step whose objective is not finite ends the run with status `diverged`; the answer is that of the last finite
 * state. The generator can be left at any time (`break`): all arrays are freed.
 *
 * @throws {OptionError} on an unbounded or malformed budget; {CheckpointError} on a checkpoint of another method.
 * @example
 * for await (const { row } of run(rosenbrock(), adam({ learningRate: 1e-2 }), { steps: 100 })) console.log(row.objective);
 */
export async function* run<Problem, State, Answer>(
  problem: Problem,
  method: Method<Problem, State, Answer>,
  options: RunOptions,
): AsyncGenerator<Progress, Solution<Answer>> {
  const { steps, seconds, calls, every, metricsEvery, seed } = readOptions(
    "run",
    runOptions.refine(isBounded, {
      error: "must bound the run: give steps, seconds, calls, stop or signal",
    }) as unknown as typeof runOptions,
    options,
  );
  const rules = [options.stop ?? []].flat().map((rule) => rule());
  const iteration = method(problem);
  const names = { method: method.name, problem: nameOf(problem) };

  const resumed = options.resume ? decodeCheckpoint<State>(options.resume) : undefined;
  if (resumed && resumed.method !== names.method) {
    disposeState(resumed.state);
    iteration.dispose?.();
    throw new CheckpointError(`the checkpoint is of '${resumed.method}', not of '${names.method}'`);
  }

  let step = resumed?.step ?? 0;
  // What an interruption or a divergence added to the trace is not part of the run that goes on.
  const rows = (resumed?.rows ?? []).filter((row) => row.step <= step && row.step % every === 0);
  // Rules may remember: they are told what came before.
  for (const row of rows) if (row.step < step) for (const rule of rules) rule(row);
  let spent = resumed?.seconds ?? 0;
  let state: State | undefined;
  const trace: Trace = { ...names, seed: resumed?.seed ?? seed, status: "budget", reason: "", rows };
  const save = (of: State) => encodeCheckpoint({ ...names, seed: trace.seed, step, seconds: spent, rows, state: of });

  const timed = async <T>(work: () => T | Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    spent += (performance.now() - start) / 1000;
    return result;
  };

  try {
    state = resumed ? resumed.state : await timed(() => iteration.init(seed));
    const look = async (): Promise<TraceRow> => {
      const measurement = await timed(() => iteration.measure(state!));
      return toRow(step, spent, { ...measurement, ...(await iteration.observe?.(state!, measurement)) });
    };
    let row = await look();
    if (!resumed) rows.push(row);

    const verdict = (): [Status, string] | undefined => {
      if (!Number.isFinite(row.objective)) return ["diverged", `objective became ${row.objective} at step ${row.step}`];
      const reason = rules.map((rule) => rule(row)).find((text) => text !== undefined);
      if (reason !== undefined) return ["stopped", reason];
      const own = iteration.finished?.(state!);
      if (own !== undefined) return ["finished", own];
      if (options.signal?.aborted) return ["aborted", "aborted"];
      if (steps !== undefined && step >= steps) return ["budget", `${steps} steps`];
      if (seconds !== undefined && spent >= seconds) return ["budget", `${seconds} s`];
      const exhausted = exhaustedCalls(row.calls, calls as RunOptions["calls"]);
      return exhausted === undefined ? undefined : ["budget", exhausted];
    };

    let end = verdict();
    while (end === undefined) {
      const current: State = state;
      const previous: State = refState(current);
      try {
        state = undefined;
        state = await timed(() => iteration.step(current));
        step++;
        row = await look();
      } catch (cause) {
        disposeState(previous);
        throw cause;
      }
      end = verdict();
      if (end?.[0] === "diverged") {
        disposeState(state);
        state = previous;
        step--;
      } else {
        disposeState(previous);
        if (metricsEvery && step % metricsEvery === 0) await addMetrics(row, problem, iteration, state!);
      }
      if (end !== undefined || step % every === 0) rows.push(row);
      yield { row, checkpoint: () => save(state!) };
    }

    [trace.status, trace.reason] = end;
    const answerRow = rows.at(-1)!;
    await addMetrics(answerRow, problem, iteration, state!);
    return {
      answer: iteration.answer(state!),
      status: trace.status,
      trace,
      ...(options.checkpoint && { checkpoint: await save(state!) }),
    };
  } finally {
    if (state !== undefined) disposeState(state);
    iteration.dispose?.();
  }
}

const isBounded = (options: Record<string, unknown>) =>
  ["steps", "seconds", "calls", "stop", "signal"].some((key) => options[key] !== undefined);

const nameOf = (problem: unknown): string => (problem as { name?: string }).name ?? "problem";

function toRow(step: number, seconds: number, { objective, calls, ...extra }: Measurement): TraceRow {
  return { step, seconds, objective, calls, extra: extra as Record<string, number> };
}

function exhaustedCalls(made: OracleCalls, budget: RunOptions["calls"]): string | undefined {
  if (budget === undefined) return undefined;
  if (typeof budget === "number") return totalCalls(made) >= budget ? `${budget} oracle calls` : undefined;
  const kind = Object.entries(budget).find(([key, limit]) => (made[key as keyof OracleCalls] ?? 0) >= limit);
  return kind && `${kind[1]} ${kind[0]} calls`;
}

async function addMetrics<State, Answer>(
  row: TraceRow,
  problem: unknown,
  iteration: Iteration<State, Answer>,
  state: State,
) {
  const { metrics } = problem as Partial<HasMetrics<Answer>>;
  if (!metrics) return;
  const answer = iteration.answer(state);
  try {
    Object.assign(row.extra, await metrics.call(problem as never, answer));
  } finally {
    disposeState(answer);
  }
}
