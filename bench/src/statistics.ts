/** What repetitions of one measurement came to. */
export type Spread = { median: number; least: number; most: number };

/** The middle value; of an even count, the mean of the middle two. @throws {RangeError} if there is none. */
function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("the median of nothing");
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted.length >> 1;
  return sorted.length % 2 ? sorted[upper]! : (sorted[upper - 1]! + sorted[upper]!) / 2;
}

export const spread = (values: readonly number[]): Spread => ({
  median: median(values),
  least: Math.min(...values),
  most: Math.max(...values),
});

/**
 * How many times as long `other` took as `own`, round by round. Both were measured in every round, one after the other,
 * so a machine that slows down for a while slows both and leaves their ratio alone.
 */
export function ratio(other: readonly number[], own: readonly number[]): Spread {
  if (other.length !== own.length) throw new RangeError(`${other.length} rounds against ${own.length}`);
  return spread(other.map((seconds, round) => seconds / own[round]!));
}
