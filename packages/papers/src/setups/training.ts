import type { HasBatches, HasInitial, HasLoss, HasMetrics, Optimizer, RunOptions, Schedule, Trace, Tree } from "gradus";
import { finalMetric, type TrialContext } from "../experiment.ts";
import { type Measurements, measured, type Reading } from "../statistic.ts";

/** What a training ends with. */
export type Metric = "trainLoss" | "testLoss" | "testAccuracy";

/** Optimizers by the names they have in charts. */
export type Contenders = Record<string, Optimizer>;

type Trainable<P extends Tree, B> = HasInitial<P> & HasLoss<P, B> & HasBatches<B> & HasMetrics<P>;

const nameOf = (metric: Metric, contender: string, setting: string) => `${metric}, ${contender}, ${setting}`;

/** Reads from a trial how a training ended. */
export const ended = (metric: Metric, contender: string, setting: string): Reading =>
  measured(nameOf(metric, contender, setting));

/**
 * Trains each contender on the same problem, from the same start and on the same batches, and returns how each ended.
 *
 * @param metrics what is measured at the end; the problem must report it.
 */
export async function trainEach<P extends Tree, B>(
  context: TrialContext,
  problem: Trainable<P, B>,
  setting: string,
  contenders: Contenders,
  { metrics, ...options }: RunOptions & { metrics: readonly Metric[] },
): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const [contender, optimizer] of Object.entries(contenders)) {
    const trace = await context.run({ contender, setting }, problem, optimizer<P, B>, options);
    for (const metric of metrics) measurements[nameOf(metric, contender, setting)] = endOf(trace, metric);
  }
  return measurements;
}

/** A training that diverged has learned nothing: its loss is infinite, its accuracy 0. */
function endOf(trace: Trace, metric: Metric): number {
  if (trace.status !== "diverged") return finalMetric(trace, metric);
  return metric === "testAccuracy" ? 0 : Number.POSITIVE_INFINITY;
}

/** The learning rate, and a tenth of it once this share of the steps is made. */
export const dropped =
  (learningRate: number, { after, steps }: { after: number; steps: number }): Schedule =>
  (step) =>
    step < after * steps ? learningRate : learningRate / 10;
