import { OptionError } from "../core/errors.ts";
import { generator } from "../engine/random.ts";

/** Where something is lost: not yet at `low`, already at `high`. */
export type Bracket = {
  low: number;
  high: number;
  /** Between the two; the end that is meant where nothing changes: −∞ lost throughout, ∞ nowhere. */
  estimate: number;
};

/**
 * Brackets the whole number at which something is lost, by bisection: for what is once lost for more (stability with the
 * number of flips, say). Each question may be a run of its own.
 *
 * @param isLost asked at whole numbers in [first, last].
 * @throws {OptionError} if first and last are not whole numbers in ascending order.
 * @example
 * const { low, high } = await bracketLoss(async (flips) => (await endOf(flips)) > 0.1, 0, 20);
 */
export async function bracketLoss(
  isLost: (value: number) => boolean | Promise<boolean>,
  first: number,
  last: number,
): Promise<Bracket> {
  if (!Number.isInteger(first) || !Number.isInteger(last) || first > last) {
    throw new OptionError(`bracketLoss: first and last must be whole numbers in order, got ${first} and ${last}`);
  }
  if (await isLost(first)) return { low: first, high: first, estimate: Number.NEGATIVE_INFINITY };
  if (!(await isLost(last))) return { low: last, high: last, estimate: Number.POSITIVE_INFINITY };
  let [low, high] = [first, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await isLost(middle)) high = middle;
    else low = middle;
  }
  return { low, high, estimate: (low + high) / 2 };
}

/** A mean with its interval. */
export type Interval = { mean: number; low: number; high: number };

/**
 * The mean of values, with the interval that holds it with a given confidence: percentiles of the means of resamples.
 * Infinite or missing values make all three NaN.
 *
 * @throws {OptionError} if there are no values, or the confidence is not in (0, 1).
 * @source B. Efron, R. Tibshirani, An Introduction to the Bootstrap, 1993, section 13.3.
 * @example
 * const { mean, low, high } = bootstrapInterval(thresholds);
 */
export function bootstrapInterval(
  values: readonly number[],
  { confidence = 0.95, resamples = 4000, seed = 0 }: { confidence?: number; resamples?: number; seed?: number } = {},
): Interval {
  if (values.length === 0) throw new OptionError("bootstrapInterval: there must be values, got none");
  if (!(confidence > 0 && confidence < 1)) {
    throw new OptionError(`bootstrapInterval: confidence must be in (0, 1), got ${confidence}`);
  }
  if (!values.every(Number.isFinite)) return { mean: Number.NaN, low: Number.NaN, high: Number.NaN };
  const meanOf = (list: ArrayLike<number>) => Array.from(list).reduce((sum, value) => sum + value, 0) / list.length;
  const { integer } = generator(seed);
  const means = Float64Array.from({ length: resamples }, () =>
    meanOf(values.map(() => values[integer(values.length)]!)),
  ).sort();
  const at = (share: number) => means[Math.min(resamples - 1, Math.max(0, Math.round(share * (resamples - 1))))]!;
  return { mean: meanOf(values), low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) };
}
