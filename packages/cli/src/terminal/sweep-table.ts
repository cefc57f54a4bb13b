import {
  axisText,
  bestBand,
  chartOf,
  counted,
  formatSpread,
  measuresOf,
  medianText,
  methodAxis,
  type SweepChart,
  type SweepPanel,
  type SweepResult,
  settingText,
  sweepSentence,
  type Tile,
  troubleSentence,
  worstOf,
} from "@gradus/workbench";
import { type Band, bands } from "gradus";
import { renderTable, visibleLength } from "./table.ts";
import type { Screen } from "./terminal.ts";

/** The medians of a sweep's values, each value as a grid like its chart, and in words what was best and what went wrong. */
export function sweepTable(sweep: SweepResult, screen: Screen): string {
  const { plan, subject, cells } = sweep;
  const seeds = plan.seeds.length > 1 ? `, median over ${counted(plan.seeds.length, "seed")}` : "";
  const parts = measuresOf(sweep).map(
    (value) => `${screen.paint.bold(`${subject}: ${value}${seeds}`)}\n\n${tableOf(sweep, value, screen)}`,
  );
  const trouble = troubleSentence(cells);
  const words = [sweepSentence(sweep), trouble && screen.paint.red(trouble)].filter((line) => line !== undefined);
  return `${parts.join("\n")}\n${words.join("\n")}\n`;
}

function tableOf(sweep: SweepResult, value: string, screen: Screen): string {
  const chart = chartOf(sweep, value);
  const best = bestBand(sweep, value);
  if (chart === undefined) return list(sweep, value, screen);
  const grids = chart.panels.map((panel) => grid(chart, panel, best, screen));
  const isTooWide = grids.some((text) => text.split("\n").some((line) => visibleLength(line) > screen.columns));
  return isTooWide ? list(sweep, value, screen) : grids.join("\n");
}

/** Rows and columns as in the chart: of a map, y and x; of curves, x and the methods. */
function grid(chart: SweepChart, { title, lines }: SweepPanel, best: Band | undefined, screen: Screen): string {
  const text = ({ band }: Tile) => cellText(band, best, screen);
  const isMap = chart.kind === "map";
  // Numbers grow upwards, as in the chart.
  const rows = isMap && chart.y !== methodAxis ? lines.toReversed() : lines;
  const head = isMap
    ? [`${chart.y} \\ ${chart.x}`, ...chart.xs.map(axisText)]
    : [chart.x, ...lines.map(({ name }) => name)];
  const body = isMap
    ? rows.map(({ name, tiles }) => [name, ...tiles.map(text)])
    : chart.xs.map((x, i) => [axisText(x), ...lines.map(({ tiles }) => text(tiles[i]!))]);
  const columns = head.map((name, i) => ({ title: name, ...(i > 0 && { align: "right" as const }) }));
  return `${title === "" ? "" : `${title}\n`}${renderTable(columns, body, { ...screen, columns: Number.POSITIVE_INFINITY })}`;
}

/** A line a setting, where a grid does not fit. */
function list({ plan, cells, view }: SweepResult, value: string, screen: Screen): string {
  const all = bands(cells, value, { worst: worstOf(view, value) });
  const columns = [
    { title: "setting", isFlexible: true },
    { title: `${value} [low, high]` },
    { title: "diverged", align: "right" as const },
    { title: "failed", align: "right" as const },
  ];
  const rows = all.map((band) => {
    const { setting, median, low, high, diverged, failed } = band;
    const figure = Number.isFinite(median) ? formatSpread({ value: median, low, high }) : medianText(band);
    return [settingText(setting, plan.axes) || "all", figure, String(diverged), String(failed)];
  });
  return renderTable(columns, rows, screen);
}

/** "0.0123", "0.0123 ×1" where one seed has no value, "diverged": the best is bold. */
function cellText(band: Band | undefined, best: Band | undefined, { paint }: Screen): string {
  const text = medianText(band);
  if (band === undefined) return paint.dim(text);
  if (!Number.isFinite(band.median)) return paint.red(text);
  const lost = band.diverged + band.without + band.failed;
  const isBest = best !== undefined && band.setting === best.setting;
  return `${isBest ? paint.bold(text) : text}${lost > 0 ? paint.red(` ×${lost}`) : ""}`;
}
