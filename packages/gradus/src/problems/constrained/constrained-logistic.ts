import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { count, nonnegative, readOptions, z } from "../../core/options.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { type ConstrainedProblem, constrained } from "./definition.ts";

const seed = () => z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0");

const constrainedLogisticOptions = z.object({
  /** Rows of A: linear constraints. Default 10 (official code). */
  linear: count().default(10),
  /** Seed of A and b. Default 0. */
  constraintSeed: seed().default(0),
});

export type ConstrainedLogisticOptions = z.input<typeof constrainedLogisticOptions>;

/** Samples of two classes: features row by row, labels of which the larger is one class and the smaller the other. */
export type TwoClasses = { name?: string; inputs: Float32Array | Float64Array; targets: ArrayLike<number> };

/**
 * Logistic regression whose weights lie on a sphere and satisfy random linear equations:
 *
 *     min (1/N) Σ log(1 + exp(−y_i x_iᵀ w))   subject to   A w = b,  ‖w‖² = 1;   entries of A and b normal
 *
 * It starts at w = 1 with multipliers 1. Feasible if the shortest solution of A w = b is no longer than 1, which random A
 * and b do not promise.
 *
 * @throws {OptionError} if there are not two classes, or fewer features than constraints.
 * @source I. Hong, S. Na, M. W. Mahoney, M. Kolar, 2023, arXiv 2305.18379, section 5.
 * @example
 * const problem = constrainedLogistic(await loadBreastCancer(), { constraintSeed: 1 });
 */
export function constrainedLogistic(
  { name, inputs, targets }: TwoClasses,
  options: ConstrainedLogisticOptions = {},
): ConstrainedProblem {
  const { linear, constraintSeed } = readOptions("constrainedLogistic", constrainedLogisticOptions, options);
  const rows = targets.length;
  const d = inputs.length / rows;
  const classes = [...new Set(Array.from(targets))].sort((a, b) => a - b);
  if (classes.length !== 2) {
    throw new OptionError(`constrainedLogistic: targets must be of two classes, got ${classes.length}`);
  }
  if (linear + 1 > d) {
    throw new OptionError(`constrainedLogistic: linear must be below the ${d} features, got ${linear}`);
  }
  const random = generator(seedFor(constraintSeed, "constraints"));
  const A = random.normals(linear * d);
  const b = random.normals(linear);
  // Rows times minus their labels, so that a sample's loss is log(1 + exp(z)).
  const signed = Float64Array.from(inputs, (value, k) => (targets[Math.floor(k / d)] === classes[1] ? -value : value));
  const matrix = (data: Float64Array, shape: [number, number]) => np.array(data.slice(), { shape, dtype: np.float64 });
  return {
    ...constrained({
      name: `constrained logistic regression${name ? ` on ${name}` : ""}`,
      start: Array<number>(d).fill(1),
      loss(w) {
        const z = np.dot(matrix(signed, [rows, d]), w);
        // log(1 + exp z) without overflow.
        const tail = np.log1p(np.exp(np.absolute(z.ref).neg()));
        return np.maximum(z, 0).add(tail).mean();
      },
      constraints: (w) =>
        np.concatenate([
          np.dot(matrix(A, [linear, d]), w.ref).sub(np.array(b.slice(), { dtype: np.float64 })),
          np.square(w).sum().sub(1).reshape([1]),
        ]),
    }),
    initialMultipliers: Array<number>(linear + 1).fill(1),
  };
}

export const syntheticLogisticOptions = constrainedLogisticOptions.extend({
  /** Samples. Default 208. */
  samples: count().default(208),
  /** Features d. Default 60. */
  dimension: count().default(60),
  /** Standard deviation of what is added to a score before its sign is taken. Default 0.5. */
  noise: nonnegative().default(0.5),
  /** Seed of the samples. Default 0. */
  dataSeed: seed().default(0),
});

export type SyntheticLogisticOptions = z.input<typeof syntheticLogisticOptions>;

/**
 * Constrained logistic regression on drawn samples: entries of x uniform in (−1, 1), y = sign(xᵀ w* + noise ε) with normal
 * w* and ε.
 *
 * @source I. Hong, S. Na, M. W. Mahoney, M. Kolar, 2023, arXiv 2305.18379, section 5 (the problem); samples like those of sonar.
 * @example
 * const problem = syntheticConstrainedLogistic({ dataSeed: 3, constraintSeed: 3 });
 */
export function syntheticConstrainedLogistic(options: SyntheticLogisticOptions = {}): ConstrainedProblem {
  const { samples, dimension, noise, dataSeed, ...constraints } = readOptions(
    "syntheticConstrainedLogistic",
    syntheticLogisticOptions,
    options,
  );
  const random = generator(seedFor(dataSeed, "samples"));
  const inputs = Float64Array.from({ length: samples * dimension }, () => 2 * random.uniform() - 1);
  const weights = random.normals(dimension);
  const targets = Array.from({ length: samples }, (_, i) => {
    const score = weights.reduce((total, weight, j) => total + weight * inputs[i * dimension + j]!, 0);
    return score + noise * random.normal() > 0 ? 1 : -1;
  });
  return constrainedLogistic({ name: `${samples} drawn samples`, inputs, targets }, constraints);
}
