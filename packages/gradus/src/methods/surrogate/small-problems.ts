import { nn, numpy as np } from "@jax-js/jax";
import type { HasBatches, HasInitial, HasLoss, HasName, HasPredictions, HasSampleRows } from "../../core/problem.ts";
import { generator } from "../../engine/random.ts";

/* Problems for the tests of this room. */

type Rows = { inputs: np.Array; targets: np.Array };
export type Params = np.Array[];
export type Fitted<B> = HasName & HasInitial<Params> & HasLoss<Params, B> & HasPredictions<Params, B> & HasSampleRows;
export type Batched = Fitted<Rows> & HasBatches<Rows>;
export type Loss = "squared" | "logistic" | "softmax";

export type SmallOptions = {
  samples?: number;
  features?: number;
  batch?: number;
  loss?: Loss;
  /** "flat": predictions [B] and targets [B]; "column": [B, 1] both. Softmax has 3 columns. */
  shape?: "flat" | "column";
  model?: "linear" | "tanh";
  dtype?: np.DType;
  penalty?: number;
  seed?: number;
  /** The second feature is the first once more. */
  isDeficient?: boolean;
  /** Predictions are probabilities of three classes, the loss their cross-entropy. */
  isProbability?: boolean;
};

/** Data, model and loss on given rows. */
function parts(options: SmallOptions) {
  const { samples = 8, features = 3, loss = "logistic", shape = "flat", model = "linear", seed = 0 } = options;
  const { dtype = np.float64, penalty = 0, isDeficient = false, isProbability = false } = options;
  const draw = generator(seed + 1);
  const X = draw.normals(samples * features);
  if (isDeficient) for (let i = 0; i < samples; i++) X[i * features + 1] = X[i * features]!;
  const columns = loss === "softmax" || isProbability ? 3 : 1;
  const y = Float64Array.from({ length: samples }, () =>
    columns === 3 ? draw.integer(3) : loss === "logistic" ? draw.integer(2) * 2 - 1 : draw.normal(),
  );
  const array = (values: ArrayLike<number>, dims: number[]) =>
    np.array(dtype === np.float64 ? Float64Array.from(values) : Float32Array.from(values), { shape: dims, dtype });
  const rows = (which: ArrayLike<number>): Rows => ({
    inputs: array(
      Array.from(which).flatMap((i) => [...X.subarray(i * features, (i + 1) * features)]),
      [which.length, features],
    ),
    targets: array(
      Array.from(which, (i) => y[i]!),
      columns === 1 && shape === "column" ? [which.length, 1] : [which.length],
    ),
  });
  const weights = (count: number) => draw.normals(count).map((w) => 0.3 * w);
  const start =
    model === "linear"
      ? [array(weights(features * columns), [features, columns])]
      : [array(weights(features * 4), [features, 4]), array(weights(4 * columns), [4, columns])];
  const predict = ([first, second]: Params, inputs: np.Array) => {
    const scores = second ? np.matmul(np.tanh(np.matmul(inputs, first!)), second) : np.matmul(inputs, first!);
    if (isProbability) return nn.softmax(scores);
    return columns === 1 && shape === "flat" ? scores.reshape([-1]) : scores;
  };
  const lossOf = (z: np.Array, targets: np.Array) => {
    const own = () => nn.oneHot(targets.astype(np.int32), 3);
    if (isProbability) return np.log(z).mul(own()).sum(1).neg().mean();
    if (loss === "softmax") return nn.logSoftmax(z).mul(own()).sum(1).neg().mean();
    return loss === "squared" ? np.square(z.sub(targets)).mean() : np.logaddexp(z.mul(targets).neg(), 0).mean();
  };
  const smoothness = { squared: 2, logistic: 1 / 4, softmax: 1 / 2 }[loss];
  const penaltyOf = (params: Params) =>
    params
      .map((w) => np.square(w).sum())
      .reduce((sum, w) => sum.add(w))
      .mul(penalty / 2);
  const common = {
    name: "small problem",
    initial(key: np.Array) {
      key.dispose();
      return start.map((w) => w.ref);
    },
    predict,
    sampleCount: samples,
    ...(!isProbability && { predictionSmoothness: smoothness }),
    ...(penalty > 0 && { penaltyOf }),
  };
  const total = (params: Params, { inputs, targets }: Rows) => {
    const own = penalty > 0 ? penaltyOf(params.map((w) => w.ref)) : undefined;
    const value = lossOf(predict(params, inputs), targets);
    return own ? value.add(own) : value;
  };
  return { common, rows, lossOf, total, samples };
}

/** A model on all of a few normal samples. */
export function whole(options: SmallOptions = {}): Fitted<undefined> {
  const { common, rows, lossOf, total, samples } = parts(options);
  const all = () => rows(Array.from({ length: samples }, (_, i) => i));
  return {
    ...common,
    inputsOf() {
      const { inputs, targets } = all();
      targets.dispose();
      return inputs;
    },
    lossOfPrediction(z) {
      const { inputs, targets } = all();
      inputs.dispose();
      return lossOf(z, targets);
    },
    loss: (params) => total(params, all()),
    batchRows: () => () => Int32Array.from({ length: samples }, (_, i) => i),
  };
}

/** The same on batches in a fixed order. */
export function batched(options: SmallOptions = {}): Batched {
  const { common, rows, lossOf, total, samples } = parts(options);
  const { batch = 3 } = options;
  const batchRows = (seed: number) => (index: number) =>
    generator(1000 * (seed % 1000) + index)
      .permutation(samples)
      .subarray(0, batch);
  return {
    ...common,
    inputsOf({ inputs, targets }) {
      targets.dispose();
      return inputs;
    },
    lossOfPrediction(z, { inputs, targets }) {
      inputs.dispose();
      return lossOf(z, targets);
    },
    loss: total,
    batches: (seed) => (index) => rows(batchRows(seed)(index)),
    batchRows,
  };
}
