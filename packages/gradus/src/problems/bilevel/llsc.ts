import type { BilevelProblem, LevelFunction } from "../../core/bilevel.ts";
import { OptionError } from "../../core/errors.ts";
import { count, readOptions, z } from "../../core/options.ts";
import type { HasMetrics, HasName } from "../../core/problem.ts";
import { svd } from "../../engine/linear-algebra/decompositions.ts";
import { apply, applyTransposed, identity, type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { type BilevelPoint, readPoint } from "./point.ts";
import { affineConstraints } from "./quadratic-bilevel.ts";
import { startAt } from "./start-at.ts";

export const llscOptions = z.object({
  /** n, entries of x and of y, a multiple of 20. Default 40 (official code: 100). */
  dimension: count().default(40),
  /** Seed of the matrices. Default 0. */
  instance: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
});

export type LlscOptions = z.input<typeof llscOptions>;

export type Llsc = BilevelProblem & HasName & HasMetrics<BilevelPoint>;

/**
 * The toy whose lower level is strongly convex: y is the projection of x on an affine set that moves with x.
 *
 *     F = sin(cᵀx + dᵀy) + ln(‖x + y‖² + 1),   f = ½ ‖x − y‖²,   g = A y + H x = 0,   B x = 0 in the upper level
 *
 * A and H of 0.9 n × n, B of 0.45 n × n, c and d of n: all entries uniform in [0, 1]. Starts at 10 in every entry. The
 * minimum is not known. Metrics: `phi`, F at (x, y*(x)), and the distance of y from y*(x).
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source W. Yao, C. Yu, S. Zeng, J. Zhang, 2024, arXiv 2401.16164, toy "LLSC" (official code); Xiao et al. 2023.
 * @example
 * const { trace } = await minimize(llsc(), lvHba({ gamma1: 1, gamma2: 1, projectTheta: true }), { steps: 1000 });
 */
export function llsc(options: LlscOptions = {}): Llsc {
  const { dimension: n, instance } = readOptions("llsc", llscOptions, options);
  if (n % 20 !== 0) throw new OptionError(`llsc: dimension must be a multiple of 20, got ${n}`);
  const random = generator(seedFor(instance, "llsc"));
  const uniform = (rows: number, columns: number): Matrix => {
    const matrix = zeros(rows, columns);
    for (let k = 0; k < matrix.data.length; k++) matrix.data[k] = random.uniform();
    return matrix;
  };
  const [l, k] = [0.9 * n, 0.45 * n].map(Math.round) as [number, number];
  const [A, H, B] = [uniform(l, n), uniform(l, n), uniform(k, n)];
  const [c, d] = [uniform(1, n).data, uniform(1, n).data];

  const [lowerRows, allRows] = [zeros(l, 2 * n), zeros(l + k, 2 * n)];
  for (let i = 0; i < l; i++) {
    for (const matrix of [lowerRows, allRows]) {
      matrix.data.set(H.data.subarray(i * n, (i + 1) * n), i * 2 * n);
      matrix.data.set(A.data.subarray(i * n, (i + 1) * n), i * 2 * n + n);
    }
  }
  for (let i = 0; i < k; i++) allRows.data.set(B.data.subarray(i * n, (i + 1) * n), (l + i) * 2 * n);

  const upper = sineAndLogarithm(c, d);
  const { U, values, V } = svd(A);
  /** λ with A Aᵀ λ = A x + H x, and y = x − Aᵀ λ. */
  const solveLower = (x: Float64Array) => {
    const ofH = apply(H, x);
    const residual = apply(A, x).map((value, i) => value + ofH[i]!);
    const multipliers = apply(
      U,
      applyTransposed(U, residual).map((value, i) => value / values[i]! ** 2),
    );
    const back = apply(
      V,
      applyTransposed(U, residual).map((value, i) => value / values[i]!),
    );
    return { y: x.map((value, i) => value - back[i]!), multipliers, status: "solved" };
  };
  const ten = new Float64Array(n).fill(10);
  return {
    name: `LLSC in ${n} dimensions`,
    initial: startAt({ x: ten, y: ten }),
    bilevel: {
      sizes: { x: n, y: n },
      upper,
      lower: halfDistance(n),
      constraints: affineConstraints({ A: lowerRows, b: new Float64Array(l), kind: "equality" }, n),
      joint: { kind: "affine", A: allRows, b: new Float64Array(l + k) },
      upperSet: { kind: "affine", A: B, b: new Float64Array(k) },
      solveLower,
    },
    async metrics(answer) {
      const { x, y } = await readPoint(answer);
      const best = solveLower(x).y;
      const phi = await upper.value(x, best);
      return { phi, distance: Math.sqrt(y.reduce((sum, value, i) => sum + (value - best[i]!) ** 2, 0)) };
    },
  };
}

function sineAndLogarithm(c: Float64Array, d: Float64Array): LevelFunction {
  const parts = (x: Float64Array, y: Float64Array) => {
    const sum = x.map((value, i) => value + y[i]!);
    return { angle: dot(c, x) + dot(d, y), sum, square: dot(sum, sum) };
  };
  return {
    value(x, y) {
      const { angle, square } = parts(x, y);
      return Math.sin(angle) + Math.log(square + 1);
    },
    gradient(x, y) {
      const { angle, sum, square } = parts(x, y);
      const along = (direction: Float64Array) =>
        direction.map((value, i) => Math.cos(angle) * value + (2 * sum[i]!) / (square + 1));
      return { x: along(c), y: along(d) };
    },
  };
}

function halfDistance(n: number): LevelFunction {
  const yy = identity(n);
  const second = { xy: { ...yy, data: yy.data.map((value) => -value) }, yy };
  return {
    value: (x, y) => x.reduce((sum, value, i) => sum + (value - y[i]!) ** 2, 0) / 2,
    gradient(x, y) {
      const apart = x.map((value, i) => value - y[i]!);
      return { x: apart, y: apart.map((value) => -value) };
    },
    hessians: () => second,
  };
}
