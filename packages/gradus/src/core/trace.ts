import type { OracleCalls } from "./method.ts";

/** Why a run ended. `diverged` is a result, not an exception: the last finite state is kept and answered with. */
export type Status = "budget" | "stopped" | "finished" | "diverged" | "aborted";

/** One observation of a run. */
export type TraceRow = {
  step: number;
  /** Seconds spent in the method so far, without the time that observers took. */
  seconds: number;
  objective: number;
  calls: OracleCalls;
  /** What else the method reported (momentum coefficient …), and the problem's metrics where they were evaluated. */
  extra: Record<string, number>;
};

/** What happened in a run, as plain JSON. Charts, verdicts and reports read traces and nothing else. */
export type Trace = {
  problem: string;
  method: string;
  seed: number;
  status: Status;
  /** The rule that stopped the run, or what made it end. */
  reason: string;
  rows: TraceRow[];
};

/** The last row. @throws if the trace is empty, which no run leaves behind. */
export function lastRow(trace: Trace): TraceRow {
  const row = trace.rows.at(-1);
  if (row === undefined) throw new RangeError(`the trace of ${trace.method} on ${trace.problem} is empty`);
  return row;
}

/** JSON that keeps non-finite numbers apart from `null`: they are written as the strings "NaN", "Infinity", "-Infinity". */
export const traceToJson = (value: unknown): string =>
  JSON.stringify(value, (_, item) => (typeof item === "number" && !Number.isFinite(item) ? String(item) : item));
