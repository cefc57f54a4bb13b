import { OptionError } from "../core/errors.ts";
import { z } from "../core/options.ts";
import { fromRows, type Matrix, apply as times } from "../engine/linear-algebra/matrix.ts";
import { cholesky, solveCholesky, solveLower, solveLowerTransposed } from "../engine/linear-algebra/solve.ts";
import { dot, norm } from "../engine/linear-algebra/vector.ts";

/** A positive definite B: its diagonal, its rows, or a matrix. Entries in the order of `toVector`. */
export type MetricOption = ArrayLike<number> | readonly ArrayLike<number>[] | Matrix;

/** The option of a method; without it B is the identity. */
export const metricOption = () =>
  z
    .custom<MetricOption>(
      (value) => typeof value === "object" && value !== null && ("data" in value || "length" in value),
      "must be a diagonal, rows or a matrix",
    )
    .optional();

/** Lengths of steps and of gradients: ‖h‖ = √(hᵀ B h), ‖g‖_* = √(gᵀ B⁻¹ g). */
export interface Metric {
  /** B h */
  apply(h: Float64Array): Float64Array;
  /** B⁻¹ g */
  solve(g: Float64Array): Float64Array;
  norm(h: Float64Array): number;
  dualNorm(g: Float64Array): number;
  /** H + λ B */
  regularize(H: Matrix, lambda: number): Matrix;
  /** L⁻¹ g for B = L Lᵀ: ‖L⁻¹ g‖ is ‖g‖_* */
  whiten(g: Float64Array): Float64Array;
  /** L⁻ᵀ y: its ‖·‖ is the Euclidean norm of y. */
  unwhiten(y: Float64Array): Float64Array;
}

/**
 * The metric of n parameters. A dense one is factored once, here.
 * @throws {OptionError} naming the method if sizes do not fit, or B is not positive definite.
 */
export function metricOf(owner: string, option: MetricOption | undefined, n: number): Metric {
  if (option === undefined) return diagonal(new Float64Array(n).fill(1));
  const isMatrix = "data" in option;
  const length = isMatrix ? option.rows : option.length;
  if (length !== n || (isMatrix && option.columns !== n)) {
    throw new OptionError(`${owner}: metric must be of ${n} parameters, got one of ${length}`);
  }
  if (!isMatrix && typeof option[0] === "number") {
    const entries = Float64Array.from(option as ArrayLike<number>);
    const wrong = entries.find((b) => !(b > 0 && b < Number.POSITIVE_INFINITY));
    if (wrong !== undefined) throw new OptionError(`${owner}: metric's diagonal must be positive, got ${wrong}`);
    return diagonal(entries);
  }
  return dense(owner, isMatrix ? option : fromRows(option as readonly ArrayLike<number>[]));
}

function diagonal(b: Float64Array): Metric {
  const roots = b.map(Math.sqrt);
  const over = (x: Float64Array, divisors: Float64Array) => x.map((value, i) => value / divisors[i]!);
  return {
    apply: (h) => h.map((value, i) => value * b[i]!),
    solve: (g) => over(g, b),
    norm: (h) => norm(h.map((value, i) => value * roots[i]!)),
    dualNorm: (g) => norm(over(g, roots)),
    regularize({ rows, columns, data }, lambda) {
      const sum = data.slice();
      for (let i = 0; i < rows; i++) sum[i * columns + i]! += lambda * b[i]!;
      return { rows, columns, data: sum };
    },
    whiten: (g) => over(g, roots),
    unwhiten: (y) => over(y, roots),
  };
}

function dense(owner: string, B: Matrix): Metric {
  const L = B.rows === B.columns ? cholesky(B) : undefined;
  if (L === undefined) throw new OptionError(`${owner}: metric must be symmetric positive definite`);
  return {
    apply: (h) => times(B, h),
    solve: (g) => solveCholesky(L, g),
    norm: (h) => Math.sqrt(dot(h, times(B, h))),
    dualNorm: (g) => norm(solveLower(L, g)),
    regularize: ({ rows, columns, data }, lambda) => ({
      rows,
      columns,
      data: data.map((value, i) => value + lambda * B.data[i]!),
    }),
    whiten: (g) => solveLower(L, g),
    unwhiten: (y) => solveLowerTransposed(L, y),
  };
}
