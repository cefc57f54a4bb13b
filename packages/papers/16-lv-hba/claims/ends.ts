import { type BilevelAnswer, type BilevelProblem, type HasName, lastRow, type Method } from "gradus";
import type { TrialContext } from "../../src/experiment.ts";
import { type Measurements, measured, type Reading } from "../../src/statistic.ts";

// biome-ignore lint/suspicious/noExplicitAny: each contender has a state of its own.
export type Contender<P = BilevelProblem> = { method: Method<P, any, BilevelAnswer>; steps: number };

/** What a contender's run ended with: "objective", or a number that method or problem report. */
export const endOf = (contender: string, name: string): Reading => measured(`${contender}: ${name}`);

/** Runs contenders on one problem and measures how they end; a run that diverged measures nothing. */
export async function endsOf<P extends BilevelProblem & HasName>(
  context: TrialContext,
  problem: P,
  contenders: Record<string, Contender<P>>,
  { setting, rows = 200 }: { setting?: string; rows?: number } = {},
): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const [contender, { method, steps }] of Object.entries(contenders)) {
    const every = Math.max(1, Math.floor(steps / rows));
    const label = { contender, ...(setting !== undefined && { setting }) };
    const trace = await context.run(label, problem, method, { steps, every });
    const { objective, extra, seconds } = lastRow(trace);
    if (trace.status === "diverged") continue;
    for (const [name, value] of Object.entries({ ...extra, objective, seconds })) {
      measurements[`${contender}: ${name}`] = value;
    }
  }
  return measurements;
}
