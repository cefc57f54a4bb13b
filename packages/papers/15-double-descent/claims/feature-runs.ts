import { numpy as np } from "@jax-js/jax";
import {
  adam,
  type Conditioning,
  conditioning,
  type FeatureRegression,
  gradientDescentFilter,
  minimumNorm,
  modelSizeSweep,
  type Optimizer,
  type RandomFeaturesOptions,
  randomFeatures,
  type SizeRow,
  sgd,
  solvedBy,
  type Trace,
  type Training,
} from "gradus";
import { type TrialContext, TrialInterrupted } from "../../src/experiment.ts";
import { type Measurements, measured, type Reading } from "../../src/statistic.ts";

/** A model with what is known of its features. */
export type Conditioned = FeatureRegression & { conditions: Conditioning };

export const conditioned = (problem: FeatureRegression): Conditioned => ({
  ...problem,
  conditions: conditioning(problem.features),
});

/** The random-feature model of the set-ups: 40 samples in 20 dimensions. */
export const featureModel = (options: RandomFeaturesOptions): Conditioned =>
  conditioned(randomFeatures(options as { batchSize: number }) as unknown as FeatureRegression);

export const featureSetup =
  "Random tanh features of 40 samples in 20 dimensions, y = tanh(1.5 x·b) with noise 0.3 on the targets to train on, inputs " +
  "standardised, W₀ ~ N(0, 1/20), w₀ = 0, float64; data and first layer are drawn anew for each seed";

/** How a contender trains a model in a trial: its trainings are kept for the charts. */
export type Contender = (context: TrialContext, name: string) => Training<Conditioned>;

/** An optimizer at an absolute rate, or at one relative to the smoothness L of the problem. */
export type Rate = { absolute: number } | { relative: number };

const rateOf = (rate: Rate, { conditions }: Conditioned) =>
  "absolute" in rate ? rate.absolute : rate.relative / conditions.smoothness;

/** One of the library's optimizers, step by step. */
export const stepped =
  (optimizer: (learningRate: number) => Optimizer, rate: Rate, steps: number): Contender =>
  ({ run }, contender) =>
  async (problem, { size }) => {
    const label = { contender, setting: `P = ${size}` };
    const method = optimizer(rateOf(rate, problem));
    const trace = await run(label, problem, method, { steps, every: Math.ceil(steps / 50) });
    return endOf(trace);
  };

const endOf = ({ status, rows }: Trace): Record<string, number> => {
  const { extra } = rows.at(-1)!;
  return status === "diverged" ? { ...extra, testMeanSquare: Number.POSITIVE_INFINITY } : extra;
};

export const gd = (learningRate: number) => sgd({ learningRate });
export const momentum = (learningRate: number) => sgd({ learningRate, momentum: 0.9 });
export const adamAt = (learningRate: number) => adam({ learningRate });

/** Weights from a solution for each output. */
function solved(solve: (problem: Conditioned) => (y: Float64Array) => Float64Array): Contender {
  return () =>
    solvedBy<Conditioned, np.Array>((problem) => {
      const columns = problem.targetColumns.map(solve(problem));
      const { columns: features } = problem.features;
      const values = new Float64Array(features * columns.length);
      for (const [k, column] of columns.entries()) {
        for (const [i, value] of column.entries()) values[i * columns.length + k] = value;
      }
      return np.array(values, {
        shape: columns.length === 1 ? [features] : [features, columns.length],
        dtype: np.float64,
      });
    });
}

/** Gradient descent by its closed form. */
export const filtered = (rate: Rate, steps: number): Contender =>
  solved((problem) => {
    const learningRate = rateOf(rate, problem);
    return (y) => gradientDescentFilter(problem.conditions, y, { learningRate })(steps).weights;
  });

/** What a perfect optimizer would end with. */
export const exact: Contender = solved(
  ({ conditions }) =>
    (y) =>
      minimumNorm(conditions, y),
);

const nameOf = (value: string, training: string, size: number) => `${value}, ${training}, P = ${size}`;

/** Reads what a trial measured. */
export const testOf = (training: string, size: number): Reading => measured(nameOf("test", training, size));
export const trainOf = (training: string, size: number): Reading => measured(nameOf("train", training, size));
export const kappaOf = (size: number): Reading => measured(`condition number, P = ${size}`);

/** Trains a model of each size with each contender, on the data of the trial's seed. */
export async function sweepSizes(
  context: TrialContext,
  sizes: readonly number[],
  contenders: Readonly<Record<string, Contender>>,
  build: (size: number, seed: number) => Conditioned,
): Promise<Measurements> {
  let interrupted: unknown;
  const trainings = Object.fromEntries(
    Object.entries(contenders).map(([name, contender]): [string, Training<Conditioned>] => {
      const training = contender(context, name);
      return [
        name,
        async (problem, of) => {
          try {
            return await training(problem, of);
          } catch (cause) {
            interrupted = cause;
            throw cause;
          }
        },
      ];
    }),
  );
  const look = ({ conditions }: Conditioned) => ({ conditionNumber: conditions.conditionNumber });
  const plan = { sizes, seeds: [context.seed], build, trainings, look };
  const measurements: Measurements = {};
  for await (const { setting, values } of modelSizeSweep(plan, { signal: context.signal })) {
    const { size, training } = setting;
    measurements[nameOf("test", training, size)] = values["testMeanSquare"] ?? Number.NaN;
    measurements[nameOf("train", training, size)] = values["trainMeanSquare"] ?? Number.NaN;
    measurements[`condition number, P = ${size}`] = values["conditionNumber"] ?? Number.NaN;
  }
  if (interrupted !== undefined) throw interrupted;
  if (context.signal.aborted) throw new TrialInterrupted([], undefined);
  return measurements;
}

/** What trials measured, as the results of a sweep: each trial is a seed. */
export const rowsOf = (trials: Measurements[], trainings: readonly string[], sizes: readonly number[]): SizeRow[] =>
  trials.flatMap((trial, seed) =>
    trainings.flatMap((training) =>
      sizes.map((size) => ({
        setting: { size, training },
        seed,
        values: { train: trainOf(training, size)(trial), test: testOf(training, size)(trial) },
      })),
    ),
  );
