import { nn, numpy as np } from "@jax-js/jax";
import type {
  HasBatches,
  HasInitial,
  HasLoss,
  HasMetrics,
  HasName,
  HasPredictions,
  HasResiduals,
  HasSampleRows,
} from "../core/problem.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { type Batch, minibatches, minibatchRows, type Samples, wholeBatch } from "./samples.ts";

/** A model: parameters to start from, and predictions, one row a sample. Both consume their arguments. */
export type Model<P extends Tree> = {
  initial(key: np.Array): P;
  predict(params: P, inputs: np.Array): np.Array;
};

/** How predictions are held against targets. */
export type Fit = {
  /** The mean loss. Traceable; consumes both. */
  loss(predictions: np.Array, targets: np.Array): np.Array;
  /** One number a sample, with loss = half their mean square. Traceable; consumes both. */
  residuals?(predictions: np.Array, targets: np.Array): np.Array;
  /** Further numbers for people, from values on the host. */
  metrics?(predictions: Float64Array, targets: Float64Array): Record<string, number>;
  /** L: a sample's loss is curved no more than this in its row of predictions, where that is one number or a row of scores. */
  smoothness?: number;
};

/** A problem of fitting a model to samples. Residuals are offered where there is no penalty. */
export type Supervised<P extends Tree> = HasName &
  HasInitial<P> &
  HasLoss<P, Batch> &
  HasBatches<Batch> &
  HasSampleRows &
  HasPredictions<P, Batch> &
  HasResiduals<P, Batch> &
  HasMetrics<P>;

/** The same on all samples at once: a deterministic objective. */
export type FullBatch<P extends Tree> = HasName &
  HasInitial<P> &
  HasLoss<P> &
  Pick<HasSampleRows, "sampleCount"> &
  HasPredictions<P, undefined> &
  HasResiduals<P> &
  HasMetrics<P>;

export type SupervisedParts<P extends Tree> = {
  name: string;
  model: Model<P>;
  fit: Fit;
  train: Samples;
  test?: Samples;
  dtype: np.DType;
  /** L2 penalty ½ λ ‖θ‖². Default 0. */
  penalty?: number;
};

function parts<P extends Tree>({ name, model, fit, train, test, dtype, penalty = 0 }: SupervisedParts<P>) {
  const { initial, predict } = model;
  const penaltyOf = penalty > 0 ? (params: P) => tree.squaredNorm(params).mul(penalty / 2) : undefined;
  const lossOfPrediction = (predictions: np.Array, { inputs, targets }: Batch) => {
    inputs.dispose();
    return fit.loss(predictions, targets);
  };
  const loss = (params: P, batch: Batch) => {
    const squares = penaltyOf?.(tree.ref(params));
    const value = lossOfPrediction(predict(params, batch.inputs.ref), batch);
    return squares ? value.add(squares) : value;
  };
  const measure = async (params: P, samples: Samples) => {
    const batch = wholeBatch(samples, dtype);
    const predictions = predict(tree.ref(params), batch.inputs.ref);
    const value = lossOfPrediction(predictions.ref, batch);
    const rows = Float64Array.from(await predictions.data());
    return { loss: (await value.data())[0]!, ...fit.metrics?.(rows, samples.targets) };
  };
  const metrics = async (params: P) => {
    const measured: Record<string, number> = {};
    const sets = { train, ...(test && { test }) };
    for (const [set, samples] of Object.entries(sets)) {
      for (const [key, value] of Object.entries(await measure(params, samples))) {
        measured[`${set}${key[0]!.toUpperCase()}${key.slice(1)}`] = value;
      }
    }
    return measured;
  };
  const ofFit = {
    predict,
    inputsOf,
    lossOfPrediction,
    ...(penaltyOf && { penaltyOf }),
    ...(fit.smoothness !== undefined && { predictionSmoothness: fit.smoothness }),
    // With a penalty the loss is more than the squares of the residuals.
    ...(fit.residuals &&
      !penaltyOf && {
        residuals: (params: P, { inputs, targets }: Batch) => fit.residuals!(predict(params, inputs), targets),
      }),
  };
  return { name, initial, loss, metrics, ofFit };
}

function inputsOf({ inputs, targets }: Batch): np.Array {
  targets.dispose();
  return inputs;
}

/** Fits a model to random batches of samples. Metrics: trainLoss, testLoss, and what the fit adds (trainAccuracy …). */
export function supervised<P extends Tree>(options: SupervisedParts<P> & { batchSize: number }): Supervised<P> {
  const { ofFit, ...problem } = parts(options);
  const batches = minibatches(options.train, options.batchSize, options.dtype);
  const sampleCount = options.train.targets.length;
  const batchRows = minibatchRows(sampleCount, options.batchSize);
  return { ...problem, ...ofFit, batches, sampleCount, batchRows } as Supervised<P>;
}

/** Fits a model to all samples at once. Metrics as in `supervised`. */
export function fullBatch<P extends Tree>(options: SupervisedParts<P>): FullBatch<P> {
  const { name, initial, loss, metrics, ofFit } = parts(options);
  const { residuals, ...ofPredictions } = ofFit;
  // Made where it is used: in a compiled program the samples become its constants, freed with it.
  const whole = () => wholeBatch(options.train, options.dtype);
  return {
    name,
    initial,
    metrics,
    loss: (params) => loss(params, whole()),
    ...ofPredictions,
    sampleCount: options.train.targets.length,
    inputsOf: () => inputsOf(whole()),
    lossOfPrediction: (predictions) => ofFit.lossOfPrediction(predictions, whole()),
    ...(residuals && { residuals: (params) => residuals(params, whole()) }),
  } as FullBatch<P>;
}

/** A sample's loss ℓ as a residual: √(2ℓ), half of whose square is ℓ. Held off 0, where the root has no slope. */
const rootOfLoss = (losses: np.Array) => np.sqrt(np.maximum(losses, 1e-30).mul(2));

/** Cross-entropy of class scores (one column a class) against class indices, and accuracy. Residuals: √(2 loss). */
export function crossEntropy(classes: number): Fit {
  const losses = (scores: np.Array, targets: np.Array) =>
    nn
      .logSoftmax(scores)
      .mul(nn.oneHot(targets.astype(np.int32), classes))
      .sum(1)
      .neg();
  return {
    smoothness: 1 / 2,
    loss: (scores, targets) => losses(scores, targets).mean(),
    residuals: (scores, targets) => rootOfLoss(losses(scores, targets)),
    metrics: (scores, targets) => {
      let right = 0;
      targets.forEach((target, row) => {
        const own = scores.subarray(row * classes, (row + 1) * classes);
        if (own.indexOf(Math.max(...own)) === target) right++;
      });
      return { accuracy: right / targets.length };
    },
  };
}

/** log(1 + e^{−ys}). np.logaddexp has the right gradient at 0, which a formula with max and |·| has not. */
const logisticLosses = (scores: np.Array, targets: np.Array) => np.logaddexp(scores.mul(targets).neg(), 0);

/** Logistic loss log(1 + e^{−ys}) of one score a sample against targets −1 and 1, and accuracy. Residuals: √(2 loss). */
export const logisticLoss: Fit = {
  smoothness: 1 / 4,
  loss: (scores, targets) => logisticLosses(scores, targets).mean(),
  residuals: (scores, targets) => rootOfLoss(logisticLosses(scores, targets)),
  metrics: (scores, targets) => ({
    accuracy: targets.filter((target, row) => scores[row]! * target > 0).length / targets.length,
  }),
};

/** Half the mean square of predictions less targets, the residuals; and r², the share of the targets' variance explained. */
export const squaredError: Fit = {
  smoothness: 1,
  loss: (predictions, targets) => np.square(predictions.sub(targets)).mean().mul(0.5),
  residuals: (predictions, targets) => predictions.sub(targets),
  metrics(predictions, targets) {
    const mean = targets.reduce((sum, y) => sum + y, 0) / targets.length;
    const variance = targets.reduce((sum, y) => sum + (y - mean) ** 2, 0);
    const left = targets.reduce((sum, y, row) => sum + (y - predictions[row]!) ** 2, 0);
    return { rSquared: 1 - left / variance };
  },
};
