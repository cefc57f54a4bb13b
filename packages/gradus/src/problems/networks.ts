import { lax, nn, numpy as np, random } from "@jax-js/jax";
import type { Model } from "./supervised.ts";

/** A layer's weights and biases. */
export type Layer = { weight: np.Array; bias: np.Array };

/** A network's layers, from input to output. */
export type Network = { layers: Layer[] };

/** α (eˣ − 1) for x < 0, x beyond. The engine's own has gradient NaN where eˣ overflows. */
const elu = (x: np.Array, alpha = 1) => np.where(x.ref.greater(0), x.ref, np.exp(np.minimum(x, 0)).sub(1).mul(alpha));

const activations = {
  relu: nn.relu,
  "leaky-relu": (x: np.Array) => nn.leakyRelu(x, 0.01),
  "leaky-relu-0.2": (x: np.Array) => nn.leakyRelu(x, 0.2),
  elu: (x: np.Array) => elu(x),
  // Klambauer et al. 2017, arXiv 1706.02515.
  selu: (x: np.Array) => elu(x, 1.6732632423543772).mul(1.0507009873554805),
  gelu: (x: np.Array) => nn.gelu(x),
  // x Φ(x), of which the one before is an approximation by tanh.
  "gelu-exact": (x: np.Array) => nn.gelu(x, { approximate: false }),
  tanh: np.tanh,
} as const;

export type Activation = keyof typeof activations;

export const activationNames = Object.keys(activations) as [Activation, ...Activation[]];

/** How a perceptron's weights begin: normal with variance 2/fan-in, or uniform in ±√(6/(fan-in + fan-out)). */
export type FirstWeights = "he" | "xavier";

/** Zero biases and normal weights of variance 2/fan-in. */
function layer(key: np.Array, shape: number[], fanIn: number, outputs: number, dtype: np.DType): Layer {
  const weight = random.normal(key, shape).mul(Math.sqrt(2 / fanIn));
  return { weight: weight.astype(dtype), bias: np.zeros([outputs], { dtype }) };
}

/** Zero biases and uniform weights of variance 2/(fan-in + fan-out). */
function xavierLayer(key: np.Array, inputs: number, outputs: number, dtype: np.DType): Layer {
  const reach = Math.sqrt(6 / (inputs + outputs));
  const weight = random.uniform(key, [inputs, outputs], { minval: -reach, maxval: reach });
  return { weight: weight.astype(dtype), bias: np.zeros([outputs], { dtype }) };
}

export const splitKey = (key: np.Array, count: number): np.Array[] => [
  ...(random.split(key, count) as unknown as Iterable<np.Array>),
];

/**
 * A multi-layer perceptron: dense layers with an activation between them, none after the last.
 *
 * @param sizes neurons from input to output: [784, 128, 10].
 * @source weights: K. He et al., Delving Deep into Rectifiers, 2015, arXiv 1502.01852, eq. (10); X. Glorot, Y. Bengio,
 * Understanding the Difficulty of Training Deep Feedforward Neural Networks, 2010, eq. (16).
 */
export function perceptron(
  sizes: number[],
  activation: Activation = "relu",
  dtype: np.DType = np.float32,
  weights: FirstWeights = "he",
): Model<Network> {
  const activate = activations[activation];
  const make = (key: np.Array, inputs: number, outputs: number) =>
    weights === "he" ? layer(key, [inputs, outputs], inputs, outputs, dtype) : xavierLayer(key, inputs, outputs, dtype);
  return {
    initial(key) {
      const keys = splitKey(key, sizes.length - 1);
      return { layers: keys.map((own, i) => make(own, sizes[i]!, sizes[i + 1]!)) };
    },
    predict({ layers }, inputs) {
      const rows = inputs.shape[0]!;
      return layers.reduce(
        (x, { weight, bias }, i) => {
          const y = np.dot(x, weight).add(bias);
          return i < layers.length - 1 ? activate(y) : y;
        },
        inputs.reshape([rows, sizes[0]!]),
      );
    },
  };
}

/**
 * A small convolutional classifier for square images: twice a 3 × 3 convolution, ReLU and 2 × 2 maximum, then one dense
 * layer. Inputs [rows, channels, side, side].
 *
 * @param channels channels of the two convolutions. Default [8, 16].
 */
export function convolutional({
  side,
  inputs: inputChannels = 1,
  channels = [8, 16],
  classes,
  dtype = np.float32,
}: {
  side: number;
  inputs?: number;
  channels?: [number, number];
  classes: number;
  dtype?: np.DType;
}): Model<Network> {
  const reduced = side >> 2;
  const features = channels[1] * reduced * reduced;
  return {
    initial(key) {
      const [first, second, dense] = splitKey(key, 3) as [np.Array, np.Array, np.Array];
      const convolution = (own: np.Array, from: number, to: number) =>
        layer(own, [to, from, 3, 3], from * 9, to, dtype);
      return {
        layers: [
          convolution(first, inputChannels, channels[0]),
          convolution(second, channels[0], channels[1]),
          layer(dense, [features, classes], features, classes, dtype),
        ],
      };
    },
    predict({ layers }, inputs) {
      const rows = inputs.shape[0]!;
      const [first, second, dense] = layers as [Layer, Layer, Layer];
      const images = inputs.reshape([rows, inputChannels, side, side]);
      const pooled = [first, second].reduce(convolveAndPool, images);
      return np.dot(pooled.reshape([rows, features]), dense.weight).add(dense.bias);
    },
  };
}

function convolveAndPool(images: np.Array, { weight, bias }: Layer): np.Array {
  const channels = bias.shape[0]!;
  const convolved = lax.convGeneralDilated(images, weight, [1, 1], "SAME").add(bias.reshape([channels, 1, 1]));
  const [rows, , height, width] = convolved.shape as [number, number, number, number];
  const [h, w] = [height >> 1, width >> 1];
  const even = convolved.slice([], [], [0, 2 * h], [0, 2 * w]);
  return nn.relu(even.reshape([rows, channels, h, 2, w, 2]).max([3, 5]));
}

/** One dense layer with no activation: scores or values that are linear in the inputs. Starts at zero. */
export function linear(inputs: number, outputs: number, dtype: np.DType = np.float64): Model<Layer> {
  return {
    initial(key) {
      key.dispose();
      return { weight: np.zeros([inputs, outputs], { dtype }), bias: np.zeros([outputs], { dtype }) };
    },
    predict({ weight, bias }, rows) {
      const scores = np.dot(rows, weight).add(bias);
      return outputs === 1 ? scores.reshape([scores.shape[0]!]) : scores;
    },
  };
}
