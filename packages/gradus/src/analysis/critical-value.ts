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

/** How an interval is found. */
export type BootstrapOptions = {
  /** In (0, 1). Default 0.95. */
  confidence?: number;
  /** Default 4000. */
  resamples?: number;
  /** Default 0. */
  seed?: number;
};

/**
 * The mean of values, with the interval that holds it with a given confidence: percentiles of the means of resamples.
 * Infinite or missing values make all three NaN.
 *
 * @throws {OptionError} if there are no values, or the confidence is not in (0, 1).
 * @source B. Efron, R. Tibshirani, An Introduction to the Bootstrap, 1993, section 13.3.
 * @example
 * const { mean, low, high } = bootstrapInterval(thresholds);
 */
export function bootstrapInterval(values: readonly number[], options: BootstrapOptions = {}): Interval {
  const meanOf = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [low, high] = bootstrapEnds("bootstrapInterval", values, meanOf, options);
  if (!values.every(Number.isFinite)) return { mean: Number.NaN, low: Number.NaN, high: Number.NaN };
  return { mean: meanOf(values), low, high };
}

/**
 * The ends of the interval that holds a statistic of some trials with a given confidence: percentiles of the statistic over
 * resamples of the trials.
 *
 * @throws {OptionError} naming `owner` if there are no trials, or the confidence is not in (0, 1).
 */
export function bootstrapEnds<Trial>(
  owner: string,
  trials: readonly Trial[],
  statistic: (trials: Trial[]) => number,
  { confidence = 0.95, resamples = 4000, seed = 0 }: BootstrapOptions = {},
): [low: number, high: number] {
  if (trials.length === 0) throw new OptionError(`${owner}: there must be values, got none`);
  if (!(confidence > 0 && confidence < 1)) {
    throw new OptionError(`${owner}: confidence must be in (0, 1), got ${confidence}`);
  }
  const { integer } = generator(seed);
  const found = Float64Array.from({ length: resamples }, () =>
    statistic(trials.map(() => trials[integer(trials.length)]!)),
  ).sort();
  const at = (share: number) => found[Math.min(resamples - 1, Math.max(0, Math.round(share * (resamples - 1))))]!;
  return [at((1 - confidence) / 2), at((1 + confidence) / 2)];
}
