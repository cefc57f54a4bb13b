import type { numpy as np } from "@jax-js/jax";
import { OptionError } from "../core/errors.ts";
import { count, nonnegative, readOptions, z } from "../core/options.ts";
import { activationNames, convolutional, type Network, perceptron } from "./networks.ts";
import { precision } from "./precision.ts";
import { classCount, type LabelledParts, recipe } from "./recipe.ts";
import { crossEntropy, type Supervised } from "./supervised.ts";

const training = {
  /** Samples a batch. Default 64. */
  batchSize: count().default(64),
  /** L2 penalty λ in ½ λ ‖θ‖². Default 0. */
  penalty: nonnegative().default(0),
  /** Precision of parameters and samples. Default float32. */
  dtype: precision().default("float32"),
};

export const mlpOptions = z.object({
  /** Neurons of each hidden layer. Default [64]. */
  hidden: z.array(count()).default([64]),
  /** What stands between layers. Default relu. */
  activation: z.enum(activationNames, `must be one of ${activationNames.join(", ")}`).default("relu"),
  ...training,
});

export type MlpOptions = z.input<typeof mlpOptions>;

/**
 * A multi-layer perceptron that classifies: mean cross-entropy on random batches. He-normal weights, zero biases.
 * Metrics: losses and accuracies.
 *
 * @throws {OptionError} if targets are not class indices 0, 1, 2, …
 * @example
 * const problem = mlpClassifier(shiftedTemplates(0), { hidden: [64], batchSize: 64 });
 */
export function mlpClassifier(data: LabelledParts, options: MlpOptions = {}): Supervised<Network> {
  const { hidden, activation, ...others } = readOptions("mlpClassifier", mlpOptions, options);
  const classes = classCount("mlpClassifier", data);
  const width = data.train.shape.reduce((product, n) => product * n, 1);
  return recipe("perceptron", data, {
    model: perceptron([width, ...hidden, classes], activation, others.dtype as np.DType),
    fit: crossEntropy(classes),
    ...others,
  }) as Supervised<Network>;
}

const cnnOptions = z.object({
  /** Channels of the two convolutions. Default [8, 16]. */
  channels: z.tuple([count(), count()], "must be two whole numbers ≥ 1").default([8, 16]),
  ...training,
});

export type CnnOptions = z.input<typeof cnnOptions>;

/**
 * A small convolutional network (`convolutional`) that classifies square images of shape [channels, side, side]: mean
 * cross-entropy on random batches. Metrics: losses and accuracies.
 *
 * @throws {OptionError} if the samples are not square images, or targets are not class indices.
 * @example
 * const problem = cnnClassifier(await loadMnist(), { batchSize: 64 });
 */
export function cnnClassifier(data: LabelledParts, options: CnnOptions = {}): Supervised<Network> {
  const { channels, ...others } = readOptions("cnnClassifier", cnnOptions, options);
  const { shape } = data.train;
  const [inputs = 0, side = 0, width = 0] = shape;
  if (shape.length !== 3 || side !== width || side < 4) {
    throw new OptionError(
      `cnnClassifier: samples must be images of shape [channels, side, side] with side ≥ 4, got [${shape.join(", ")}]`,
    );
  }
  const classes = classCount("cnnClassifier", data);
  return recipe("convolutional network", data, {
    model: convolutional({ side, inputs, channels, classes, dtype: others.dtype as np.DType }),
    fit: crossEntropy(classes),
    ...others,
  }) as Supervised<Network>;
}
