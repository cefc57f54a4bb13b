import { numpy as np, random } from "@jax-js/jax";
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { OptionError } from "../core/errors.ts";
import { readOptions, z } from "../core/options.ts";
import type { HasEvaluate, HasInitial, HasLoss, HasMinimum, HasName } from "../core/problem.ts";
import { precision, toArray } from "./precision.ts";
import { withSpectrum } from "./spectrum.ts";

const vector = () => z.array(z.number("must be numbers")).min(1, "must not be empty");

const quadraticOptions = z.object({
  /** The symmetric matrix A, as rows. Give A or eigenvalues. */
  A: z.array(vector()).optional(),
  /** The eigenvalues of A, in a random orthogonal basis that `basisSeed` decides. */
  eigenvalues: vector().optional(),
  /** Seed of the basis. Default 0. */
  basisSeed: z.int().min(0, "must be a whole number ≥ 0").default(0),
  /** The linear term b. Default 0. */
  b: vector().optional(),
  /** Where runs begin: a point, or "normal" for standard normal entries by the run's seed. Default: 0 with b, else "normal". */
  start: z.union([vector(), z.literal("normal")], "must be a list of numbers or 'normal'").optional(),
  /** Precision of the parameters. Default float64. */
  dtype: precision().default("float64"),
});

export type QuadraticOptions = z.input<typeof quadraticOptions>;

export type Quadratic = HasName &
  HasInitial<np.Array> &
  HasLoss<np.Array> &
  HasEvaluate &
  HasMinimum & {
    /** The matrix, as rows. */
    A: number[][];
    b: number[];
  };

/**
 * f(x) = ½ xᵀA x − bᵀx for a symmetric matrix A, given as it is or by its eigenvalues. The minimum is exact: −½ bᵀA⁺b
 * at A⁺b; it is −∞, at no point, where A has a negative eigenvalue or b has a part that A cannot reach.
 *
 * @throws {OptionError} if A is not square and symmetric, or the lengths of A, b and start differ.
 * @example
 * const valley = quadratic({ eigenvalues: geometric(1, 1e4, 50) });
 * const small = quadratic({ A: [[2, 0], [0, 1]], b: [1, 1] });
 */
export function quadratic(options: QuadraticOptions): Quadratic {
  const {
    A: given,
    eigenvalues,
    basisSeed,
    b: linear,
    start: from,
    dtype,
  } = readOptions("quadratic", quadraticOptions, options);
  if ((given === undefined) === (eigenvalues === undefined)) {
    throw new OptionError("quadratic: give either A or eigenvalues");
  }
  const A = given ?? withSpectrum(eigenvalues!, basisSeed);
  const n = A.length;
  if (A.some((row) => row.length !== n)) throw new OptionError("quadratic: A must be square");
  if (A.some((row, i) => row.some((entry, j) => Math.abs(entry - A[j]![i]!) > 1e-12 * (1 + Math.abs(entry))))) {
    throw new OptionError("quadratic: A must be symmetric");
  }
  const b = linear ?? Array<number>(n).fill(0);
  const start = from ?? (linear ? Array<number>(n).fill(0) : "normal");
  if (b.length !== n) throw new OptionError(`quadratic: b must have ${n} entries, got ${b.length}`);
  if (start !== "normal" && start.length !== n) {
    throw new OptionError(`quadratic: start must have ${n} entries, got ${start.length}`);
  }
  const name = `quadratic in ${n} dimensions`;
  const entries = A.flat();

  return {
    name,
    A,
    b,
    dimension: n,
    initial(key) {
      if (start === "normal") return random.normal(key, [n]).astype(dtype as np.DType);
      key.dispose();
      return toArray(start, [n], dtype);
    },
    loss(x) {
      const gradient = np
        .dot(toArray(entries, [n, n], dtype), x.ref)
        .mul(0.5)
        .sub(toArray(b, [n], dtype));
      return x.mul(gradient).sum();
    },
    evaluate: (points) =>
      points.map((x) =>
        x.reduce((sum, xi, i) => sum + xi * (0.5 * A[i]!.reduce((s, a, j) => s + a * x[j]!, 0) - b[i]!), 0),
      ),
    minimum: minimumOf(A, b),
  };
}

function minimumOf(A: number[][], b: number[]): HasMinimum["minimum"] {
  const matrix = new Matrix(A);
  const column = Matrix.columnVector(b);
  const svd = new SingularValueDecomposition(matrix, { autoTranspose: true });
  const at = svd.solve(column);
  const scale = svd.norm2 * at.norm() + column.norm();
  const isReached = matrix.mmul(at).sub(column).norm() <= 1e-9 * (scale + Number.MIN_VALUE);
  // With A = U S Vᵀ symmetric, an eigenvalue is negative where its u and v point against each other.
  const u = svd.leftSingularVectors;
  const v = svd.rightSingularVectors;
  const isConvex = svd.diagonal.every(
    (s, i) => s <= 1e-12 * svd.norm2 || u.getColumnVector(i).dot(v.getColumnVector(i)) > 0,
  );
  if (!isReached || !isConvex) return { value: Number.NEGATIVE_INFINITY };
  return { value: -0.5 * column.dot(at), at: [at.to1DArray()] };
}
