import { type Budget, type RaceRun, timeLeft } from "@gradus/workbench";
import { type TraceRow, totalCalls } from "gradus/results";

/** How much of its budget a run has used, from 0 to 1. */
export function shareUsed(row: TraceRow, { steps, seconds, calls, evaluations }: Budget): number {
  const share = (made: number, limit: number | undefined) => (limit === undefined ? undefined : made / limit);
  const used =
    share(row.step, steps) ??
    share(row.seconds, seconds) ??
    share(totalCalls(row.calls), calls) ??
    share(row.calls.evaluation ?? 0, evaluations) ??
    0;
  return Math.min(1, used);
}

/**
 * Seconds until a race is over, at the pace so far: what the run at hand has left, and for each run that waits what its
 * contender's runs took, or else all runs. Nothing while there is nothing to go by.
 */
export function raceTimeLeft(
  runs: readonly RaceRun[],
  index: number,
  row: TraceRow,
  budget: Budget,
): number | undefined {
  const here = timeLeft(row, budget);
  if (here === undefined) return undefined;
  const took = runs.flatMap(({ contender, trace }) => {
    const seconds = trace?.rows.at(-1)?.seconds;
    return seconds === undefined ? [] : [{ contender, seconds }];
  });
  took.push({ contender: runs[index]!.contender, seconds: row.seconds + here });
  const mean = (some: { seconds: number }[]) => some.reduce((sum, { seconds }) => sum + seconds, 0) / some.length;
  const expected = (contender: string) => {
    const own = took.filter((run) => run.contender === contender);
    return mean(own.length > 0 ? own : took);
  };
  return runs.slice(index + 1).reduce((sum, { contender }) => sum + expected(contender), here);
}
