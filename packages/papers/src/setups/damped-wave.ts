import { numpy as np } from "@jax-js/jax";
import {
  dampedWaveSamples,
  type FullBatch,
  fullBatch,
  type Model,
  meanSquare,
  type Network,
  type Supervised,
  supervised,
  waveNetwork,
} from "gradus";
import { mulberry } from "./mulberry.ts";

/** Neurons from input to output: 593 parameters. */
const sizes = [1, 16, 16, 16, 1];

export type WaveSize = { train: number; test: number; batchSize: number };

/** The network on the damped wave; data, start and order of the batches all come from one generator. */
export type WaveProblem = Supervised<Network> & {
  stepsPerEpoch: number;
  /** The same on all samples at once. */
  whole: FullBatch<Network>;
};

/**
 * A perceptron 1-16-16-16-1 on the damped wave in float64, drawn with mulberry32 in this order: places to train on,
 * places held out, weights (a row an output) and biases layer by layer, then the order of each epoch. The last batch of
 * an epoch holds what is left.
 */
export function waveProblem(seed: number, { train, test, batchSize }: WaveSize): WaveProblem {
  const random = mulberry(seed);
  const samples = dampedWaveSamples(random.uniforms(train, -1, 1), random.uniforms(test, -1, 1));
  const { inputs, targets } = samples.train;
  const start = sizes.slice(1).map((outputs, i) => {
    const fanIn = sizes[i]!;
    const uniform = (count: number) => random.uniforms(count, -1 / Math.sqrt(fanIn), 1 / Math.sqrt(fanIn));
    return { weight: uniform(outputs * fanIn), bias: uniform(outputs), shape: [outputs, fanIn] };
  });
  const orders: Int32Array[] = [];
  const orderOf = (epoch: number): Int32Array => {
    while (orders.length <= epoch) orders.push(random.permutation(train));
    return orders[epoch]!;
  };
  const stepsPerEpoch = Math.ceil(train / batchSize);

  const model: Model<Network> = {
    ...waveNetwork(sizes.slice(1, -1), np.float64),
    initial(key) {
      key.dispose();
      const layers = start.map(({ weight, bias, shape }) => ({
        weight: np.transpose(np.array(weight, { shape, dtype: np.float64 })),
        bias: np.array(bias, { dtype: np.float64 }),
      }));
      return { layers };
    },
  };
  const parts = { name: "damped wave", ...samples, model, fit: meanSquare, dtype: np.float64 };

  return {
    ...supervised({ ...parts, batchSize }),
    whole: fullBatch(parts),
    stepsPerEpoch,
    batches: () => (index) => {
      const from = (index % stepsPerEpoch) * batchSize;
      const rows = orderOf(Math.floor(index / stepsPerEpoch)).subarray(from, from + batchSize);
      const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
      return {
        inputs: np.array(pick(inputs), { shape: [rows.length, 1], dtype: np.float64 }),
        targets: np.array(pick(targets), { dtype: np.float64 }),
      };
    },
  };
}

const quick = { train: 512, test: 512, batchSize: 32 };
const quickEpochs = 20;

/** How the small set-up is trained: 20 epochs of 16 batches. */
export const quickWave = {
  size: quick,
  steps: quickEpochs * Math.ceil(quick.train / quick.batchSize),
  setup:
    "a damped wave in one dimension (512 places to train on, 512 held out, all drawn anew for each seed), a perceptron " +
    "1-16-16-16-1 with GELU (593 parameters) in float64, batches of 32, 20 epochs; figures are mean squared errors on " +
    "the places held out",
};

const full = { train: 10_000, test: 2000, batchSize: 128 };

/** How the large set-up is trained: epochs of 79 batches, the last of them of 16. */
export const fullWave = {
  size: full,
  stepsPerEpoch: Math.ceil(full.train / full.batchSize),
  setup:
    "a damped wave in one dimension (10,000 places to train on, 2000 held out), a perceptron 1-16-16-16-1 with GELU " +
    "(593 parameters) in float64, batches of 128; figures are mean squared errors on the places held out",
};
