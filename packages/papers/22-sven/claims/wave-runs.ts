import type { Method, Network, RunOptions, Supervised, Trace } from "gradus";
import { finalMetric, type TrialContext } from "../../src/experiment.ts";
import type { WaveProblem } from "../../src/setups/damped-wave.ts";
import { type Measurements, measured, type Reading } from "../../src/statistic.ts";

/** A method for the network on the damped wave, on batches or on all samples at once. */
export type WaveMethod = Method<Supervised<Network>, unknown, unknown>;

const nameOf = (contender: string) => `held-out loss of ${contender}`;

/** Reads from a trial the held-out loss at the end. */
export const lossOf = (contender: string): Reading => measured(nameOf(contender));

/** The seconds that a contender took. */
export const secondsOf = (contender: string): Reading => measured(`seconds of ${contender}`);

/** Runs one contender; `on` says what it sees. Its held-out loss is infinite where it diverged. */
export async function runOnWave(
  context: TrialContext,
  contender: string,
  problem: WaveProblem,
  method: WaveMethod,
  { on = "batches", ...options }: RunOptions & { on?: "batches" | "all" },
): Promise<Trace> {
  const seen = on === "all" ? (problem.whole as unknown as Supervised<Network>) : problem;
  return context.run({ contender, setting: "damped wave" }, seen, method, options);
}

/** The same for each contender, and what they ended with. Each has data, start and batches anew from the seed. */
export async function endsOnWave(
  context: TrialContext,
  problem: () => WaveProblem,
  contenders: Record<string, { method: WaveMethod; on?: "all" }>,
  options: RunOptions,
): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const [name, { method, on }] of Object.entries(contenders)) {
    const trace = await runOnWave(context, name, problem(), method, { ...options, ...(on && { on }) });
    measurements[nameOf(name)] =
      trace.status === "diverged" ? Number.POSITIVE_INFINITY : finalMetric(trace, "testLoss");
    measurements[`seconds of ${name}`] = trace.rows.at(-1)!.seconds;
  }
  return measurements;
}
