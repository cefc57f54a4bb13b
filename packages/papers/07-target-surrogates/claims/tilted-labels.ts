import { numpy as np } from "@jax-js/jax";
import {
  type FullBatch,
  fullBatch,
  geometric,
  linearAlgebra,
  logisticLoss,
  type Model,
  type Samples,
  type Supervised,
  supervised,
} from "gradus";
import { mulberry } from "../../src/setups/mulberry.ts";

const [samples, dimension, batchSize] = [500, 20, 100];

/** Epochs of 5 batches, and their steps. */
export const epochs = 20;
export const steps = (epochs * samples) / batchSize;

export const tiltedSetup =
  `labels of ${samples} samples in ${dimension} dimensions, ill-conditioned (scales from 1 to 1/30, weights that grow the ` +
  "other way), logistic loss, a linear model without bias from 0, float64";

/**
 * X = N(0, 1) U diag(1 … 1/30), y = 1[X w/√20 + 0.1 N(0, 1) > 0] with w = N(0, 1) · (1 … 30), U a random rotation. Drawn
 * with mulberry32 in this order: rows, the matrix whose QR decomposition gives U, weights, noise.
 */
function tiltedSamples(seed: number): Samples {
  const random = mulberry(seed);
  const rows = { rows: samples, columns: dimension, data: random.normals(samples * dimension) };
  const square = { rows: dimension, columns: dimension, data: random.normals(dimension * dimension) };
  const X = linearAlgebra.multiply(rows, linearAlgebra.qr(square).Q);
  const scales = geometric(1, 1 / 30, dimension);
  const inputs = X.data.map((x, i) => x * scales[i % dimension]!);
  const weights = random.normals(dimension).map((w, j) => w * geometric(1, 30, dimension)[j]!);
  const noise = random.normals(samples);
  const scores = linearAlgebra.apply({ ...X, data: inputs }, weights);
  const targets = scores.map((s, i) => (s / Math.sqrt(dimension) + 0.1 * noise[i]! > 0 ? 1 : -1));
  return { inputs, shape: [dimension], targets };
}

const model: Model<np.Array> = {
  initial(key) {
    key.dispose();
    return np.zeros([dimension], { dtype: np.float64 });
  },
  predict: (w, X) => np.dot(X, w),
};

const parts = (seed: number) => ({
  name: "ill-conditioned labels",
  model,
  fit: logisticLoss,
  train: tiltedSamples(seed),
  dtype: np.float64,
});

/** The problem on batches of 100. */
export const tiltedLabels = (seed: number): Supervised<np.Array> => supervised({ ...parts(seed), batchSize });

/** The problem on all samples at once. */
export const allTiltedLabels = (seed: number): FullBatch<np.Array> => fullBatch(parts(seed));
