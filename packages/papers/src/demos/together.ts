import { disposeState, type Progress, type Solution, type Status, type TraceRow } from "gradus";

/** A run as `run` gives it. */
export type Run = AsyncGenerator<Progress, Solution<unknown>>;

/** What a run shows after a step; `ended` says how and why it ended with this step, if it did. */
export type Observation = { row: TraceRow; ended?: { status: Status; reason: string } };

/** One step of every run that goes on, by the runs' names. */
export type Round = { step: number; runs: Record<string, Observation> };

/**
 * Steps several runs side by side, a step of each in turn, until all have ended or `signal` is aborted. However it is
 * left, all runs are ended and their arrays freed.
 */
export async function* together(runs: Record<string, Run>, signal: AbortSignal): AsyncGenerator<Round, void> {
  // One step ahead of what is shown, since a run tells after its last step that it was the last.
  const ahead = new Map<string, TraceRow>();
  const next = async (name: string): Promise<Observation["ended"]> => {
    const { done, value } = await runs[name]!.next();
    if (!done) {
      ahead.set(name, value.row);
      return undefined;
    }
    ahead.delete(name);
    disposeState(value.answer);
    return { status: value.status, reason: value.trace.reason };
  };
  try {
    for (const name of Object.keys(runs)) await next(name);
    for (let step = 1; ahead.size > 0 && !signal.aborted; step++) {
      const round: Round = { step, runs: {} };
      for (const [name, row] of ahead) {
        const ended = await next(name);
        round.runs[name] = { row, ...(ended && { ended }) };
      }
      yield round;
    }
  } finally {
    for (const run of Object.values(runs)) await run.return(undefined as never);
  }
}
