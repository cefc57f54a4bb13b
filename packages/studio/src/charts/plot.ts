import { decadeLabel, decades, formatNumber, type Scale, scaleOf, withMinus } from "@gradus/workbench";

/* What a plot of curves is made of, and the arithmetic behind it. */

export type PlotPoint = { x: number; y: number; low?: number; high?: number };

export type PlotLine = {
  name: string;
  /** As in CSS: "var(--blue)". */
  colour: string;
  /** Lines and gaps in pixels; empty for a solid line. */
  dash: readonly number[];
  /** In ascending x. Where points have `low` and `high`, a band is drawn between them. */
  points: readonly PlotPoint[];
  /** Thin lines of the same colour beside it. */
  thin?: readonly (readonly PlotPoint[])[];
  /** "diverged": the line ends in a cross, and its label says the word. */
  ended?: string;
};

/** An axis; what is not given follows from the values. */
export type PlotAxis = { title: string; isLog?: boolean; low?: number; high?: number };

/** The scale of an axis for these values. */
export function axisScale({ isLog, low, high }: PlotAxis, values: number[], isPadded: boolean): Scale {
  const natural = isPadded ? scaleOf(values) : tightScale(values);
  const chosen = isLog === undefined ? natural : relaid(natural, values, isLog);
  const scale = { isLog: chosen.isLog, low: low ?? chosen.low, high: high ?? chosen.high };
  return scale.high > scale.low ? scale : { ...scale, high: scale.isLog ? scale.low * 10 : scale.low + 1 };
}

/** The same range laid out the other way; a logarithmic axis begins at the smallest positive value. */
export function relaid({ isLog, low, high }: Scale, values: readonly number[], wanted: boolean): Scale {
  if (isLog === wanted) return { isLog, low, high };
  if (!wanted) return { isLog: false, low, high };
  const least = values.reduce((a, b) => (b > 0 && b < a ? b : a), Number.POSITIVE_INFINITY);
  if (!(least < high))
    return { isLog: true, low: high > 0 ? Math.max(high / 10, Number.MIN_VALUE) : 0.1, high: high > 0 ? high : 1 };
  return { isLog: true, low: least, high };
}

function tightScale(values: number[]): Scale {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return { isLog: false, low: 0, high: 1 };
  const least = finite.reduce((a, b) => Math.min(a, b));
  const most = finite.reduce((a, b) => Math.max(a, b));
  return { isLog: false, low: least > 0 && least < 0.1 * most ? 0 : least, high: most };
}

/** Places of ticks on a logarithmic axis: powers of ten, or 1, 2 and 5 times them where few of those are in range. */
export function logTicks(scale: Scale, most: number): number[] {
  const powers = decades(scale, most);
  if (powers.length >= 2) return powers;
  const first = Math.floor(Math.log10(scale.low));
  const last = Math.ceil(Math.log10(scale.high));
  const finer: number[] = [];
  for (let power = first; power <= last; power++) {
    for (const multiple of [1, 2, 5]) finer.push(Number(`${multiple}e${power}`));
  }
  const inside = finer.filter((tick) => tick >= scale.low && tick <= scale.high);
  return inside.length > 0 ? inside : [scale.low, scale.high];
}

/** A tick's label on a logarithmic axis. */
export const logLabel = (tick: number): string =>
  Number.isInteger(Math.log10(tick)) || Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9
    ? decadeLabel(tick)
    : plainLabel(tick, 10 ** Math.floor(Math.log10(tick)));

/** A tick's label on a linear axis of which ticks are `step` apart. */
export function plainLabel(tick: number, step: number): string {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  if (tick !== 0 && (decimals > 4 || Math.abs(tick) >= 1e6)) {
    return withMinus(Number(tick.toPrecision(3)).toExponential().replace("e+", "e"));
  }
  return withMinus(tick.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
}

/** Every place on the x axis at which some line has a point. */
export const placesOf = (lines: readonly PlotLine[]): number[] =>
  [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);

/** The last point at or before x. Past its end a line keeps its last value. */
export function pointAt(points: readonly PlotPoint[], x: number): PlotPoint | undefined {
  let [from, to] = [0, points.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (points[middle]!.x <= x) from = middle + 1;
    else to = middle;
  }
  return points[from - 1];
}

/** The index of the place nearest to x, as the eye measures it along the axis. */
export function nearest(places: readonly number[], x: number, isLog: boolean): number {
  const distance = (place: number) => (isLog ? Math.abs(Math.log(place / x)) : Math.abs(place - x));
  return places.reduce((best, place, i) => (distance(place) < distance(places[best]!) ? i : best), 0);
}

export type Reading = { line: PlotLine; text: string; value: number };

/** What the lines are at x, the highest first, as they lie on the plot. */
export function readingsAt(lines: readonly PlotLine[], x: number): Reading[] {
  return lines
    .flatMap((line): Reading[] => {
      const point = pointAt(line.points, x);
      if (point === undefined) return [];
      const hasEnded = line.ended !== undefined && x >= line.points.at(-1)!.x;
      return [{ line, value: point.y, text: hasEnded ? `${pointText(point)}, ${line.ended}` : pointText(point) }];
    })
    .sort((a, b) => b.value - a.value);
}

/** "0.97 [0.91, 1.04]". */
export function pointText({ y, low = y, high = y }: PlotPoint): string {
  const [value, from, to] = [y, low, high].map(formatNumber);
  return from === to ? value! : `${value} [${from}, ${to}]`;
}
