import type { LabelledTrace } from "@gradus/papers";
import { type Status, type TraceRow, totalCalls } from "gradus/results";

/** What the objective is drawn against. */
export const axes = {
  steps: { title: "steps", of: (row: TraceRow) => row.step },
  calls: { title: "oracle calls", of: (row: TraceRow) => totalCalls(row.calls) },
  seconds: { title: "seconds", of: (row: TraceRow) => row.seconds },
} as const;

export type Axis = keyof typeof axes;

/** One contender's runs in one setting. */
export type Curve = { contender: string; method: string; runs: { status: Status; rows: TraceRow[] }[] };

/** What is drawn in one frame: the contenders of a setting. */
export type Panel = { setting: string; curves: Curve[] };

/** Sorts traces into panels and lines, in the order in which settings and contenders first appear. */
export function panelsOf(traces: LabelledTrace[]): Panel[] {
  const panels: Panel[] = [];
  for (const { contender, setting = "", trace } of traces) {
    const panel = panels.find((other) => other.setting === setting) ?? added(panels, { setting, curves: [] });
    const curve =
      panel.curves.find((other) => other.contender === contender) ??
      added(panel.curves, { contender, method: trace.method, runs: [] });
    curve.runs.push({ status: trace.status, rows: trace.rows });
  }
  return panels;
}

function added<T>(list: T[], item: T): T {
  list.push(item);
  return item;
}

/** A contender at one place of the axis: the median over its runs, and their range. */
export type Point = { x: number; y: number; low: number; high: number };

/** Up to so many places all are drawn; beyond, lines are drawn at the smaller number of places. */
const mostPlaces = 200;
const fewPlaces = 120;

/**
 * A line of at most 200 points. A run's value at a point is the median of its rows in the interval that ends there, or,
 * where rows are sparse, lies between its neighbours; from the run's end on it is the last value, since that is what
 * the run answers with.
 */
export function lineOf(curve: Curve, axis: Axis, isLog: boolean): Point[] {
  const runs = curve.runs
    .map(({ rows }) => rows.map((row) => ({ x: axes[axis].of(row), y: row.objective })))
    .map((row) => row.filter(({ x, y }) => Number.isFinite(y) && (!isLog || x > 0)))
    .filter((rows) => rows.length > 0);
  const grid = gridOf(
    runs.flat().map(({ x }) => x),
    isLog,
  );
  const values = runs.map((rows) => valuesAt(rows, grid));
  return grid.flatMap((x, i) => {
    const present = values.map((run) => run[i]!);
    // Before every run has begun (in seconds they begin at different times) there is no median.
    if (present.some(Number.isNaN)) return [];
    return [{ x, y: median(present), low: Math.min(...present), high: Math.max(...present) }];
  });
}

function gridOf(values: number[], isLog: boolean): number[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  if (distinct.length <= mostPlaces) return distinct;
  const [low, high] = [distinct[0]!, distinct.at(-1)!];
  return Array.from({ length: fewPlaces }, (_, i) => {
    const share = i / (fewPlaces - 1);
    if (share === 1) return high;
    return isLog ? low * (high / low) ** share : low + (high - low) * share;
  });
}

function valuesAt(rows: { x: number; y: number }[], grid: number[]): number[] {
  let next = 0;
  return grid.map((x) => {
    const start = next;
    while (next < rows.length && rows[next]!.x <= x) next++;
    if (next === 0) return Number.NaN;
    if (next === rows.length) return rows.at(-1)!.y;
    if (next - start > 2) return median(rows.slice(start, next).map(({ y }) => y));
    const [before, after] = [rows[next - 1]!, rows[next]!];
    return before.y + ((after.y - before.y) * (x - before.x)) / (after.x - before.x);
  });
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Axes worth drawing: oracle calls are left out where they are the same multiple of steps for every contender. */
export function axesWorthDrawing(panels: Panel[]): Axis[] {
  const ratios = panels.flatMap(({ curves }) =>
    curves.flatMap(({ runs }) =>
      runs.flatMap(({ rows }) => rows.slice(-1).map((row) => axes.calls.of(row) / Math.max(1, row.step))),
    ),
  );
  const isProportional = ratios.length > 0 && Math.max(...ratios) <= 1.02 * Math.min(...ratios);
  return isProportional ? ["steps", "seconds"] : ["steps", "calls", "seconds"];
}
