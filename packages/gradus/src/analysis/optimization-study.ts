import { OptionError } from "../core/errors.ts";
import { type BootstrapOptions, bootstrapEnds } from "./critical-value.ts";
import type { SizeResult } from "./model-size-sweep.ts";
import { rankCorrelation } from "./rank-correlation.ts";

/** What the study reads of a sweep's results. */
export type SizeRow = Pick<SizeResult, "setting" | "seed" | "values">;

/** The middle of values; NaN where there are none or one is missing. */
function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  if (sorted.length === 0 || Number.isNaN(sorted.at(-1)!)) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** A number over the seeds, at one size. */
export type SizePoint = { size: number; median: number; low: number; high: number };

/**
 * The curve of a value over sizes for one training: median, least and largest over seeds, at each size by ascending size.
 * Medians, since at the threshold single seeds are off by factors of ten. A value that was not measured counts as infinite.
 *
 * @example
 * const curve = sizeCurve(results, "adam", "testMeanSquare");
 */
export function sizeCurve(rows: readonly SizeRow[], training: string, value: string): SizePoint[] {
  return [...curvesOf(rows, training, value)].map(([size, bySeed]) => {
    const values = [...bySeed.values()];
    return { size, median: median(values), low: Math.min(...values), high: Math.max(...values) };
  });
}

/** Values by size, ascending, then by seed. */
function curvesOf(rows: readonly SizeRow[], training: string, value: string): Map<number, Map<number, number>> {
  const curves = new Map<number, Map<number, number>>();
  const ascending = rows.toSorted((a, b) => a.setting.size - b.setting.size);
  for (const { setting, seed, values } of ascending) {
    if (setting.training !== training) continue;
    const bySeed = curves.get(setting.size) ?? new Map<number, number>();
    bySeed.set(seed, values[value] ?? Number.POSITIVE_INFINITY);
    curves.set(setting.size, bySeed);
  }
  return curves;
}

/** The size of the largest median, and the interval that holds it. */
export type PeakPlace = { size: number; low: number; high: number };

/**
 * Where the curve of medians over seeds is highest, with its interval over resamples of the seeds. A place at an end of the
 * sizes is no peak: the curve rises or falls throughout. The place is known no better than the sizes lie apart.
 *
 * @throws {OptionError} if the training has no results, or seeds differ in their sizes.
 * @example
 * const { size, low, high } = peakPlace(results, "adam", "testMeanSquare");
 */
export function peakPlace(
  rows: readonly SizeRow[],
  training: string,
  value: string,
  options: BootstrapOptions = {},
): PeakPlace {
  const curves = [...curvesOf(rows, training, value)];
  const seeds = [...(curves[0]?.[1].keys() ?? [])];
  if (seeds.length === 0) throw new OptionError(`peakPlace: there are no results of '${training}'`);
  const uneven = curves.find(([, bySeed]) => bySeed.size !== seeds.length || seeds.some((seed) => !bySeed.has(seed)));
  if (uneven) throw new OptionError(`peakPlace: each size must have the same seeds, size ${uneven[0]} has others`);
  const highest = (chosen: readonly number[]) => {
    const medians = curves.map(([, bySeed]) => median(chosen.map((seed) => bySeed.get(seed)!)));
    return curves[medians.indexOf(Math.max(...medians))]?.[0] ?? Number.NaN;
  };
  const [low, high] = bootstrapEnds("peakPlace", seeds, highest, { resamples: 1000, ...options });
  return { size: highest(seeds), low, high };
}

/** What is compared in a study: values at the threshold with those of a much wider model. */
export type StudyOptions = {
  /** The size at which the model can just interpolate: P = N. */
  threshold: number;
  /** A size far beyond it: P = 5 N. */
  wide: number;
  /** The names of the values. */
  trainLoss: string;
  testLoss: string;
};

/** A training in a study: how far it got at the threshold, and how high its peak is. */
export type StudyPoint = {
  training: string;
  /** At the threshold: the median over seeds. */
  trainLoss: number;
  /** Test loss at the threshold over that of the wide model: the median over seeds of the ratio of each. */
  peakRatio: number;
};

/** A study's points, and how they hang together. */
export type OptimizationStudy = {
  points: StudyPoint[];
  /** Of training loss and peak ratio, by Spearman: near −1 where a low loss goes with a high peak, whatever the training. */
  rankCorrelation: number;
};

/**
 * The one curve behind all knobs: training loss left at the interpolation threshold against the height of the test loss's
 * peak, a point for each training. The claim is that rates, steps, batches, scales and algorithms all move along it.
 *
 * A ratio can mislead where the wide model is not trained far enough either: look at the whole curve (`sizeCurve`) too.
 * Differences of losses below 10⁻¹², where all is interpolated, are rounding and do not count.
 *
 * @throws {OptionError} if a training was not measured at both sizes with the same seeds.
 * @source C. Y. Liu, J. Flanigan, 2023, arXiv 2312.03951, abstract. Reconstructed: the ratio and the correlation.
 * @example
 * const { points, rankCorrelation } = optimizationStudy(results, {
 *   threshold: 40,
 *   wide: 200,
 *   trainLoss: "trainMeanSquare",
 *   testLoss: "testMeanSquare",
 * });
 */
export function optimizationStudy(rows: readonly SizeRow[], options: StudyOptions): OptimizationStudy {
  const { threshold, wide, trainLoss, testLoss } = options;
  const trainings = [...new Set(rows.map(({ setting }) => setting.training))];
  const points = trainings.map((training): StudyPoint => {
    const test = curvesOf(rows, training, testLoss);
    const [narrow, wider] = [test.get(threshold), test.get(wide)];
    const seeds = [...(narrow?.keys() ?? [])];
    if (!narrow || !wider || wider.size !== seeds.length || seeds.some((seed) => !wider.has(seed))) {
      throw new OptionError(
        `optimizationStudy: '${training}' must have the same seeds at sizes ${threshold} and ${wide}, it has not`,
      );
    }
    const trained = curvesOf(rows, training, trainLoss).get(threshold)!;
    return {
      training,
      trainLoss: median([...trained.values()]),
      peakRatio: median(seeds.map((seed) => narrow.get(seed)! / wider.get(seed)!)),
    };
  });
  const logOf = (value: number) => Math.log(value + 1e-12);
  const correlation =
    points.length < 2
      ? Number.NaN
      : rankCorrelation(
          points.map((point) => logOf(point.trainLoss)),
          points.map((point) => Math.log(point.peakRatio)),
        );
  return { points, rankCorrelation: correlation };
}
