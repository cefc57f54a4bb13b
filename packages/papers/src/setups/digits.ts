import { type ImageData, loadMnist, type Parts, takeSamples } from "@gradus/datasets";
import {
  type Activation,
  cnnClassifier,
  generator,
  type Layer,
  mlpClassifier,
  type Network,
  type Supervised,
  seedFor,
  softmaxRegression,
} from "gradus";

/** The mean and deviation of MNIST's grey levels. */
const [mean, deviation] = [0.1307, 0.3081];

let loaded: Promise<Parts<ImageData>> | undefined;

/** The bundled digits, shifted and scaled as is usual; read once. */
function digits(): Promise<Parts<ImageData>> {
  const scaled = (part: ImageData): ImageData => ({
    ...part,
    inputs: part.inputs.map((level) => (level - mean) / deviation),
  });
  loaded ??= loadMnist().then(({ train, test }) => ({ train: scaled(train), test: scaled(test) }));
  return loaded;
}

const drawn = 3000;
const batchSize = 64;
const epochs = 5;

/** How the small perceptron on digits is trained: 5 epochs of 46 batches. */
export const smallDigitTraining = { steps: epochs * Math.floor(drawn / batchSize), every: 5 };

/** The set-up, for people. */
export const smallDigitSetup =
  "handwritten digits (MNIST: 3000 of 8000 to train on, drawn anew for each seed, and 2000 held out), a perceptron " +
  "784-32-10 in float32, batches of 64, 5 epochs";

/** A small perceptron on a draw of the digits. */
export async function smallDigitNetwork(seed: number): Promise<Supervised<Network>> {
  const { train, test } = await digits();
  const rows = generator(seedFor(seed, "digits")).permutation(train.targets.length).subarray(0, drawn);
  return mlpClassifier({ name: "MNIST", train: takeSamples(train, rows), test }, { hidden: [32], batchSize });
}

/** How networks on all digits are trained: 125 batches an epoch. */
export const digitTraining = (epochs: number) => ({ steps: 125 * epochs, every: 5 });

/** The set-up, for people. */
export const convolutionalSetup =
  "all bundled handwritten digits (MNIST: 8000 to train on, 2000 held out), a convolutional network with 4 and 8 " +
  "channels in float32, batches of 64";

/** A small convolutional network on the digits. */
export const convolutionalNetwork = async (): Promise<Supervised<Network>> =>
  cnnClassifier({ name: "MNIST", ...(await digits()) }, { channels: [4, 8], batchSize });

/** A perceptron 784-64-10 on the digits, with any activation; a batch of 8000 holds all of them. */
export const digitNetwork = async (activation: Activation, rows = batchSize): Promise<Supervised<Network>> =>
  mlpClassifier({ name: "MNIST", ...(await digits()) }, { hidden: [64], activation, batchSize: rows });

/** A single layer 784-10 with softmax on the digits. */
export const digitLayer = async (batchSize: number): Promise<Supervised<Layer>> =>
  softmaxRegression({ name: "MNIST", ...(await digits()) }, { batchSize, dtype: "float32" });
