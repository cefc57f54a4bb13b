import { type Band, bands, type CellResult, cellsOf } from "gradus";
import { counted, formatNumber, formatSpread } from "../words/numbers.ts";
import { settingText } from "./layout.ts";
import { bestOf, measuresOf, type SweepResult, worstOf } from "./result.ts";

type Told = Pick<SweepResult, "plan" | "cells" | "view" | "isInterrupted">;

/** The setting whose median is best; nothing where no median is finite. */
export function bestBand({ cells, view }: Pick<SweepResult, "cells" | "view">, value: string): Band | undefined {
  const sign = bestOf(view, value) === "lowest" ? 1 : -1;
  const finite = bands(cells, value, { worst: worstOf(view, value) }).filter(({ median }) => Number.isFinite(median));
  return finite.reduce<Band | undefined>(
    (best, band) => (best === undefined || sign * band.median < sign * best.median ? band : best),
    undefined,
  );
}

/** "The lowest median of objective is 0.0012 [0.0011, 0.0013], at adam, learningRate 0.1 (3 seeds)." */
export function sweepSentence(sweep: Told): string {
  const { plan, cells, isInterrupted } = sweep;
  const planned = cellsOf(plan).length;
  const opening = isInterrupted ? `Interrupted after ${cells.length} of ${counted(planned, "cell")}. ` : "";
  const [value] = measuresOf(sweep);
  const best = value === undefined ? undefined : bestBand(sweep, value);
  if (value === undefined || best === undefined) return `${opening}No setting has a finite median.`;
  const figure = formatSpread({ value: best.median, low: best.low, high: best.high });
  const where = settingText(best.setting, plan.axes);
  const at = where === "" ? "" : `, at ${where}`;
  return `${opening}The ${bestOf(sweep.view, value)} median of ${value} is ${figure}${at} (${counted(plan.seeds.length, "seed")}).`;
}

/** "3 of 36 cells diverged; 1 failed: too wide"; nothing where all were done. */
export function troubleSentence(cells: readonly CellResult[]): string | undefined {
  const diverged = cells.filter(({ status }) => status === "diverged").length;
  const failed = cells.filter(({ status }) => status === "failed");
  const errors = [...new Set(failed.map(({ error }) => error ?? "unknown"))];
  const more = errors.length > 1 ? ` (and ${counted(errors.length - 1, "other error")})` : "";
  const parts = [
    diverged > 0 && `${diverged} of ${counted(cells.length, "cell")} diverged`,
    failed.length > 0 && `${failed.length} failed: ${errors[0]}${more}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? undefined : parts.join("; ");
}

/** The median of a setting in a table: a number, or why there is none. */
export function medianText(band: Band | undefined): string {
  if (band === undefined) return "–";
  if (band.cells === 0) return "failed";
  if (Number.isFinite(band.median)) return formatNumber(band.median);
  return band.diverged >= band.without ? "diverged" : "not reached";
}
