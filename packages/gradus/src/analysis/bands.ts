import { OptionError } from "../core/errors.ts";
import { type Axes, type CellResult, cellName, cellsOf, type Setting, type SweepPlan } from "./sweep.ts";

/** What came of one setting, over its seeds. */
export type Band<A extends Axes = Axes> = {
  setting: Setting<A>;
  /** Cells that the figures are of: done or diverged. Figures of none are NaN. */
  cells: number;
  /** Cells of these that diverged. */
  diverged: number;
  /** Cells of these that were done and gave no such value. */
  without: number;
  /** Cells beside these whose measuring threw: nothing is known of their value. */
  failed: number;
  median: number;
  /** A quarter and three quarters of the way through the values in order, interpolated. */
  lowerQuartile: number;
  upperQuartile: number;
  /** The smallest and the largest value. */
  low: number;
  high: number;
};

/**
 * Cells summed up over their seeds: a band for each setting, in the order in which settings first appear.
 *
 * A cell that diverged counts as `worst`, even where this value of it is finite, and so does one that was done without
 * giving the value (a target that was not reached). A median is therefore finite only if most seeds had a finite value: a
 * setting is not praised for the seeds that it survived. A cell that failed says nothing of its setting; it is counted
 * apart and enters no figure.
 *
 * @param value the name of the value, as `measure` gave it.
 * @param options `worst`: Infinity (default) where small values are good, −Infinity where large ones are.
 * @throws {OptionError} if `worst` is finite or NaN.
 * @example
 * for (const { setting, median, low, high, diverged } of bands(results, "loss")) {
 *   console.log(setting.learningRate, median, [low, high], diverged);
 * }
 */
export function bands<A extends Axes>(
  results: readonly CellResult<A>[],
  value: string,
  { worst = Number.POSITIVE_INFINITY }: { worst?: number } = {},
): Band<A>[] {
  if (worst !== Number.POSITIVE_INFINITY && worst !== Number.NEGATIVE_INFINITY) {
    throw new OptionError(`bands: worst must be Infinity or −Infinity, got ${worst}`);
  }
  const settings = Map.groupBy(results, ({ setting }) => cellName({ setting, seed: 0 }));
  return [...settings.values()].map((cells) => {
    const counted = cells.filter(({ status }) => status !== "failed");
    const figureOf = ({ status, values }: CellResult<A>) => (status === "done" ? values[value] : undefined) ?? worst;
    const sorted = counted.map(figureOf).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return {
      setting: cells[0]!.setting,
      cells: counted.length,
      diverged: counted.filter(({ status }) => status === "diverged").length,
      without: counted.filter(({ status, values }) => status === "done" && values[value] === undefined).length,
      failed: cells.length - counted.length,
      median: quantile(sorted, 0.5),
      lowerQuartile: quantile(sorted, 0.25),
      upperQuartile: quantile(sorted, 0.75),
      low: quantile(sorted, 0),
      high: quantile(sorted, 1),
    };
  });
}

/** The results of a plan's cells in the plan's order, whatever the order in which they came; others are left out. */
export function inPlanOrder<A extends Axes>(plan: SweepPlan<A>, results: readonly CellResult<A>[]): CellResult<A>[] {
  const named = new Map(results.map((result) => [cellName(result), result]));
  return cellsOf(plan).flatMap((cell) => named.get(cellName(cell)) ?? []);
}

/** Between the two values in order next to a share of the way; between a finite and an infinite one it is infinite. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [before, after] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (before === undefined || after === undefined) return Number.NaN;
  if (before === after || !Number.isFinite(before)) return before;
  return before + (after - before) * (place - Math.floor(place));
}
