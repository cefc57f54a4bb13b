import { disposeState, type RunOptions, run, type Trace } from "gradus";
import { UsageError } from "../exit.ts";
import { createMethod } from "../methods.ts";
import { openProblem } from "../problems.ts";
import { labelOf } from "../spec.ts";
import type { Budget, CheckJob, ContenderJob, ContenderResult, Observation, Outcome, Results } from "./jobs.ts";
import { thin } from "./thin.ts";

const problems = new Map<string, Promise<object>>();

/** Each worker opens a problem once: it may hold a data set. */
function problemOf(text: string): Promise<object> {
  const opened = problems.get(text) ?? openProblem(text);
  problems.set(text, opened);
  return opened;
}

/** Puts each method to the problem without running it. @throws {CapabilityError} if one needs what it does not offer. */
export async function checkRace({ problem: text, methods }: CheckJob): Promise<Outcome<Results["check"]>> {
  const problem = await problemOf(text);
  for (const spec of methods) createMethod(spec)(problem as never).dispose?.();
  const { name = "problem" } = problem as { name?: string };
  return { status: "done", result: { problem: name, offers: Object.keys(problem) } };
}

/** One run of a race, from its start or from a checkpoint. */
export async function runContender(
  { problem: text, method: spec, seed, budget, resume }: ContenderJob,
  signal: AbortSignal,
  onProgress: (observation: Observation) => void,
): Promise<Outcome<ContenderResult>> {
  const problem = await problemOf(text);
  const label = { contender: labelOf(spec) };
  const progress = run(problem as never, createMethod(spec), {
    ...limitsOf(budget),
    seed,
    signal,
    ...(resume && { resume }),
  });
  let checkpoint: Uint8Array<ArrayBuffer> | undefined;
  while (true) {
    const { done, value } = await progress.next();
    if (!done) {
      const { row } = value;
      if (budget.evaluations !== undefined && row.calls.evaluation === undefined) {
        throw new UsageError(`${spec.name} makes no evaluations here: give --steps, --seconds or --calls`);
      }
      onProgress({ label, row, ...(budget.steps !== undefined && { steps: budget.steps }) });
      if (signal.aborted) checkpoint = await value.checkpoint();
      continue;
    }
    disposeState(value.answer);
    const { trace } = value;
    const result = thin({ ...label, trial: `seed ${seed}`, trace, metrics: metricsOf(trace) });
    if (trace.status !== "aborted") return { status: "done", result };
    return { status: "interrupted", traces: [result], ...(checkpoint && { checkpoint }) };
  }
}

function limitsOf({ steps, seconds, calls, evaluations }: Budget): RunOptions {
  return {
    ...(steps !== undefined && { steps }),
    ...(seconds !== undefined && { seconds }),
    ...(calls !== undefined && { calls }),
    ...(evaluations !== undefined && { calls: { evaluation: evaluations } }),
  };
}

/** A run measures the problem's metrics once, at its end: they are what the last row has beyond the one before. */
function metricsOf({ rows }: Trace): string[] {
  const own = Object.keys(rows.at(-2)?.extra ?? {});
  return Object.keys(rows.at(-1)?.extra ?? {}).filter((name) => !own.includes(name));
}
