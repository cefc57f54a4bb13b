import { lastRow, type Trace, totalCalls } from "gradus/results";
import { labelsOf } from "./plan.ts";
import type { Race } from "./result.ts";

/** A number over seeds. */
export type Spread = { mean: number; low: number; high: number };

/** A contender's place at the end of a race. */
export type Standing = {
  contender: string;
  /** Infinite if a run diverged; missing if none ended. */
  objective: Spread | undefined;
  metrics: Record<string, Spread>;
  steps: Spread | undefined;
  calls: Spread | undefined;
  seconds: Spread | undefined;
  /** What of the problem it does not look at although it decides what a solution is: mostly nothing. */
  passedOver: string[];
  /** What its runs ended with: "budget", "2 of 3 diverged" … */
  status: string;
};

/**
 * All contenders, the lowest objective first, but those that pass over constraints after all others: what they minimise is
 * another problem. Those of which no run ended come last.
 */
export function standings(race: Race): Standing[] {
  // Infinity − Infinity is NaN: equally last.
  const place = ({ objective }: Standing) => objective?.mean ?? Number.POSITIVE_INFINITY;
  const group = ({ objective, passedOver }: Standing) => (objective === undefined ? 2 : Number(passedOver.length > 0));
  return labelsOf(race.plan)
    .map((contender) => standingOf(race, contender))
    .sort((a, b) => group(a) - group(b) || place(a) - place(b) || 0);
}

function standingOf({ runs }: Race, contender: string): Standing {
  const own = runs.filter((run) => run.contender === contender);
  const ended = own.filter((run) => run.state === "done" && run.trace !== null);
  const traces = ended.map(({ trace }) => trace!);
  const over = (reading: (trace: Trace) => number) => spreadOf(traces.map(reading));
  const names = [...new Set(ended.flatMap(({ metrics }) => metrics))];
  return {
    contender,
    objective: over((trace) => (trace.status === "diverged" ? Number.POSITIVE_INFINITY : lastRow(trace).objective)),
    metrics: Object.fromEntries(
      names.map((name) => [name, over((trace) => lastRow(trace).extra[name] ?? Number.NaN)!]),
    ),
    steps: over((trace) => lastRow(trace).step),
    calls: over((trace) => totalCalls(lastRow(trace).calls)),
    seconds: over((trace) => lastRow(trace).seconds),
    passedOver: [...new Set(ended.flatMap(({ passedOver = [] }) => passedOver))],
    status: statusOf(own.map((run) => (run.state === "done" ? run.trace!.status : run.state))),
  };
}

/** Mean and range of numbers; nothing of none. */
export function spreadOf(values: number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, low: Math.min(...values), high: Math.max(...values) };
}

function statusOf(states: string[]): string {
  const kinds = [...new Set(states)];
  if (kinds.length === 1) return kinds[0]!;
  return kinds.map((kind) => `${states.filter((state) => state === kind).length} ${kind}`).join(", ");
}
