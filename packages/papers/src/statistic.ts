/** What one trial (one seed, or one case) measured: named numbers. */
export type Measurements = Record<string, number>;

/** A figure over all trials of an experiment, with the values whose spread is reported beside it. */
export type Statistic = {
  /** Says how the figure is made: "mean", "median", "largest" … */
  kind: string;
  value(trials: Measurements[]): number;
  spread(trials: Measurements[]): number[];
};

/** A number of one trial. */
export type Reading = (trial: Measurements) => number;

/** The number that a trial measured under this name; NaN, which satisfies no criterion, if it measured none. */
export const measured =
  (name: string): Reading =>
  (trial) =>
    trial[name] ?? Number.NaN;

/** One reading less another. */
export const difference =
  (first: Reading, second: Reading): Reading =>
  (trial) =>
    first(trial) - second(trial);

/** One reading over another. */
export const ratio =
  (first: Reading, second: Reading): Reading =>
  (trial) =>
    first(trial) / second(trial);

const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function middle(values: number[]): number {
  if (values.some(Number.isNaN)) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

const over =
  (kind: string, reduce: (values: number[]) => number) =>
  (...readings: Reading[]): Statistic => {
    const spread = (trials: Measurements[]) => trials.flatMap((trial) => readings.map((reading) => reading(trial)));
    return { kind, value: (trials) => reduce(spread(trials)), spread };
  };

/** The reading itself, for an experiment of one trial. */
export const single = over("value", (values) => (values.length === 1 ? values[0]! : Number.NaN));

/** The mean of a reading over the trials; of several readings, over them too. */
export const mean = over("mean", average);

/** The median of a reading over the trials; of several readings, over them too. */
export const median = over("median", middle);

/** The largest reading: for "in every trial at most". A NaN is not lost. */
export const largest = over("largest", (values) => Math.max(...values));

/** The smallest reading: for "in every trial at least". A NaN is not lost. */
export const smallest = over("smallest", (values) => Math.min(...values));

/** In how many trials a condition was met (the spread is 0 or 1 for each). */
export const countOf = (condition: (trial: Measurements) => boolean): Statistic => ({
  ...over("count", (values) => values.reduce((sum, value) => sum + value, 0))((trial) => Number(condition(trial))),
});

/** A figure of the readings' means over the trials; the spread is of the same figure within each trial. */
const ofMeans = (kind: string, combine: (mean: (reading: Reading) => number) => number): Statistic => ({
  kind,
  value: (trials) => combine((reading) => average(trials.map(reading))),
  spread: (trials) => trials.map((trial) => combine((reading) => reading(trial))),
});

/** The mean of one reading over the mean of another. */
export const ratioOfMeans = (numerator: Reading, denominator: Reading): Statistic =>
  ofMeans("ratio of means", (mean) => mean(numerator) / mean(denominator));

/** The mean of a reading over the least mean of others: a loss against that of the best contender. */
export const ratioToLeastMean = (numerator: Reading, others: Reading[]): Statistic =>
  ofMeans("ratio to the least mean", (mean) => mean(numerator) / Math.min(...others.map((other) => mean(other))));

/** The largest mean of some readings less the largest of others: each method at its best setting. */
export const differenceOfBestMeans = (ours: Reading[], theirs: Reading[]): Statistic =>
  ofMeans(
    "difference of the best means",
    (mean) => Math.max(...ours.map((own) => mean(own))) - Math.max(...theirs.map((other) => mean(other))),
  );

/** The largest mean of some readings less the least: how far they lie apart. */
export const rangeOfMeans = (...readings: Reading[]): Statistic =>
  ofMeans("range of means", (mean) => {
    const means = readings.map((reading) => mean(reading));
    return Math.max(...means) - Math.min(...means);
  });

/** Any other figure of all trials, with the reading whose spread is shown. */
export const figure = (kind: string, value: (trials: Measurements[]) => number, reading: Reading): Statistic => ({
  kind,
  value,
  spread: (trials) => trials.map(reading),
});
