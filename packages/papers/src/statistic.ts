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

/** The mean of one reading over the mean of another; the spread is of the same ratio within each trial. */
export const ratioOfMeans = (numerator: Reading, denominator: Reading): Statistic => ({
  kind: "ratio of means",
  value: (trials) => average(trials.map(numerator)) / average(trials.map(denominator)),
  spread: (trials) => trials.map(ratio(numerator, denominator)),
});

/** The median of one reading over the median of another; the spread is of the same ratio within each trial. */
export const ratioOfMedians = (numerator: Reading, denominator: Reading): Statistic => ({
  kind: "ratio of medians",
  value: (trials) => middle(trials.map(numerator)) / middle(trials.map(denominator)),
  spread: (trials) => trials.map(ratio(numerator, denominator)),
});

/** The reading whose mean over the trials is the largest; the first whose mean is no number, if there is one. */
function ofLargestMean(readings: Reading[], trials: Measurements[]): Reading {
  const means = readings.map((reading) => average(trials.map(reading)));
  const unknown = means.findIndex(Number.isNaN);
  return readings[unknown >= 0 ? unknown : means.indexOf(Math.max(...means))]!;
}

const negative =
  (reading: Reading): Reading =>
  (trial) =>
    -reading(trial);

const ofLeastMean = (readings: Reading[], trials: Measurements[]): Reading =>
  negative(ofLargestMean(readings.map(negative), trials));

/**
 * A figure of two readings that are chosen by their means over all trials. The spread is of these two within each trial:
 * choosing anew in each would compare other contenders than the figure does.
 */
const ofChosen = (
  kind: string,
  choose: (trials: Measurements[]) => [Reading, Reading],
  combine: (first: number, second: number) => number,
): Statistic => ({
  kind,
  value(trials) {
    const [first, second] = choose(trials);
    return combine(average(trials.map(first)), average(trials.map(second)));
  },
  spread(trials) {
    const [first, second] = choose(trials);
    return trials.map((trial) => combine(first(trial), second(trial)));
  },
});

/** The mean of a reading over the least mean of others: a loss against that of the best contender. */
export const ratioToLeastMean = (numerator: Reading, others: Reading[]): Statistic =>
  ofChosen(
    "ratio to the least mean",
    (trials) => [numerator, ofLeastMean(others, trials)],
    (first, second) => first / second,
  );

/**
 * The median of a reading's ratio to the one among others whose median over all trials is least: for contenders that come
 * apart in single trials.
 */
export function ratioToLeastMedian(numerator: Reading, others: Reading[]): Statistic {
  const ratios = (trials: Measurements[]) => {
    const medians = others.map((other) => middle(trials.map(other)));
    const unknown = medians.findIndex(Number.isNaN);
    return trials.map(ratio(numerator, others[unknown >= 0 ? unknown : medians.indexOf(Math.min(...medians))]!));
  };
  return {
    kind: "median of ratios to the least median",
    value: (trials) => middle(ratios(trials)),
    spread: ratios,
  };
}

/** The largest mean of some readings less the largest of others: each method at its best setting. */
export const differenceOfBestMeans = (ours: Reading[], theirs: Reading[]): Statistic =>
  ofChosen(
    "difference of the best means",
    (trials) => [ofLargestMean(ours, trials), ofLargestMean(theirs, trials)],
    (first, second) => first - second,
  );

/** The largest mean of some readings less the least: how far they lie apart. */
export const rangeOfMeans = (...readings: Reading[]): Statistic =>
  ofChosen(
    "range of means",
    (trials) => [ofLargestMean(readings, trials), ofLeastMean(readings, trials)],
    (first, second) => first - second,
  );

/** Any other figure of all trials, with the reading whose spread is shown. */
export const figure = (kind: string, value: (trials: Measurements[]) => number, reading: Reading): Statistic => ({
  kind,
  value,
  spread: (trials) => trials.map(reading),
});
