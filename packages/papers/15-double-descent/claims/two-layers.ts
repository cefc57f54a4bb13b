import { loadDigits, split, takeSamples } from "@gradus/datasets";
import { numpy as np } from "@jax-js/jax";
import {
  adam,
  type FullBatch,
  fullBatch,
  generator,
  type Network,
  type Optimizer,
  oneHotSquares,
  seedFor,
  sgd,
  type Trace,
  twoLayerNetwork,
  twoLayerRegression,
} from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost, type Criterion, type Remark } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { figure, type Measurements, measured, median, type Statistic } from "../../src/statistic.ts";

/** An optimizer, and after how many steps it is looked at. */
type Contender = { optimizer: Optimizer; ends: Readonly<Record<string, number>> };

type Study = {
  sizes: readonly number[];
  /** Around the threshold, and far beyond it. */
  near: readonly number[];
  wide: number;
  short: string;
  long: string;
  contenders: Readonly<Record<string, Contender>>;
};

const testName = (end: string, hidden: number) => `test, ${end}, H = ${hidden}`;
const trainName = (end: string, hidden: number) => `train, ${end}, H = ${hidden}`;
const namesOf = ({ contenders }: Study) => Object.values(contenders).flatMap(({ ends }) => Object.keys(ends));

/** The value at a step: infinite where the run did not get there. */
const at = ({ rows }: Trace, step: number, metric: string) =>
  rows.find((row) => row.step === step)?.extra[metric] ?? Number.POSITIVE_INFINITY;

const experiment = (
  setup: string,
  study: Study,
  trials: number,
  problemOf: (hidden: number, seed: number) => Promise<FullBatch<Network>>,
): Experiment => ({
  setup,
  trials: seeds(...Array.from({ length: trials }, (_, seed) => seed)),
  async trial({ run, seed }) {
    const measurements: Measurements = {};
    for (const hidden of study.sizes) {
      const problem = await problemOf(hidden, seed);
      for (const [contender, { optimizer, ends }] of Object.entries(study.contenders)) {
        const looks = Object.values(ends);
        const every = Math.min(...looks);
        const options = { steps: Math.max(...looks), every, metricsEvery: every };
        const trace = await run({ contender, setting: `H = ${hidden}` }, problem, optimizer, options);
        for (const [end, step] of Object.entries(ends)) {
          measurements[trainName(end, hidden)] = at(trace, step, "trainMeanSquare");
          measurements[testName(end, hidden)] = at(trace, step, "testMeanSquare");
        }
      }
    }
    return measurements;
  },
  criteria: criteriaOf(study),
  remarks: remarksOf(study),
});

/** The largest median near the threshold over the median far beyond it. */
const height = (end: string, { near, wide }: Study): Statistic => {
  const heightIn = (trials: Measurements[]) => {
    const medianAt = (hidden: number) => median(measured(testName(end, hidden))).value(trials);
    return Math.max(...near.map(medianAt)) / medianAt(wide);
  };
  return figure("ratio of medians", heightIn, (trial) => heightIn([trial]));
};

function criteriaOf(study: Study): Criterion[] {
  const text = `the largest of H = ${study.near.join(", ")} / H = ${study.wide}`;
  return [
    { measures: `test loss of ${study.long}, ${text}`, statistic: height(study.long, study), holds: atLeast(1.5) },
    { measures: `test loss of ${study.short}, ${text}`, statistic: height(study.short, study), holds: atMost(1.1) },
  ];
}

const remarksOf = (study: Study): Remark[] =>
  namesOf(study).flatMap((end) =>
    study.sizes.flatMap((hidden): Remark[] => [
      { measures: `training loss, ${end}, H = ${hidden}`, statistic: median(measured(trainName(end, hidden))) },
      { measures: `test loss, ${end}, H = ${hidden}`, statistic: median(measured(testName(end, hidden))) },
    ]),
  );

const quickStudy: Study = {
  sizes: [1, 2, 4, 7, 10, 20, 60],
  near: [4, 7, 10],
  wide: 60,
  short: "GD, 500 steps",
  long: "Adam, 10,000 steps",
  contenders: {
    GD: { optimizer: sgd({ learningRate: 0.1 }), ends: { "GD, 500 steps": 500, "GD, 5000 steps": 5000 } },
    Adam: { optimizer: adam({ learningRate: 0.01 }), ends: { "Adam, 10,000 steps": 10_000 } },
  },
};

const quick = experiment(
  "A two-layer tanh network in float32 on 40 samples in 4 dimensions, y = sin(1.5 x·a/√d) with noise 0.5 on the targets to train on: " +
    "H = 1 to 60 hidden neurons, as many parameters as samples near H = 6.5. GD at 0.1, looked at after 500 and 5000 steps, Adam at 0.01 " +
    "after 10,000. Losses are mean squares; figures are of medians over seeds.",
  quickStudy,
  4,
  async (hidden, seed) => twoLayerRegression({ hidden, seed }),
);

const fullStudy: Study = {
  sizes: [1, 5, 10, 20, 30, 40, 50, 70, 100, 200],
  near: [20, 30, 40, 50, 70],
  wide: 200,
  short: "GD, 1000 steps",
  long: "Adam, 100,000 steps",
  contenders: {
    GD: { optimizer: sgd({ learningRate: 0.1 }), ends: { "GD, 1000 steps": 1000, "GD, 100,000 steps": 100_000 } },
    Adam: {
      optimizer: adam({ learningRate: 0.01 }),
      ends: { "Adam, 1000 steps": 1000, "Adam, 100,000 steps": 100_000 },
    },
  },
};

const digitSamples = 300;

/** Few digits of 8 × 8 pixels, those that are left held out. */
async function digitNetwork(hidden: number, seed: number): Promise<FullBatch<Network>> {
  const digits = await loadDigits();
  const scaled = { ...digits, inputs: digits.inputs.map((level) => level / 16) };
  const { train: most, test } = split(scaled, { test: 0.5, seed });
  const order = generator(seedFor(seed, "digits of double descent")).permutation(most.targets.length);
  return fullBatch({
    name: `two layers on digits, ${hidden} hidden neurons`,
    model: twoLayerNetwork([64, hidden, 10], "tanh", np.float32),
    fit: oneHotSquares(10),
    train: takeSamples(most, order.subarray(0, digitSamples)),
    test,
    dtype: np.float32,
  });
}

const full = experiment(
  "A two-layer tanh network in float32 on 300 digits of 8 × 8 pixels, half of all held out, squares of one-hot targets: H = 1 to 200 hidden " +
    "neurons, as many parameters as numbers to fit near H = 40. GD at 0.1 and Adam at 0.01, all samples at once, looked at after 1000 and " +
    "100,000 steps. Losses are mean squares; figures are of medians over seeds.",
  fullStudy,
  2,
  digitNetwork,
);

export const twoLayers = claim({
  id: "two-layer-networks",
  says: "The same is seen in two-layer networks: a peak where training gets to the end, none where it does not.",
  source: "abstract: two-layer neural networks",
  quick,
  full,
  reading:
    "All layers are trained, so that what can be interpolated depends on the optimizer too. The second descent is not complete: wide " +
    "networks that fit the noise remain worse than those that are stopped.",
});
