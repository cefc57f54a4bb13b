import type { Method, RunOptions, Trace } from "gradus";
import { finalObjective, type TrialContext } from "../../src/experiment.ts";
import { type Measurements, measured, type Reading } from "../../src/statistic.ts";

/** A contender: a method for some problem, made anew for each run. */
// biome-ignore lint/suspicious/noExplicitAny: worlds differ in their scenes, which no experiment looks into.
export type Contender = { method: Method<any, any, unknown>; steps?: number };

/** Reads from a trial the cost with which a contender ended. */
export const costOf = (contender: string): Reading => measured(`cost of ${contender}`);

/** The cost read of another name: "true cost of Lloyd". */
export const figureOf = (figure: string, contender: string): Reading => measured(`${figure} of ${contender}`);

/** Runs each contender on the problem, and measures the cost at the end and what `also` reads from the trace. */
export async function endsOf(
  context: TrialContext,
  problem: { name: string },
  contenders: Record<string, Contender>,
  { steps, also = () => ({}), ...options }: RunOptions & { steps: number; also?(trace: Trace): Measurements },
): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const [contender, { method, steps: own = steps }] of Object.entries(contenders)) {
    const trace = await context.run({ contender, setting: problem.name }, problem, method, {
      ...options,
      steps: own,
    });
    measurements[`cost of ${contender}`] = finalObjective(trace);
    for (const [figure, value] of Object.entries(also(trace))) measurements[`${figure} of ${contender}`] = value;
  }
  return measurements;
}

/** The mean of what a trace tells from one step on; infinite if the run ended before its last step. */
export function meanFrom(trace: Trace, first: number, read: (row: Trace["rows"][number]) => number): number {
  if (trace.status !== "budget") return Number.POSITIVE_INFINITY;
  const rows = trace.rows.filter(({ step }) => step >= first);
  return rows.reduce((sum, row) => sum + read(row), 0) / rows.length;
}
