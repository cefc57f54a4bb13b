import type { Trace } from "../../core/trace.ts";

/** The first step at which a number of the rows is at or above a bound; infinite if it never is. */
export function firstReaching({ rows }: Pick<Trace, "rows">, name: string, bound: number): number {
  const row = rows.find(({ extra }) => (extra[name] ?? Number.NaN) >= bound);
  return row ? row.step : Number.POSITIVE_INFINITY;
}

/** When a network memorised its training data, and when it generalised. */
export type Emergence = {
  /** The first step with a training accuracy of 99 %. */
  memorised: number;
  /** The first step with a test accuracy of 95 %. */
  generalised: number;
  /** generalised/memorised: far above 1 where the network grokked, infinite where it only memorised, NaN where it did neither. */
  delay: number;
  /** The step with the largest `featureGradient`, where that was looked at: features are under way. */
  strongestSignal?: number;
};

/**
 * Reads from a run when features emerged. Steps are those that were looked at, so they are as coarse as `every` of
 * `observe`; metrics and instruments at a step are those before its update.
 *
 * @source Y. Tian, 2025, arXiv 2509.21519: 99 % and 95 % are those of its replications, not of the paper.
 * @example
 * const { delay } = emergence(trace);
 */
export function emergence(trace: Pick<Trace, "rows">): Emergence {
  const memorised = firstReaching(trace, "trainAccuracy", 0.99);
  const generalised = firstReaching(trace, "testAccuracy", 0.95);
  const signals = trace.rows.filter(({ extra }) => Number.isFinite(extra["featureGradient"]));
  const strongest = signals.reduce<(typeof signals)[number] | undefined>(
    (best, row) => (best && best.extra["featureGradient"]! >= row.extra["featureGradient"]! ? best : row),
    undefined,
  );
  // At step 0 nothing was learnt, so the delay of what begins above both bounds is 1.
  const delay = generalised === memorised && Number.isFinite(memorised) ? 1 : generalised / memorised;
  return { memorised, generalised, delay, ...(strongest && { strongestSignal: strongest.step }) };
}
