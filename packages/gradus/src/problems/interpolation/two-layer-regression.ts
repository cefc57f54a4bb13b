import type { numpy as np } from "@jax-js/jax";
import { count, nonnegative, readOptions, z } from "../../core/options.ts";
import { generator, seedFor } from "../../engine/random.ts";
import * as tree from "../../engine/tree.ts";
import { type Activation, activationNames, type Network, perceptron } from "../networks.ts";
import { precision } from "../precision.ts";
import { recipe } from "../recipe.ts";
import type { FullBatch, Model, Supervised } from "../supervised.ts";
import { valueSquares } from "./half-squares.ts";
import { noisySampleSizes, noisySamples, seedOption } from "./noisy-samples.ts";

/**
 * f(x) = vᵀ φ(Wᵀ x + b) + c with W ~ N(0, 1/d), v ~ N(0, 1/H), biases 0: H (d + K + 1) + K parameters.
 *
 * @param sizes d inputs, H hidden neurons, and K outputs, of which one makes a value a sample.
 */
export function twoLayerNetwork(
  sizes: [inputs: number, hidden: number, outputs: number],
  activation: Activation,
  dtype: np.DType,
): Model<Network> {
  const { initial, predict } = perceptron(sizes, activation, dtype);
  return {
    // Weights of variance 1/fan-in, half of what a perceptron has.
    initial: (key) => tree.scale(initial(key), Math.SQRT1_2),
    predict: (params, rows) => (sizes[2] === 1 ? predict(params, rows).reshape([-1]) : predict(params, rows)),
  };
}

export const twoLayerRegressionOptions = z.object({
  /** H: hidden neurons. Default 7: about as many parameters as samples, the threshold. */
  hidden: count().default(7),
  ...noisySampleSizes,
  /** d: inputs. Default 4. */
  inputs: count().default(4),
  /** Deviation of normal noise on the targets to train on. Default 0.5. */
  noise: nonnegative().default(0.5),
  /** φ. Default "tanh". */
  activation: z.enum(activationNames, `must be one of ${activationNames.join(", ")}`).default("tanh"),
  /** Samples a batch; left out, the objective is that of all samples. */
  batchSize: count().optional(),
  /** Precision of parameters and samples. Default float32. */
  dtype: precision().default("float32"),
  /** Of the data; the weights to start from are the run's. Default 0. */
  seed: seedOption(),
});

export type TwoLayerRegressionOptions = z.input<typeof twoLayerRegressionOptions>;

/**
 * A two-layer network on few noisy samples of a wave, for double descent over H: ½ mean (f(x) − y)², y = sin(1.5 x · a/√d) + noise,
 * x, a ~ N(0, I), all layers trained. The interpolation threshold is near H (d + 2) + 1 = N. Data of one seed are the same for all H.
 *
 * Metrics: trainMeanSquare, twice the objective, testMeanSquare on held-out samples without noise, and the losses.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source C. Y. Liu, J. Flanigan, 2023, arXiv 2312.03951: two-layer networks. Reconstructed: data, sizes and start.
 * @example
 * const { answer } = await minimize(twoLayerRegression({ hidden: 20 }), adam({ learningRate: 0.01 }), { steps: 1000 });
 */
export function twoLayerRegression(options: TwoLayerRegressionOptions & { batchSize: number }): Supervised<Network>;
export function twoLayerRegression(options?: TwoLayerRegressionOptions): FullBatch<Network>;
export function twoLayerRegression(options: TwoLayerRegressionOptions = {}): Supervised<Network> | FullBatch<Network> {
  const { hidden, activation, batchSize, seed, ...rest } = readOptions(
    "twoLayerRegression",
    twoLayerRegressionOptions,
    options,
  );
  const draw = generator(seedFor(seed, "two-layer regression"));
  const a = draw.normals(rest.inputs).map((value) => value / Math.sqrt(rest.inputs));
  const data = noisySamples(draw, rest, a, (t) => Math.sin(1.5 * t));
  const dtype = rest.dtype as np.DType;
  const name = `${rest.samples} samples with ${hidden} hidden neurons`;
  return recipe(
    "a two-layer network",
    { name, ...data },
    {
      model: twoLayerNetwork([rest.inputs, hidden, 1], activation, dtype),
      fit: valueSquares,
      dtype: rest.dtype,
      batchSize,
    },
  );
}
