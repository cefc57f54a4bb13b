import { numpy as np, random } from "@jax-js/jax";
import { count, readOptions, z } from "../core/options.ts";
import { generator, seedFor } from "../engine/random.ts";
import { type Network, perceptron, splitKey } from "./networks.ts";
import { precision } from "./precision.ts";
import type { Samples } from "./samples.ts";
import { type Fit, type Model, type Supervised, supervised } from "./supervised.ts";

export const dampedWaveOptions = z.object({
  /** Samples to train on. Default 512. */
  train: count().default(512),
  /** Samples held out. Default 512. */
  test: count().default(512),
  /** Samples a batch. Default 32. */
  batchSize: count().default(32),
  /** Neurons of each hidden layer. Default [16, 16, 16]. */
  hidden: z.array(count()).default([16, 16, 16]),
  /** Seed of the samples. Default 0. */
  seed: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
  /** Precision of parameters and samples. Default float64. */
  dtype: precision().default("float64"),
});

export type DampedWaveOptions = z.input<typeof dampedWaveOptions>;

/**
 * Regression in one dimension: a perceptron 1-16-16-16-1 with exact GELU (593 parameters) on a damped wave, by the mean
 * squared error of random batches. Weights and biases start uniform in ±1/√fan-in. Metrics: trainLoss and testLoss.
 *
 *     y = exp(−10 x²) sin(2x),  x uniform in (−1, 1),  y standardised by the training samples
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source S. Bright-Thonney et al., Sven, 2026, arXiv 2604.01279: the notebook of the official code.
 * @example
 * const { trace } = await minimize(dampedWave(), sven({ rank: 16 }), { steps: 320 });
 */
export function dampedWave(options: DampedWaveOptions = {}): Supervised<Network> {
  const { train, test, batchSize, hidden, seed, dtype } = readOptions("dampedWave", dampedWaveOptions, options);
  const draw = generator(seedFor(seed, "damped wave"));
  const places = (count: number) => Float64Array.from({ length: count }, () => 2 * draw.uniform() - 1);
  return supervised({
    name: "damped wave",
    ...dampedWaveSamples(places(train), places(test)),
    model: waveNetwork(hidden, dtype as np.DType),
    fit: meanSquare,
    batchSize,
    dtype: dtype as np.DType,
  });
}

/** The wave at some places, standardised by mean and sample deviation (n − 1) at those to train on. */
export function dampedWaveSamples(train: Float64Array, test: Float64Array): { train: Samples; test: Samples } {
  const wave = (x: number) => Math.exp(-10 * x * x) * Math.sin(2 * x);
  const values = train.map(wave);
  const mean = values.reduce((sum, y) => sum + y, 0) / values.length;
  const squares = values.reduce((sum, y) => sum + (y - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1)) || 1;
  const samples = (inputs: Float64Array): Samples => ({
    inputs,
    shape: [1],
    targets: inputs.map((x) => (wave(x) - mean) / deviation),
  });
  return { train: samples(train), test: samples(test) };
}

/** A perceptron of one input and one output with exact GELU, and PyTorch's usual start. */
export function waveNetwork(hidden: number[], dtype: np.DType): Model<Network> {
  const sizes = [1, ...hidden, 1];
  const { predict } = perceptron(sizes, "gelu-exact", dtype);
  return {
    initial(key) {
      const keys = splitKey(key, 2 * (sizes.length - 1));
      const uniform = (shape: number[], fanIn: number) =>
        random
          .uniform(keys.shift()!, shape)
          .astype(dtype)
          .mul(2 / Math.sqrt(fanIn))
          .sub(1 / Math.sqrt(fanIn));
      const layers = sizes.slice(1).map((outputs, i) => ({
        weight: uniform([sizes[i]!, outputs], sizes[i]!),
        bias: uniform([outputs], sizes[i]!),
      }));
      return { layers };
    },
    predict: (params, inputs) => predict(params, inputs).reshape([-1]),
  };
}

/** The mean square of predictions less targets; residuals √2 times these, half of whose square is a sample's loss. */
export const meanSquare: Fit = {
  smoothness: 2,
  loss: (predictions, targets) => np.square(predictions.sub(targets)).mean(),
  residuals: (predictions, targets) => predictions.sub(targets).mul(Math.SQRT2),
};
