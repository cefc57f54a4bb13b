import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../core/errors.ts";
import { count, nonnegative, readOptions, z } from "../core/options.ts";
import type { HasInitial, HasLoss, HasName } from "../core/problem.ts";
import { svd } from "../engine/linear-algebra/decompositions.ts";
import { fromRows, type Matrix } from "../engine/linear-algebra/matrix.ts";
import { generator, seedFor } from "../engine/random.ts";
import { type Precision, precision, toArray } from "./precision.ts";

export type LogCosh = HasName &
  HasInitial<np.Array> &
  HasLoss<np.Array> & {
    dimension: number;
    /** λ_max(BᵀB) + μ: the Hessian has no larger eigenvalue anywhere. */
    largestCurvature: number;
  };

/** The rows of B, the entries of c, μ, and where to start. */
export type LogCoshData = {
  B: Matrix | readonly ArrayLike<number>[];
  c: ArrayLike<number>;
  ridge?: number;
  start: ArrayLike<number>;
  dtype?: Precision;
};

/**
 * f(x) = Σ_i log cosh(B_i·x − c_i) + (μ/2) ‖x‖² of given data: convex, like a sum of squares near where B x = c and of
 * absolute values far away, with curvature in [μ, μ + λ_max(BᵀB)].
 *
 * @throws {OptionError} if the sizes of B, c and start do not fit.
 * @example
 * const problem = logCoshOf({ B: [[1, 0], [1, 2]], c: [0, 1], start: [2, 2] });
 */
export function logCoshOf({ B, c, ridge = 0, start, dtype = "float64" }: LogCoshData): LogCosh {
  const matrix = "data" in B ? B : fromRows(B);
  const { rows, columns, data } = matrix;
  if (c.length !== rows) throw new OptionError(`logCosh: c must have ${rows} entries, got ${c.length}`);
  if (start.length !== columns)
    throw new OptionError(`logCosh: start must have ${columns} entries, got ${start.length}`);
  return {
    name: `log cosh of ${rows} terms in ${columns} dimensions`,
    dimension: columns,
    largestCurvature: (svd(matrix).values[0] ?? 0) ** 2 + ridge,
    initial(key) {
      key.dispose();
      return toArray(start, [columns], dtype);
    },
    loss(x) {
      const squares = np
        .square(x.ref)
        .sum()
        .mul(ridge / 2);
      const z = np.dot(toArray(data, [rows, columns], dtype), x).sub(toArray(c, [rows], dtype));
      // log cosh z = |z| + log(1 + exp(−2|z|)) − log 2, which no |z| makes infinite.
      const size = np.absolute(z);
      return size.ref
        .add(np.log1p(np.exp(size.mul(-2))))
        .sub(Math.LN2)
        .sum()
        .add(squares);
    },
  };
}

export const logCoshOptions = z.object({
  /** The number of coordinates. Default 4. */
  dimension: count().default(4),
  /** The number of terms. Default 8. */
  terms: count().default(8),
  /** μ ≥ 0. Default 0.2. */
  ridge: nonnegative().default(0.2),
  /** Of B, c and the start. Default 0. */
  seed: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
  /** Precision of the parameters. Default float64. */
  dtype: precision().default("float64"),
});

export type LogCoshOptions = z.input<typeof logCoshOptions>;

/**
 * Random terms of log cosh: entries of B and c are N(0, ¼), those of the start N(0, 0.09). For what holds on quadratics and
 * may not elsewhere: smooth to all orders, convex, and curved differently from place to place.
 *
 *     f(x) = Σ_i log cosh(B_i·x − c_i) + (μ/2) ‖x‖²
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @example
 * const { answer } = await minimize(logCosh({ seed: 3 }), sgd({ learningRate: 0.3 }), { steps: 50 });
 */
export function logCosh(options: LogCoshOptions = {}): LogCosh {
  const { dimension, terms, ridge, seed, dtype } = readOptions("logCosh", logCoshOptions, options);
  const random = generator(seedFor(seed, "log cosh"));
  const normals = (entries: number, deviation: number) => random.normals(entries).map((value) => deviation * value);
  const B: Matrix = { rows: terms, columns: dimension, data: normals(terms * dimension, 0.5) };
  return logCoshOf({ B, c: normals(terms, 0.5), ridge, start: normals(dimension, 0.3), dtype });
}
