import {
  type Aggregator,
  chain,
  clipByGlobalNorm,
  descendTasks,
  lastRow,
  lossScaleConflict,
  scaleByAdam,
  scaleByLearningRate,
  type TaskMethod,
  type Trace,
} from "gradus";
import type { TrialContext } from "../experiment.ts";
import { type Measurements, measured, type Reading } from "../statistic.ts";
import { mulberry } from "./mulberry.ts";

export const learningRate = 1e-2;

/** A network with a head for each of three tasks whose losses differ in scale, drawn with mulberry32. */
export const scaleConflict = (seed: number, scales: number[]) => lossScaleConflict({ scales }, mulberry(seed));

/** Only one task's gradient reaches the shared parameters; the heads go on learning. */
const single = (task: number): TaskMethod => {
  const aggregator: Aggregator = {
    name: `task ${task + 1} alone`,
    looksAt: "lengths",
    remember: () => ({}),
    decide: ({ norms }, memory) => ({
      weights: norms.map((_, k) => Number(k === task)),
      memory,
      diagnostics: {},
    }),
  };
  const adam = chain(scaleByAdam(), scaleByLearningRate(learningRate));
  return descendTasks(aggregator.name, aggregator, adam, { beforehand: clipByGlobalNorm(1, { epsilon: 1e-6 }) });
};

const changeName = (contender: string) => `Δm% of ${contender}`;
const errorName = (contender: string) => `normalised error of ${contender}`;

/** The mean change of the tasks' errors against networks that learn one task alone, in percent; below 0 is better. */
export const changeOf = (contender: string): Reading => measured(changeName(contender));
/** The mean over tasks of the squared error over the square of the task's scale, on the samples trained on. */
export const errorOf = (contender: string): Reading => measured(errorName(contender));

/** Trains a network for each contender, and one for each task alone, and compares them. */
export async function trainOnScales(
  context: TrialContext,
  contenders: Record<string, TaskMethod>,
  { scales, steps }: { scales: number[]; steps: number },
): Promise<Measurements> {
  const errorsOf = (trace: Trace) =>
    scales.map((scale, k) =>
      trace.status === "diverged" ? Number.POSITIVE_INFINITY : lastRow(trace).extra[`loss${k + 1}`]! / scale ** 2,
    );
  const train = async (contender: string, method: TaskMethod) =>
    errorsOf(
      await context.run({ contender, setting: "three loss scales" }, scaleConflict(context.seed, scales), method, {
        steps,
        every: steps / 50,
      }),
    );
  const alone: number[] = [];
  for (const k of scales.keys()) alone.push((await train(`task ${k + 1} alone`, single(k)))[k]!);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const measurements: Measurements = {};
  for (const [contender, method] of Object.entries(contenders)) {
    const errors = await train(contender, method);
    measurements[changeName(contender)] = 100 * mean(errors.map((error, k) => (error - alone[k]!) / alone[k]!));
    measurements[errorName(contender)] = mean(errors);
  }
  return measurements;
}
