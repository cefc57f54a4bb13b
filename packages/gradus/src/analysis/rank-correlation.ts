import { OptionError } from "../core/errors.ts";

/** Ranks 1, 2, …; those that are equal share their mean rank. */
function ranks(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1);
}

/**
 * Spearman's rank correlation: how far two lists rise together, whatever the shape, in [−1, 1]. Equal values share their mean
 * rank. NaN where a value is missing or a list does not change.
 *
 * @throws {OptionError} if the lists differ in length or hold fewer than two values.
 * @example
 * rankCorrelation([1, 2, 3], [10, 100, 1000]); // 1
 */
export function rankCorrelation(x: readonly number[], y: readonly number[]): number {
  if (x.length !== y.length || x.length < 2) {
    throw new OptionError(
      `rankCorrelation: two lists of the same length ≥ 2 are needed, got ${x.length} and ${y.length}`,
    );
  }
  if ([...x, ...y].some(Number.isNaN)) return Number.NaN;
  const middle = (x.length + 1) / 2;
  const [a, b] = [ranks(x), ranks(y)].map((list) => list.map((rank) => rank - middle)) as [number[], number[]];
  const dot = (u: number[], v: number[]) => u.reduce((sum, value, i) => sum + value * v[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
