import { type Trace, totalCalls } from "gradus/results";
import { labelsOf } from "./plan.ts";
import type { Race } from "./result.ts";
import { type Spread, spreadOf } from "./standings.ts";

/** What a contender needed to come near the lowest objective that any reached. */
export type Arrival = {
  contender: string;
  /** Seeds in which it came near, of those that ended. */
  arrived: number;
  ended: number;
  /** Until then, over the seeds in which it did; missing if there are none. */
  calls: Spread | undefined;
  seconds: Spread | undefined;
};

/** As near as this: a share of the way from the first objective to the lowest one of the seed. */
const nearness = 1e-6;

/**
 * All contenders that look at the whole problem, those first that came near in most seeds, among them who needed the least
 * of `by`. One that passes over constraints comes near low objectives that no solution has.
 */
export function arrivals(race: Race, by: "calls" | "seconds"): Arrival[] {
  const runs = race.runs.filter(({ passedOver }) => passedOver === undefined);
  const isOut = (contender: string) => race.runs.some((run) => run.contender === contender && run.passedOver);
  return labelsOf(race.plan)
    .filter((contender) => !isOut(contender))
    .map((contender) => arrivalOf(runs, contender))
    .sort((a, b) => b.arrived - a.arrived || (a[by]?.mean ?? 0) - (b[by]?.mean ?? 0));
}

function arrivalOf(runs: Race["runs"], contender: string): Arrival {
  const traces = runs.flatMap(({ contender: of, state, trace }) =>
    of === contender && state === "done" && trace !== null ? [trace] : [],
  );
  const ends = traces.flatMap((trace) => {
    const goal = goalOf(runs, trace);
    const row = trace.rows.find(({ objective }) => objective <= goal);
    return row === undefined ? [] : [row];
  });
  return {
    contender,
    arrived: ends.length,
    ended: traces.length,
    calls: spreadOf(ends.map(({ calls }) => totalCalls(calls))),
    seconds: spreadOf(ends.map(({ seconds }) => seconds)),
  };
}

function goalOf(runs: Race["runs"], { seed, rows }: Trace): number {
  const all = runs.flatMap((run) => (run.seed === seed && run.trace ? run.trace.rows : []));
  const finite = all.map(({ objective }) => objective).filter(Number.isFinite);
  const lowest = Math.min(...finite);
  return lowest + nearness * Math.max(0, rows[0]!.objective - lowest);
}
