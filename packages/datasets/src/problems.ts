import {
  characterModel,
  cnnClassifier,
  constrainedLogistic,
  crossEntropy,
  linearRegression,
  logisticRegression,
  manyHeaded,
  mlpClassifier,
  type ProblemEntry,
  reluProblem,
  type SplitMachineOptions,
  softmaxRegression,
  splitMachine,
  splitMachineOptions,
  squaredError,
  type WeightedSvm,
  withBias,
} from "gradus";
import {
  loadBreastCancer,
  loadCharacters,
  loadDiabetes,
  loadDigits,
  loadIris,
  loadMnist,
  loadWine,
} from "./bundled.ts";
import { type ImageData, type Parts, split, standardize, type TabularData, takeSamples } from "./samples.ts";

/** A fifth held out (of each class), features standardised by the rest; always the same split. */
const parts = async (load: () => Promise<TabularData>) => standardize(split(await load()));

/** Digits as they are read by eye: one scale for all pixels, which keeps those that are always 0 at 0. */
async function scaledDigits(): Promise<Parts<TabularData>> {
  const digits = await loadDigits();
  return split({ ...digits, inputs: digits.inputs.map((level) => level / 16) });
}

/** Where the ink of each image is centred from left to right, in columns. */
function inkCentres({ inputs, shape }: TabularData): Float64Array {
  const pixels = shape.reduce((product, n) => product * n, 1);
  const side = Math.sqrt(pixels);
  return Float64Array.from({ length: inputs.length / pixels }, (_, row) => {
    const image = inputs.subarray(row * pixels, (row + 1) * pixels);
    const ink = image.reduce((sum, level) => sum + level, 0);
    return image.reduce((sum, level, i) => sum + level * (i % side), 0) / ink;
  });
}

/**
 * Two tasks on the same digits: which digit it is, and where its ink is centred from left to right (in columns, less the
 * mean of the samples to train on). A network 64-32 (tanh) with a head for each; all samples at once.
 */
async function digitsTwoTasks() {
  const { train, test } = await scaledDigits();
  const centres = { train: inkCentres(train), test: inkCentres(test) };
  const mean = centres.train.reduce((sum, x) => sum + x, 0) / centres.train.length;
  const less = (values: Float64Array) => values.map((x) => x - mean);
  return manyHeaded({
    name: "two tasks on digits",
    train,
    test,
    hidden: 32,
    dtype: "float32",
    tasks: [
      { name: "digit", outputs: 10, fit: crossEntropy(10), train: train.targets, test: test.targets },
      { name: "centre", outputs: 1, fit: squaredError, train: less(centres.train), test: less(centres.test) },
    ],
  });
}

/** Twos (−1) and eights (+1) among the digits, for a two-layer ReLU network with half squared errors, β = 1. */
async function twoOrEight() {
  const { train, test } = await scaledDigits();
  const chosen = ({ inputs, targets }: TabularData) => {
    const rows = [...targets.keys()].filter((k) => targets[k] === 2 || targets[k] === 8);
    const data = Float64Array.from(rows.flatMap((k) => [...inputs.subarray(k * 64, (k + 1) * 64)]));
    return {
      X: withBias({ rows: rows.length, columns: 64, data }),
      y: rows.map((k) => (targets[k] === 8 ? 1 : -1)),
    };
  };
  return reluProblem({ name: "digits, 2 or 8", ...chosen(train), test: chosen(test), beta: 1, loss: "half-squared" });
}

/** Diabetes with its target standardised too: a loss of ½ is that of guessing the mean. */
async function scaledDiabetes(): Promise<Parts<TabularData>> {
  const { train, test } = await parts(loadDiabetes);
  const mean = train.targets.reduce((sum, y) => sum + y, 0) / train.targets.length;
  const variance = train.targets.reduce((sum, y) => sum + (y - mean) ** 2, 0) / train.targets.length;
  const scaled = (part: TabularData) => ({
    ...part,
    targets: part.targets.map((y) => (y - mean) / Math.sqrt(variance)),
  });
  return { train: scaled(train), test: scaled(test) };
}

/** The samples of two of the classes, labelled 0 and 1. */
function twoOf<D extends TabularData | ImageData>(data: D, first: number, second: number): D {
  const rows = [...data.targets.keys()].filter((row) => data.targets[row] === first || data.targets[row] === second);
  const chosen = takeSamples(data, rows);
  return { ...chosen, targets: chosen.targets.map((digit) => Number(digit === second)) };
}

/** 569 tumours in three parts, in the shares of the paper's diabetes data; each of 370 to train on has a weight. */
export async function breastCancerMachine(options: Partial<SplitMachineOptions> = {}): Promise<WeightedSvm> {
  return splitMachine(await loadBreastCancer(), { train: 370, validation: 111, ...options });
}

/** Fours and nines of 8 × 8 pixels, 120 to train on of which 40 % have the other's label, and 80 clean ones to validate with. */
export async function digitCleaning(options: Partial<SplitMachineOptions> = {}): Promise<WeightedSvm> {
  const data = { ...twoOf(await loadDigits(), 4, 9), name: "fours and nines" };
  return splitMachine(data, { train: 120, validation: 80, corruption: 0.4, ...options });
}

/** The same with 28 × 28 pixels: 500 to train on and 150 to validate with, as the paper has of such digits. */
export async function mnistCleaning(options: Partial<SplitMachineOptions> = {}): Promise<WeightedSvm> {
  const { train } = await loadMnist();
  const data = { ...twoOf(train, 4, 9), name: "fours and nines of MNIST" };
  return splitMachine(data, { train: 500, validation: 150, corruption: 0.4, ...options });
}

const onAll = ["initial", "loss", "metrics", "predict", "residuals"];
const onBatches = [...onAll, "batches"];
const machine = ["initial", "bilevel", "metrics"];

/** Problems on the data of this package, by their names in commands, tables and charts. All measure on held-out samples. */
export const datasetProblems: Readonly<Record<string, ProblemEntry>> = {
  "mnist-mlp": {
    create: async (options) => mlpClassifier({ name: "MNIST", ...(await loadMnist()) }, { hidden: [128], ...options }),
    summary: "a perceptron 784-128-10 on 8000 handwritten digits",
    kind: "classification",
    capabilities: onBatches,
  },
  "mnist-cnn": {
    create: async (options) => cnnClassifier({ name: "MNIST", ...(await loadMnist()) }, options),
    summary: "a small convolutional network on 8000 handwritten digits",
    kind: "classification",
    capabilities: onBatches,
  },
  "digits-mlp": {
    create: async (options) => mlpClassifier(await scaledDigits(), options),
    summary: "a perceptron 64-64-10 on 1438 digits of 8 × 8 pixels",
    kind: "classification",
    capabilities: onBatches,
  },
  "digits-softmax": {
    create: async (options) => softmaxRegression(await scaledDigits(), options),
    summary: "softmax regression on 1438 digits of 8 × 8 pixels, all at once",
    kind: "classification",
    capabilities: onAll,
  },
  "digits-two-tasks": {
    create: digitsTwoTasks,
    summary: "a network 64-32 that tells a digit and where its ink is centred, on 1438 digits, all at once",
    kind: "multi-task",
    capabilities: ["initial", "loss", "taskLosses", "isShared", "metrics", "predict"],
  },
  "digits-two-or-eight": {
    create: twoOrEight,
    summary: "a two-layer ReLU network that tells twos from eights, all at once",
    kind: "classification",
    capabilities: ["initial", "loss", "metrics", "reluTraining"],
  },
  "breast-cancer-logistic": {
    create: async (options) => logisticRegression(await parts(loadBreastCancer), { penalty: 1e-3, ...options }),
    summary: "logistic regression of 455 tumours, ridge 1e-3, all at once",
    kind: "classification",
    capabilities: ["initial", "loss", "metrics", "predict", "minimum"],
  },
  "breast-cancer-constrained": {
    async create(options) {
      const { train } = await parts(loadBreastCancer);
      return constrainedLogistic({ ...train, name: "breast cancer" }, options);
    },
    summary: "logistic regression of 455 tumours on a sphere, with ten random linear constraints",
    kind: "constrained",
    capabilities: ["initial", "loss", "constraints", "initialMultipliers", "metrics"],
  },
  "diabetes-linear": {
    create: async (options) => linearRegression(await scaledDiabetes(), options),
    summary: "least squares on 354 patients, all at once",
    kind: "regression",
    capabilities: [...onAll, "minimum"],
  },
  "wine-softmax": {
    create: async (options) => softmaxRegression(await parts(loadWine), { penalty: 1e-3, ...options }),
    summary: "softmax regression of 143 wines, ridge 1e-3, all at once",
    kind: "classification",
    capabilities: ["initial", "loss", "metrics", "predict"],
  },
  "iris-softmax": {
    create: async (options) => softmaxRegression(await parts(loadIris), { penalty: 1e-3, ...options }),
    summary: "softmax regression of 120 irises, ridge 1e-3, all at once",
    kind: "classification",
    capabilities: ["initial", "loss", "metrics", "predict"],
  },
  "breast-cancer-svm": {
    create: breastCancerMachine,
    options: splitMachineOptions.partial(),
    summary: "weights for 370 tumours, for a support vector machine that is validated on others",
    kind: "bilevel",
    capabilities: machine,
  },
  "digits-cleaning": {
    create: digitCleaning,
    options: splitMachineOptions.partial(),
    summary: "weights for 120 fours and nines of which 40 % have the wrong label",
    kind: "bilevel",
    capabilities: machine,
  },
  characters: {
    async create(options) {
      const { ids, vocabulary, name } = await loadCharacters();
      const border = Math.floor(ids.length * 0.9);
      const data = { train: ids.subarray(0, border), test: ids.subarray(border), vocabulary: vocabulary.length, name };
      return characterModel(data, options);
    },
    summary: "the next character of Moby-Dick from the sixteen before it",
    kind: "language",
    capabilities: ["initial", "loss", "metrics", "predict", "batches"],
  },
};
