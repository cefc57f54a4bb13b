import type { Measurements, Statistic } from "../../src/statistic.ts";

/** How an overlap depends on dimension and samples: the name under which a trial measured it. */
export type Grid = {
  dimensions: readonly number[];
  /** Samples as multiples of d^{k/2}, in ascending order. */
  multiples: readonly number[];
  samples(d: number, multiple: number): number;
  nameOf(d: number, multiple: number): string;
  /** The overlap that counts as recovery. */
  target: number;
};

/**
 * The exponent a of n ∝ d^a at which the overlap reaches the target: the least-squares slope of log n against log d, n
 * being read off the medians over trials by interpolation in log n.
 */
function exponent(grid: Grid, trials: Measurements[]): number {
  const points = grid.dimensions.map((d) => [Math.log(d), logSamplesAtTarget(grid, d, trials)] as const);
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const along = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return along / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

/** NaN where the grid does not reach from below the target to above it. */
function logSamplesAtTarget({ multiples, samples, nameOf, target }: Grid, d: number, trials: Measurements[]): number {
  const curve = multiples.map((multiple) => ({
    x: Math.log(samples(d, multiple)),
    y: middle(trials.map((trial) => trial[nameOf(d, multiple)] ?? Number.NaN)),
  }));
  const above = curve.findLastIndex(({ y }) => !(y >= target)) + 1;
  const [from, to] = [curve[above - 1], curve[above]];
  if (from === undefined || to === undefined) return Number.NaN;
  return from.x + ((target - from.y) / (to.y - from.y)) * (to.x - from.x);
}

function middle(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Exponents of all samples with replacement of the trials, in ascending order. */
function resampled(grid: Grid, trials: Measurements[]): number[] {
  const count = trials.length;
  const exponents: number[] = [];
  for (let code = 0; code < count ** count; code++) {
    const sample = trials.map((_, i) => trials[Math.floor(code / count ** i) % count]!);
    exponents.push(exponent(grid, sample));
  }
  return exponents.some(Number.isNaN) ? [] : exponents.sort((a, b) => a - b);
}

/** The exponent, from medians over trials; the spread is the 90 % interval of all samples with replacement of them. */
export const exponentOf = (grid: Grid): Statistic => ({
  kind: "exponent, 90 % interval",
  value: (trials) => exponent(grid, trials),
  spread: (trials) => interval(grid, trials),
});

/** The upper end of that interval. */
export const upperEndOf = (grid: Grid): Statistic => ({
  kind: "upper end of the 90 % interval",
  value: (trials) => interval(grid, trials)[1]!,
  spread: (trials) => interval(grid, trials),
});

function interval(grid: Grid, trials: Measurements[]): [number, number] {
  const exponents = resampled(grid, trials);
  const at = (share: number) => exponents[Math.round(share * (exponents.length - 1))] ?? Number.NaN;
  return [at(0.05), at(0.95)];
}
