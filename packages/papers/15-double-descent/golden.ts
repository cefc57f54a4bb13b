import { numpy as np, tree } from "@jax-js/jax";
import {
  adam,
  conditioning,
  disposeState,
  featureMap,
  featureRegression,
  fullBatch,
  gradientDescentFilter,
  linearAlgebra,
  minimumNorm,
  type Network,
  type Optimizer,
  ridge,
  type Samples,
  sgd,
  standardize,
  type Tree,
  twoLayerNetwork,
  valueSquares,
} from "gradus";
import type { GoldenCase } from "../src/golden/runner.ts";

type Inputs = GoldenCase["inputs"];
type Matrix = linearAlgebra.Matrix;

export function actual({ kind, inputs }: GoldenCase) {
  switch (kind) {
    case "randomFeatures":
      return features(inputs);
    case "train":
      return trained(inputs);
    case "spectralFilter":
      return filter(inputs);
    case "twoLayer":
      return twoLayer(inputs);
    default:
      throw new RangeError(`unknown kind '${kind}'`);
  }
}

const samplesOf = (Z: Matrix, y: number[]): Samples => ({
  inputs: Z.data,
  shape: [Z.columns],
  targets: Float64Array.from(y),
});
const rowsOf = (Z: Matrix) => linearAlgebra.toRows(Z).map((row) => [...row]);
const meanSquareOf = async (Z: Matrix, y: number[], weights: Float64Array<ArrayBuffer>) => {
  const problem = featureRegression({ train: samplesOf(Z, y) });
  const w = np.array(weights, { dtype: np.float64 });
  const { trainMeanSquare } = await problem.metrics(w);
  w.dispose();
  return trainMeanSquare;
};

async function features({ X, W0, y, activation, ridge: a, normalise = false, featureScale = 1 }: Inputs) {
  const mapped = featureMap(linearAlgebra.fromRows(X), linearAlgebra.fromRows(W0), activation);
  const [scaled] = normalise ? standardize(samplesOf(mapped, y)) : [samplesOf(mapped, y)];
  const Z = { ...mapped, data: scaled!.inputs.map((value) => featureScale * value) };
  const { singularValues, conditionNumber } = conditioning(Z);
  const targets = Float64Array.from(y as number[]);
  const weights = minimumNorm(Z, targets);
  return {
    Z: rowsOf(Z),
    singularValues,
    conditionNumber,
    minimumNorm: weights,
    minimumNormTrainLoss: await meanSquareOf(Z, y, weights),
    ridge: ridge(Z, targets, a),
  };
}

function optimizerOf({ optimizer, beta }: Inputs, learningRate: number): Optimizer {
  switch (optimizer) {
    case "gd":
      return sgd({ learningRate });
    case "momentum":
      return sgd({ learningRate, momentum: beta });
    case "adam":
      return adam({ learningRate });
    default:
      throw new RangeError(`unknown optimizer '${optimizer}'`);
  }
}

async function trained(inputs: Inputs) {
  const Z = linearAlgebra.fromRows(inputs.Z as number[][]);
  const data = { train: samplesOf(Z, inputs.y) };
  const learningRate = inputs.relativeToSmoothness
    ? inputs.learningRate / conditioning(Z).smoothness
    : inputs.learningRate;
  const whole = featureRegression(data, { start: inputs.w0 });
  const { batches }: { batches?: number[][] } = inputs;
  const rows = (chosen: number[]) => ({
    inputs: np.array(
      chosen.map((i) => inputs.Z[i]),
      { dtype: np.float64 },
    ),
    targets: np.array(
      chosen.map((i) => inputs.y[i]),
      { dtype: np.float64 },
    ),
  });
  const problem = batches
    ? {
        ...featureRegression(data, { start: inputs.w0, batchSize: 1 }),
        // The last step's objective is that of one batch more.
        batches: () => (index: number) => rows(batches[Math.min(index, batches.length - 1)]!),
      }
    : whole;
  const points = await pointsOf(optimizerOf(inputs, learningRate), problem as typeof whole, inputs.steps);
  const w: number[][] = [];
  const trainLoss: (number | undefined)[] = [];
  for (const point of points) {
    w.push([...point.ref.dataSync()]);
    trainLoss.push((await whole.metrics(point))["trainMeanSquare"]);
    point.dispose();
  }
  return { w, trainLoss, learningRate };
}

/** Where an optimizer is at the start and after each step. */
async function pointsOf<P extends Tree>(
  optimizer: Optimizer,
  problem: { initial(key: np.Array): P; loss(params: P, batch: undefined): np.Array },
  steps: number,
): Promise<P[]> {
  const iteration = optimizer(problem);
  let state = await iteration.init(0);
  const points = [iteration.answer(state)];
  for (let step = 0; step < steps; step++) {
    state = await iteration.step(state);
    points.push(iteration.answer(state));
  }
  disposeState(state);
  iteration.dispose?.();
  return points;
}

function filter({ Z, y, w0, learningRate, steps }: Inputs) {
  const start = Float64Array.from(w0 as number[]);
  const descent = gradientDescentFilter(linearAlgebra.fromRows(Z), Float64Array.from(y as number[]), {
    start,
    learningRate,
  });
  const ends = steps.map(descent) as ReturnType<typeof descent>[];
  return {
    w: ends.map(({ weights }) => weights),
    trainLoss: ends.map(({ trainMeanSquare }) => trainMeanSquare),
    effectiveRank: ends.map(({ effectiveRank }) => effectiveRank),
  };
}

async function twoLayer({ X, y, W, b, v, c, activation, learningRate, steps }: Inputs) {
  const array = (values: number | number[] | number[][]) => np.array(values, { dtype: np.float64 });
  const start: Network = {
    layers: [
      { weight: array(W), bias: array(b) },
      { weight: array(v).reshape([-1, 1]), bias: array([c]) },
    ],
  };
  const { predict } = twoLayerNetwork([X[0].length, b.length, 1], activation, np.float64);
  const problem = fullBatch({
    name: "two layers",
    model: {
      initial(key) {
        key.dispose();
        return start;
      },
      predict,
    },
    fit: valueSquares,
    train: samplesOf(linearAlgebra.fromRows(X), y),
    dtype: np.float64,
  });
  const points = await pointsOf(sgd({ learningRate }), problem, steps);
  const trainLoss: (number | undefined)[] = [];
  for (const point of points.slice(0, steps)) trainLoss.push((await problem.metrics(point))["trainMeanSquare"]);
  const read = points.map(({ layers: [first, second] }) => ({
    W: first!.weight.ref.js(),
    b: first!.bias.ref.js(),
    v: second!.weight.ref.ravel().js(),
    c: second!.bias.ref.ravel().js()[0],
  }));
  for (const point of points) tree.dispose(point);
  return {
    W: read.map(({ W }) => W),
    b: read.map(({ b }) => b),
    v: read.map(({ v }) => v),
    c: read.map(({ c }) => c),
    trainLoss,
  };
}
