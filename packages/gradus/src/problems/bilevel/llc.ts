import type { BilevelProblem, LevelFunction } from "../../core/bilevel.ts";
import { count, positive, readOptions, z } from "../../core/options.ts";
import type { HasMetrics, HasMinimum, HasName } from "../../core/problem.ts";
import { type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { norm } from "../../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { type BilevelPoint, readPoint } from "./point.ts";
import { affineConstraints } from "./quadratic-bilevel.ts";
import { startAt } from "./start-at.ts";

export const llcOptions = z.object({
  /** n, entries of x; y has twice as many. Default 100 (official code). */
  dimension: count().default(100),
  /** s > 0, by which the constraint is multiplied, or "unit": 1/√n. Default "unit" [reconstructed; the official code has 1]. */
  scale: z.union([z.literal("unit"), positive()], "must be a positive number or 'unit'").default("unit"),
  /** Start at 10 in every entry (official code), or x ~ N(0, 1) and y ~ 3 N(0, 1). Default "normal". */
  start: z.enum(["normal", "tens"], "must be 'normal' or 'tens'").default("normal"),
  /** Seed of the start. Default 0. */
  instance: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
});

export type LlcOptions = z.input<typeof llcOptions>;

export type Llc = BilevelProblem & HasName & HasMinimum & HasMetrics<BilevelPoint>;

/**
 * The toy whose lower level is merely convex and has many solutions: y = (y₁, y₂) of 2n entries,
 *
 *     F = ½ ‖x − y₂‖² + ½ ‖y₁ − 1‖²,   f = ½ ‖y₁‖² − xᵀy₁ + 1ᵀy₂,   g = s (1ᵀx + 1ᵀy₁ + 1ᵀy₂) = 0
 *
 * Solved at x = −0.3, y₁ = 0.7, y₂ = −0.4 in every entry with F = 0.05 n and multiplier −1/s. Any y₂ with the right sum
 * solves the lower level. Metrics: relative errors of x and y, and `lowerGap`, f − min f = ½ ‖y₁ − x − 1‖².
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source W. Yao, C. Yu, S. Zeng, J. Zhang, 2024, arXiv 2401.16164, toy "LLC" (official code).
 * @example
 * const { trace } = await minimize(llc(), lvHba({ alpha: 0.1, p: 0.49 }), { steps: 4000 });
 */
export function llc(options: LlcOptions = {}): Llc {
  const { dimension: n, scale, start, instance } = readOptions("llc", llcOptions, options);
  const s = scale === "unit" ? 1 / Math.sqrt(n) : scale;
  const A: Matrix = { rows: 1, columns: 3 * n, data: new Float64Array(3 * n).fill(s) };
  const b = new Float64Array(1);
  const random = generator(seedFor(instance, "llc"));
  const first = {
    x: start === "tens" ? new Float64Array(n).fill(10) : random.normals(n),
    y: start === "tens" ? new Float64Array(2 * n).fill(10) : random.normals(2 * n).map((value) => 3 * value),
  };
  const solution = {
    x: new Float64Array(n).fill(-0.3),
    y: Float64Array.from({ length: 2 * n }, (_, i) => (i < n ? 0.7 : -0.4)),
  };
  return {
    name: `LLC in ${n} dimensions`,
    initial: startAt(first),
    bilevel: {
      sizes: { x: n, y: 2 * n },
      upper: upperOf(n),
      lower: lowerOf(n),
      constraints: affineConstraints({ A, b, kind: "equality" }, n),
      joint: { kind: "affine", A, b },
    },
    minimum: { value: 0.05 * n, at: [[...solution.x, ...solution.y]] },
    async metrics(answer) {
      const { x, y } = await readPoint(answer);
      const error = (values: Float64Array, expected: Float64Array) =>
        norm(values.map((value, i) => value - expected[i]!)) / norm(expected);
      const off = x.map((value, i) => y[i]! - value - 1);
      return { errorX: error(x, solution.x), errorY: error(y, solution.y), lowerGap: norm(off) ** 2 / 2 };
    },
  };
}

function upperOf(n: number): LevelFunction {
  return {
    value(x, y) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (x[i]! - y[n + i]!) ** 2 + (y[i]! - 1) ** 2;
      return sum / 2;
    },
    gradient: (x, y) => ({
      x: x.map((value, i) => value - y[n + i]!),
      y: y.map((value, i) => (i < n ? value - 1 : value - x[i - n]!)),
    }),
  };
}

function lowerOf(n: number): LevelFunction {
  let second: { xy: Matrix; yy: Matrix } | undefined;
  return {
    value(x, y) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += y[i]! ** 2 / 2 - x[i]! * y[i]! + y[n + i]!;
      return sum;
    },
    gradient: (x, y) => ({ x: x.map((_, i) => -y[i]!), y: y.map((value, i) => (i < n ? value - x[i]! : 1)) }),
    hessians() {
      if (!second) {
        const [xy, yy] = [zeros(n, 2 * n), zeros(2 * n, 2 * n)];
        for (let i = 0; i < n; i++) {
          xy.data[i * 2 * n + i] = -1;
          yy.data[i * 2 * n + i] = 1;
        }
        second = { xy, yy };
      }
      return second;
    },
  };
}
