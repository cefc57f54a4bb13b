import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import { norm } from "../../engine/linear-algebra/vector.ts";
import { type Precision, toArray } from "../precision.ts";
import { classCount, type LabelledParts, recipe } from "../recipe.ts";
import type { Samples } from "../samples.ts";
import type { FullBatch, Model, Supervised } from "../supervised.ts";
import { oneHotSquares, valueSquares } from "./half-squares.ts";

/** A linear layer on given features. */
export type FeatureRegressionOptions = {
  /** K > 1: the targets are class indices, and the layer has an output for each class. Default: the targets are values. */
  classes?: number;
  /** w_0: P numbers, or P rows of K. Default 0. */
  start?: ArrayLike<number>;
  /** Samples a batch; left out, the objective is that of all samples. */
  batchSize?: number;
  /** Default float64: near P = N the features are nearly singular. */
  dtype?: Precision;
};

/** What closed forms of the problem need: Z, and y for each output. */
export type HasFeatures = {
  features: Matrix;
  /** The targets; with classes a list of 0 and 1 for each class. */
  targetColumns: Float64Array[];
};

export type FeatureRegression = FullBatch<np.Array> & HasFeatures;
export type SampledFeatureRegression = Supervised<np.Array> & HasFeatures;

/** Z w without a bias. */
function layer(
  features: number,
  outputs: number,
  start: ArrayLike<number> | undefined,
  dtype: Precision,
): Model<np.Array> {
  const shape = outputs === 1 ? [features] : [features, outputs];
  return {
    initial(key) {
      key.dispose();
      return start ? toArray(start, shape, dtype) : np.zeros(shape, { dtype: dtype as np.DType });
    },
    predict: (weights, inputs) => np.dot(inputs, weights),
  };
}

/**
 * Linear least squares on given features, without bias or penalty: 1/(2N) ‖Z w − y‖². The trained layer of a random-feature
 * model.
 *
 * Metrics: trainMeanSquare = mean (Z w − y)², twice the objective of all samples (with classes: meaned over them), the same
 * held out, weightNorm, and with classes trainError and testError, the shares whose highest score is another class.
 *
 * @param data features as samples' inputs, of shape [P].
 * @throws {OptionError} if `start` does not fit, or targets are not class indices where there are classes.
 * @source C. Y. Liu, J. Flanigan, 2023, arXiv 2312.03951. Reconstructed: no bias, and the factor ½.
 * @example
 * const problem = featureRegression({ train: { inputs: Z.data, shape: [Z.columns], targets: y } });
 */
export function featureRegression(
  data: LabelledParts,
  options: FeatureRegressionOptions & { batchSize: number },
): SampledFeatureRegression;
export function featureRegression(data: LabelledParts, options?: FeatureRegressionOptions): FeatureRegression;
export function featureRegression(
  data: LabelledParts,
  options: FeatureRegressionOptions = {},
): FeatureRegression | SampledFeatureRegression {
  const { classes = 1, start, batchSize, dtype = "float64" } = options;
  const { train } = data;
  const width = train.shape.reduce((product, n) => product * n, 1);
  if (start && start.length !== width * classes) {
    throw new OptionError(`featureRegression: start must have ${width * classes} entries, got ${start.length}`);
  }
  if (classes > 1 && classCount("featureRegression", data) > classes) {
    throw new OptionError(`featureRegression: targets must be below the number of classes, got classes = ${classes}`);
  }
  const problem = recipe("least squares", data, {
    model: layer(width, classes, start, dtype),
    fit: classes === 1 ? valueSquares : oneHotSquares(classes),
    dtype,
    batchSize,
  });
  return {
    ...problem,
    features: featuresOf(train),
    targetColumns:
      classes === 1
        ? [train.targets]
        : Array.from({ length: classes }, (_, k) => train.targets.map((target) => Number(target === k))),
    async metrics(weights: np.Array) {
      const measured = await problem.metrics(weights);
      return { ...measured, weightNorm: norm(Float64Array.from(await weights.ref.data())) };
    },
  };
}

/** Samples' inputs as a matrix, a row a sample. */
export const featuresOf = ({ inputs, targets }: Samples): Matrix => ({
  rows: targets.length,
  columns: inputs.length / targets.length,
  data: inputs,
});
