import type { Trace, TraceRow } from "gradus";
import { atMost, type Criterion } from "../../src/criterion.ts";
import { type Measurements, measured, largest as ofAll, type Reading } from "../../src/statistic.ts";

/** The first step at which a number of the rows is at or below a goal; infinite if none is. */
export function stepsTo({ rows }: Trace, goal: number, of: (row: TraceRow) => number): number {
  return rows.find((row) => of(row) <= goal)?.step ?? Number.POSITIVE_INFINITY;
}

/** The height above a value. */
export const above =
  (least: number) =>
  ({ objective }: TraceRow): number =>
    objective - least;

export const gradientNorm = ({ extra }: TraceRow): number => extra["gradientNorm"] ?? Number.NaN;

/** "iterations of exact Newton to 1e-8" */
const iterations = (contender: string, goal: number): string => `iterations of ${contender} to ${goal}`;

export const iterationsOf = (contender: string, goal: number): Reading => measured(iterations(contender, goal));

/** The iterations of a run to each goal. */
export const countTo = (
  contender: string,
  trace: Trace,
  goals: number[],
  of: (row: TraceRow) => number,
): Measurements => Object.fromEntries(goals.map((goal) => [iterations(contender, goal), stepsTo(trace, goal, of)]));

/** In every trial at most so many iterations. */
export const withinIterations = (contender: string, goal: number, most: number): Criterion => ({
  measures: iterations(contender, goal),
  statistic: ofAll(iterationsOf(contender, goal)),
  holds: atMost(most),
});

/** In no trial as many iterations as another contender. */
export const fewerIterations = (contender: string, other: string, goal: number, least = 1): Criterion => ({
  measures: `iterations to ${goal}, ${contender} − ${other}`,
  statistic: ofAll((trial) => iterationsOf(contender, goal)(trial) - iterationsOf(other, goal)(trial)),
  holds: atMost(-least),
});
