import type { Method, RunOptions } from "gradus";
import { finalMetric, type TrialContext } from "../../src/experiment.ts";
import { type Measurements, measured, type Reading } from "../../src/statistic.ts";

const nameOf = (contender: string) => `training loss of ${contender}`;

/** Reads from a trial the loss on all training samples at the end; infinite where the run diverged. */
export const lossOf = (contender: string): Reading => measured(nameOf(contender));

/** The powers of ten from 10^first to 10^last. */
export const decades = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => Number(`1e${first + i}`));

/** Runs each contender on a problem of its own, and returns what they ended with. */
export async function endsOf<Problem>(
  context: TrialContext,
  setting: string,
  problem: () => Problem | Promise<Problem>,
  contenders: Record<string, Method<Problem, unknown, unknown>>,
  options: RunOptions,
): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const [contender, method] of Object.entries(contenders)) {
    const trace = await context.run({ contender, setting }, await problem(), method, options);
    const loss = trace.status === "diverged" ? Number.POSITIVE_INFINITY : finalMetric(trace, "trainLoss");
    measurements[nameOf(contender)] = Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY;
  }
  return measurements;
}
