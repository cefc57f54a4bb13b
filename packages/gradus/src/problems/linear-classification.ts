import { nn, numpy as np } from "@jax-js/jax";
import { OptionError } from "../core/errors.ts";
import { count, nonnegative, readOptions, z } from "../core/options.ts";
import type { HasExponents, HasInitial, HasLoss, HasName, HasSampleLosses } from "../core/problem.ts";
import type { Matrix } from "../engine/linear-algebra/matrix.ts";
import { norm } from "../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../engine/random.ts";

/** A mean of convex losses, one a sample, each a log-sum-exp. */
export type LinearClassification = HasName &
  HasInitial<np.Array> &
  HasLoss<np.Array> &
  HasSampleLosses<np.Array> &
  HasExponents<np.Array>;

const constant = (values: ArrayLike<number>, shape: number[]) =>
  np.array(Float64Array.from(values), { shape, dtype: np.float64 });

const startAt = (start: ArrayLike<number>) => (key: np.Array) => {
  key.dispose();
  return constant(start, [start.length]);
};

/**
 * f(x) = mean_i log(1 + exp(−y_i a_i·x)) of given rows a_i and labels ±1, without bias or penalty. float64. The exponents
 * of a sample are 0 and −y_i a_i·x.
 *
 * @throws {OptionError} if a label is neither −1 nor 1.
 * @example
 * const problem = logisticOf({ A: linearAlgebra.fromRows([[1, 2], [-1, 0]]), labels: [1, -1] });
 */
export function logisticOf({ A, labels, start }: LabelledRows): LinearClassification {
  requireLabels("logisticOf", labels, A.rows, (y) => y === 1 || y === -1, "−1 or 1");
  const signed = A.data.map((value, k) => value * labels[Math.floor(k / A.columns)]!);
  const margins = (x: np.Array) => np.dot(constant(signed, [A.rows, A.columns]), x);
  // Written with max and |·| its gradient would be wrong at 0, where runs begin.
  const sampleLosses = (x: np.Array) => np.logaddexp(margins(x).neg(), 0);
  return {
    name: `logistic regression of ${A.rows} samples`,
    initial: startAt(start ?? new Float64Array(A.columns)),
    loss: (x) => sampleLosses(x).mean(),
    sampleLosses,
    exponents(x) {
      const m = margins(x).neg();
      return np.stack([np.zerosLike(m.ref), m], 1);
    },
  };
}

/** Rows, what class each is of, and where to start (0 if left out). */
export type LabelledRows = { A: Matrix; labels: ArrayLike<number>; start?: ArrayLike<number> };

/**
 * f(x) = mean_i (log Σ_c exp(x_c·a_i) − x_{y_i}·a_i) of given rows and labels 0, 1, …; x holds the classes' x_c one after
 * the other. float64. The exponents of a sample are its scores less that of its label.
 *
 * @throws {OptionError} if a label is no class.
 * @example
 * const problem = softmaxOf({ A: linearAlgebra.fromRows([[1, 2], [-1, 0]]), labels: [0, 2], classes: 3 });
 */
export function softmaxOf({ A, labels, classes, start }: LabelledRows & { classes: number }): LinearClassification {
  const isClass = (y: number) => Number.isInteger(y) && y >= 0 && y < classes;
  requireLabels("softmaxOf", labels, A.rows, isClass, `a class 0 … ${classes - 1}`);
  const indicator = Array.from({ length: A.rows * classes }, (_, k) =>
    Number(labels[Math.floor(k / classes)] === k % classes),
  );
  const exponents = (x: np.Array) => {
    const scores = np.matmul(constant(A.data, [A.rows, A.columns]), np.transpose(x.reshape([classes, A.columns])));
    const own = scores.ref.mul(constant(indicator, [A.rows, classes])).sum(1);
    return scores.sub(own.reshape([A.rows, 1]));
  };
  const sampleLosses = (x: np.Array) => nn.logsumexp(exponents(x), 1);
  return {
    name: `softmax regression of ${A.rows} samples in ${classes} classes`,
    initial: startAt(start ?? new Float64Array(classes * A.columns)),
    loss: (x) => sampleLosses(x).mean(),
    sampleLosses,
    exponents,
  };
}

function requireLabels(
  owner: string,
  labels: ArrayLike<number>,
  rows: number,
  isAllowed: (y: number) => boolean,
  allowed: string,
): void {
  if (labels.length !== rows) throw new OptionError(`${owner}: ${rows} rows need as many labels, got ${labels.length}`);
  const wrong = Array.from(labels).find((y) => !isAllowed(y));
  if (wrong !== undefined) throw new OptionError(`${owner}: a label must be ${allowed}, got ${wrong}`);
}

export const separableLogisticOptions = z.object({
  /** N: the number of samples. Default 200. */
  samples: count().default(200),
  /** d: the number of coordinates. Default 20. */
  dimension: count().default(20),
  /** How far each sample is moved away from the plane that parts the classes. Default 0.5. */
  margin: nonnegative().default(0.5),
  /** Of the data. Default 0. */
  seed: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
});

export type SeparableLogisticOptions = z.input<typeof separableLogisticOptions> & {
  /** Standard normals: A row by row, then w. Default: drawn by the seed. */
  draw?: (count: number) => Float64Array;
};

/**
 * Logistic regression of classes that a plane parts: its infimum 0 is not attained, and its curvature vanishes on the way
 * there. Rows a_i normal, w normal with ‖w‖ = 1, y_i = sign(a_i·w), a_i ← a_i + margin y_i w. Starts at 0; float64.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @example
 * const problem = separableLogistic({ margin: 0.1 });
 */
export function separableLogistic({ draw, ...options }: SeparableLogisticOptions = {}): LinearClassification & {
  /** The rows a_i. */
  A: Matrix;
} {
  const { samples, dimension, margin, seed } = readOptions("separableLogistic", separableLogisticOptions, options);
  const random = generator(seedFor(seed, "separable logistic"));
  const normals = draw ?? ((count: number) => random.normals(count));
  const A: Matrix = { rows: samples, columns: dimension, data: normals(samples * dimension).slice() };
  const direction = normals(dimension);
  const length = norm(direction);
  const w = direction.map((value) => value / length);
  const labels = Array.from({ length: samples }, (_, i) => {
    const row = A.data.subarray(i * dimension, (i + 1) * dimension);
    const label = row.reduce((sum, value, j) => sum + value * w[j]!, 0) < 0 ? -1 : 1;
    for (let j = 0; j < dimension; j++) row[j]! += margin * label * w[j]!;
    return label;
  });
  return { ...logisticOf({ A, labels }), name: `separable logistic regression, margin ${margin}`, A };
}
