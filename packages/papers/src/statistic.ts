/** What one trial (one seed, or one case) measured: named numbers. */
export type Measurements = Record<string, number>;

/** A figure over all trials of an experiment, with the values whose spread is reported beside it. */
export type Statistic = {
  /** Says how the figure is made: "mean", "median", "largest" … */
  kind: string;
  value(trials: Measurements[]): number;
  spread(trials: Measurements[]): number[];
};

type Reading = (trial: Measurements) => number;

const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function middle(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

const over =
  (kind: string, reduce: (values: number[]) => number) =>
  (reading: Reading): Statistic => ({
    kind,
    value: (trials) => reduce(trials.map(reading)),
    spread: (trials) => trials.map(reading),
  });

/** The mean of a reading over the trials. */
export const mean = over("mean", average);

/** The median of a reading over the trials. */
export const median = over("median", middle);

/** The largest reading: for "in every trial at most". A NaN is not lost. */
export const largest = over("largest", (values) => Math.max(...values));

/** The smallest reading: for "in every trial at least". A NaN is not lost. */
export const smallest = over("smallest", (values) => Math.min(...values));

/** In how many trials a condition was met (the spread is 0 or 1 for each). */
export const countOf = (condition: (trial: Measurements) => boolean): Statistic => ({
  ...over("count", (values) => values.reduce((sum, value) => sum + value, 0))((trial) => Number(condition(trial))),
});

/** The mean of one reading over the mean of another; the spread is of the ratios within each trial. */
export const ratioOfMeans = (numerator: Reading, denominator: Reading): Statistic => ({
  kind: "ratio of means",
  value: (trials) => average(trials.map(numerator)) / average(trials.map(denominator)),
  spread: (trials) => trials.map((trial) => numerator(trial) / denominator(trial)),
});

/** Any other figure of all trials, with the reading whose spread is shown. */
export const figure = (kind: string, value: (trials: Measurements[]) => number, reading: Reading): Statistic => ({
  kind,
  value,
  spread: (trials) => trials.map(reading),
});
