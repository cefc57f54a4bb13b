import type { numpy as np } from "@jax-js/jax";
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { OptionError } from "../core/errors.ts";
import { count, nonnegative, readOptions, z } from "../core/options.ts";
import type { HasMinimum } from "../core/problem.ts";
import { newtonMinimum } from "./logistic-minimum.ts";
import { type Layer, linear } from "./networks.ts";
import { precision } from "./precision.ts";
import { classCount, type LabelledParts, recipe } from "./recipe.ts";
import type { Samples } from "./samples.ts";
import { crossEntropy, type FullBatch, logisticLoss, type Supervised, squaredError } from "./supervised.ts";

const regressionOptions = z.object({
  /** L2 penalty λ in ½ λ ‖θ‖² over weights and bias. Default 0. */
  penalty: nonnegative().default(0),
  /** Samples a batch; left out, the objective is that of all samples. */
  batchSize: count().optional(),
  /** Precision of parameters and samples. Default float64. */
  dtype: precision().default("float64"),
});

export type RegressionOptions = z.input<typeof regressionOptions>;
type Batched = RegressionOptions & { batchSize: number };

const widthOf = ({ shape }: Samples) => shape.reduce((product, n) => product * n, 1);

/** The inputs with a column of ones, for the bias. */
function design(samples: Samples): Matrix {
  const width = widthOf(samples);
  const rows = Matrix.ones(samples.targets.length, width + 1);
  samples.inputs.forEach((value, i) => {
    rows.set(Math.floor(i / width), i % width, value);
  });
  return rows;
}

/** Adds the minimum, computed when it is first asked for. */
function withMinimum<T extends object>(problem: T, least: () => number): T & HasMinimum {
  let value: number | undefined;
  return Object.defineProperty(problem, "minimum", {
    enumerable: true,
    get: () => {
      value ??= least();
      return { value };
    },
  }) as T & HasMinimum;
}

/**
 * Linear least squares, with ridge where λ > 0: ½ mean (w·x_i + b − y_i)² + ½ λ ‖(w, b)‖². Starts at zero.
 *
 * On all samples the minimum is known (by singular values). Metrics: losses and r², on training and held-out samples.
 *
 * @example
 * const problem = linearRegression(standardize(split(await loadDiabetes())));
 */
export function linearRegression(data: LabelledParts, options: Batched): Supervised<Layer>;
export function linearRegression(data: LabelledParts, options?: RegressionOptions): FullBatch<Layer> & HasMinimum;
export function linearRegression(data: LabelledParts, options: RegressionOptions = {}) {
  const { penalty, batchSize, dtype } = readOptions("linearRegression", regressionOptions, options);
  const { train } = data;
  const problem = recipe("linear regression", data, {
    model: linear(widthOf(train), 1, dtype as np.DType),
    fit: squaredError,
    penalty,
    batchSize,
    dtype,
  });
  if (batchSize) return problem;
  return withMinimum(problem, () => {
    const X = design(train);
    const [n, d] = [X.rows, X.columns];
    // The penalty as d more rows: ‖Xθ − y‖²/n + λ‖θ‖² = ‖[X; √(nλ) I] θ − [y; 0]‖²/n.
    const rows = Matrix.zeros(n + d, d)
      .setSubMatrix(X, 0, 0)
      .setSubMatrix(Matrix.eye(d).mul(Math.sqrt(n * penalty)), n, 0);
    const values = Matrix.columnVector([...train.targets, ...Array<number>(d).fill(0)]);
    const best = new SingularValueDecomposition(rows, { autoTranspose: true }).solve(values);
    return rows.mmul(best).sub(values).norm() ** 2 / (2 * n);
  });
}

/**
 * Logistic regression of two classes: mean log(1 + exp(−y_i (w·x_i + b))) + ½ λ ‖(w, b)‖². Targets are −1 and 1, or
 * class indices 0 and 1. Starts at zero.
 *
 * On all samples and with λ > 0 the minimum is known (by Newton's method). Metrics: losses and accuracies.
 *
 * @throws {OptionError} if a target is none of −1, 0, 1, or both −1 and 0 occur.
 * @example
 * const problem = logisticRegression(standardize(split(await loadBreastCancer())), { penalty: 1e-3 });
 */
export function logisticRegression(data: LabelledParts, options: Batched): Supervised<Layer>;
export function logisticRegression(
  data: LabelledParts,
  options?: RegressionOptions,
): FullBatch<Layer> & Partial<HasMinimum>;
export function logisticRegression(data: LabelledParts, options: RegressionOptions = {}) {
  const { penalty, batchSize, dtype } = readOptions("logisticRegression", regressionOptions, options);
  const signed = { ...data, train: withSigns(data.train), ...(data.test && { test: withSigns(data.test) }) };
  const problem = recipe("logistic regression", signed, {
    model: linear(widthOf(data.train), 1, dtype as np.DType),
    fit: logisticLoss,
    penalty,
    batchSize,
    dtype,
  });
  if (batchSize || penalty === 0) return problem;
  return withMinimum(problem, () =>
    newtonMinimum(design(signed.train).mulColumnVector([...signed.train.targets]), penalty),
  );
}

function withSigns(samples: Samples): Samples {
  const seen = new Set(samples.targets);
  const isSigned = seen.has(-1);
  if ([...seen].some((y) => y !== 1 && y !== (isSigned ? -1 : 0))) {
    const got = [...seen].slice(0, 4).join(", ");
    throw new OptionError(`logisticRegression: targets must be −1 and 1, or 0 and 1, got ${got}`);
  }
  return { ...samples, targets: samples.targets.map((y) => (y === 1 ? 1 : -1)) };
}

/**
 * Softmax regression: mean cross-entropy of softmax(Wx_i + b) against the classes, plus ½ λ ‖(W, b)‖². Starts at zero.
 * Metrics: losses and accuracies.
 *
 * @throws {OptionError} if targets are not class indices 0, 1, 2, …
 * @example
 * const problem = softmaxRegression(standardize(split(await loadDigits())), { batchSize: 64 });
 */
export function softmaxRegression(data: LabelledParts, options: Batched): Supervised<Layer>;
export function softmaxRegression(data: LabelledParts, options?: RegressionOptions): FullBatch<Layer>;
export function softmaxRegression(data: LabelledParts, options: RegressionOptions = {}) {
  const { penalty, batchSize, dtype } = readOptions("softmaxRegression", regressionOptions, options);
  const classes = classCount("softmaxRegression", data);
  return recipe("softmax regression", data, {
    model: linear(widthOf(data.train), classes, dtype as np.DType),
    fit: crossEntropy(classes),
    penalty,
    batchSize,
    dtype,
  });
}
