import { nn, numpy as np } from "@jax-js/jax";
import { count, positive, readOptions, z } from "../core/options.ts";
import type { HasExponents, HasInitial, HasLoss, HasMinimum, HasName } from "../core/problem.ts";
import { innerProducts } from "../engine/linear-algebra/inner-products.ts";
import { applyTransposed, type Matrix, transpose } from "../engine/linear-algebra/matrix.ts";
import { generator, seedFor } from "../engine/random.ts";

export type LogSumExp = HasName & HasInitial<np.Array> & HasLoss<np.Array> & Required<HasExponents<np.Array>>;

/** The rows a_i of A, the b_i, μ, and where to start. */
export type LogSumExpData = { A: Matrix; b: ArrayLike<number>; temperature?: number; start: ArrayLike<number> };

/**
 * f(x) = μ log Σ_i exp((a_i·x − b_i)/μ) of given data: convex, a smooth maximum of linear functions. float64.
 *
 * @example
 * const problem = logSumExpOf({ A: linearAlgebra.fromRows([[1], [-1]]), b: [0, 0], start: [2] });
 */
export function logSumExpOf({ A, b, temperature = 1, start }: LogSumExpData): LogSumExp {
  const rows = Float64Array.from(A.data);
  const offsets = Float64Array.from(b);
  const exponents = (x: np.Array) =>
    np
      .dot(np.array(rows, { shape: [A.rows, A.columns], dtype: np.float64 }), x)
      .sub(np.array(offsets, { dtype: np.float64 }));
  return {
    name: `log-sum-exp of ${A.rows} terms in ${A.columns} dimensions`,
    initial(key) {
      key.dispose();
      return np.array(Float64Array.from(start), { dtype: np.float64 });
    },
    loss: (x) => nn.logsumexp(exponents(x).mul(1 / temperature)).mul(temperature),
    exponents,
    temperature,
  };
}

export const logSumExpOptions = z.object({
  /** n: the number of coordinates. Default 100. */
  dimension: count().default(100),
  /** m: the number of terms. Default 100. */
  terms: count().default(100),
  /** μ > 0. Default 1; smaller is nearer to a maximum, and harder. */
  temperature: positive().default(1),
  /** Of the data. Default 0. */
  seed: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
});

export type LogSumExpOptions = z.input<typeof logSumExpOptions> & {
  /** Numbers uniform in [−1, 1): A row by row, then b. Default: drawn by the seed. */
  draw?: (count: number) => Float64Array;
};

/**
 * A log-sum-exp whose minimum is at 0: rows of A and b uniform in [−1, 1), all rows shifted by the mean of them that makes
 * the gradient vanish there. Starts at (1, …, 1). `metric` is AᵀA of the unshifted rows, in which it is well conditioned.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source N. Doikov, K. Mishchenko, Y. Nesterov, Super-Universal Regularized Newton Method, 2022, arXiv 2208.05888
 * (experiments).
 * @example
 * const problem = logSumExp({ dimension: 50, temperature: 0.25 });
 */
export function logSumExp({ draw, ...options }: LogSumExpOptions = {}): LogSumExp & HasMinimum & { metric: Matrix } {
  const { dimension, terms, temperature, seed } = readOptions("logSumExp", logSumExpOptions, options);
  const random = generator(seedFor(seed, "log-sum-exp"));
  const uniforms = draw ?? ((count: number) => Float64Array.from({ length: count }, () => 2 * random.uniform() - 1));
  const A: Matrix = { rows: terms, columns: dimension, data: uniforms(terms * dimension).slice() };
  const b = uniforms(terms);
  const columns = transpose(A);
  const metric = innerProducts(columns, columns);

  // The weights of the terms at 0.
  const largest = b.reduce((most, value) => Math.max(most, -value), Number.NEGATIVE_INFINITY);
  const weights = b.map((value) => Math.exp((-value - largest) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shift = applyTransposed(
    A,
    weights.map((weight) => weight / total),
  );
  for (let k = 0; k < A.data.length; k++) A.data[k]! -= shift[k % dimension]!;
  const value = largest + temperature * Math.log(total);
  const start = new Float64Array(dimension).fill(1);
  return {
    ...logSumExpOf({ A, b, temperature, start }),
    metric,
    minimum: { value, at: [Array<number>(dimension).fill(0)] },
  };
}
