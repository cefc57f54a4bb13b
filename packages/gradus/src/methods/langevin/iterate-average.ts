import { z } from "../../core/options.ts";
import type { HasPlanted } from "../../core/problem.ts";
import { type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { type TopEigenvector, topEigenvector } from "../../engine/linear-algebra/top-eigenvector.ts";
import { norm, scaled } from "../../engine/linear-algebra/vector.ts";

/** What is averaged of the iterates. */
export type Averaged = "iterates" | "outer products";

const burnInRange = "must be a whole number ≥ 0";

export const averageOptions = {
  /**
   * "iterates" (the answer is the direction of the mean iterate; sign determined) or "outer products" (the answer is the top
   * eigenvector of the mean outer product; memory d²). Default by the parity of the problem's information exponent: odd
   * "iterates", even "outer products" (theorems 2 and 3); "iterates" where the problem does not tell it.
   */
  average: z.enum(["iterates", "outer products"], "must be 'iterates' or 'outer products'").optional(),
  /** Steps ≥ 0 before the average begins. */
  burnIn: z.int(burnInRange).min(0, burnInRange).optional(),
};

/** Sums over iterates and chains; `outer` is there where outer products are averaged, its lower triangle alone. */
export type IterateSums = { count: number; mean: Float64Array; outer?: Matrix };

/** What an average says of a direction. */
export type DirectionEstimates = {
  /** m = mean of θ, and its length: about 2/√(d T) where there is no signal. */
  mean: Float64Array;
  length: number;
  /** m/‖m‖; m itself where ‖m‖ < 1e-12, which is no direction. */
  first: Float64Array;
  hasDirection: boolean;
  /** Where outer products are averaged: M = mean of θ θᵀ, its top eigenvector, and the gap below its eigenvalue. */
  second?: TopEigenvector & { moment: Matrix };
};

const noDirection = 1e-12;

/** Sums of nothing. */
export const emptySums = (dimension: number, average: Averaged): IterateSums => ({
  count: 0,
  mean: new Float64Array(dimension),
  ...(average === "outer products" && { outer: zeros(dimension, dimension) }),
});

/** The sums with these points, one a row, among them. */
export function withPoints({ count, mean, outer }: IterateSums, theta: Matrix): IterateSums {
  const { rows, columns: d, data } = theta;
  const m = mean.slice();
  for (let row = 0; row < rows * d; row += d) for (let i = 0; i < d; i++) m[i]! += data[row + i]!;
  return { count: count + rows, mean: m, ...(outer && { outer: withOuterProducts(outer, theta) }) };
}

/** S + Σ θ θᵀ, the lower triangle; four points at a time, since most of the time goes here. */
function withOuterProducts(S: Matrix, { rows, columns: d, data }: Matrix): Matrix {
  const sums = S.data.slice();
  let m = 0;
  for (; m + 4 <= rows; m += 4) {
    const [a, b, c, e] = [m * d, (m + 1) * d, (m + 2) * d, (m + 3) * d];
    for (let i = 0; i < d; i++) {
      const [fa, fb, fc, fe] = [data[a + i]!, data[b + i]!, data[c + i]!, data[e + i]!];
      const row = i * d;
      for (let j = 0; j <= i; j++) {
        sums[row + j]! += fa * data[a + j]! + fb * data[b + j]! + (fc * data[c + j]! + fe * data[e + j]!);
      }
    }
  }
  for (; m < rows; m++) {
    const a = m * d;
    for (let i = 0; i < d; i++) {
      const factor = data[a + i]!;
      for (let j = 0; j <= i; j++) sums[i * d + j]! += factor * data[a + j]!;
    }
  }
  return { ...S, data: sums };
}

/**
 * The directions that sums of iterates point in.
 *
 *     m = Σ θ/count, M = Σ θ θᵀ/count;   m/‖m‖;   the eigenvector of M's largest eigenvalue
 *
 * Cost: d operations, and an eigendecomposition where there are outer products.
 * @source S. Wei, A. Damian, J. D. Lee, 2026, arXiv 2603.06028, theorems 2 and 3.
 * @example
 * const { first, second } = directionEstimates(state.sums);
 */
export function directionEstimates({ count, mean: sum, outer }: IterateSums): DirectionEstimates {
  const mean = scaled(sum, 1 / Math.max(count, 1));
  const length = norm(mean);
  const hasDirection = length >= noDirection;
  const first = hasDirection ? scaled(mean, 1 / length) : mean.slice();
  if (outer === undefined) return { mean, length, first, hasDirection };
  const d = outer.columns;
  const moment = zeros(d, d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      const value = outer.data[i * d + j]! / Math.max(count, 1);
      moment.data[i * d + j] = value;
      moment.data[j * d + i] = value;
    }
  }
  return { mean, length, first, hasDirection, second: { ...topEigenvector(moment), moment } };
}

/** The options of an average, with defaults by what the problem tells of itself. */
export const averageFor = (
  { average, burnIn }: { average?: Averaged | undefined; burnIn?: number | undefined },
  { informationExponent = 1 }: Partial<HasPlanted>,
  defaultBurnIn: number,
): { average: Averaged; burnIn: number } => ({
  average: average ?? (informationExponent % 2 === 0 ? "outer products" : "iterates"),
  burnIn: burnIn ?? defaultBurnIn,
});
