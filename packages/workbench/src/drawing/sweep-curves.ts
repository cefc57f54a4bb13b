import type { AxisValue, Band } from "gradus";
import type { TopLevelSpec } from "vega-lite";
import type { Point } from "../charts/curves.ts";
import { type MethodStyle, stylesOf } from "../charts/palette.ts";
import { placeOf, type Scale, scaleOf } from "../charts/scale.ts";
import { axisText, type SweepChart, type SweepLine, type SweepPanel } from "../sweep/layout.ts";
import { type Place, placeLabels, textWidth } from "./labels.ts";
import { band, directLabel, endMark, type Layer, leader, line, margins } from "./lines.ts";

/** A sweep's panels along one axis share their scales, and methods have the colours that they have elsewhere. */
export type SweepFrame = { width: number; height: number; y: Scale; styles: Map<string, MethodStyle> };

const [frameWidth, frameHeight] = [400, 260];
/** From one cross at the edge to the next. */
const crossing = 10;

/** The frame of all panels. `method` is the one whose colour a single line has. */
export function curvesFrame({ panels, best }: SweepChart, method: string | undefined): SweepFrame {
  const lines = panels.flatMap((panel) => panel.lines);
  const figures = lines.flatMap(({ tiles }) =>
    tiles.flatMap(({ band }) => (band === undefined ? [] : [band.low, band.median, band.high])),
  );
  const named = lines.map(({ name }) => ({
    contender: name,
    method: lines.length > panels.length ? name.split(" ")[0]! : (method ?? name),
  }));
  const isTroubledAnywhere = lines.some(({ tiles }) =>
    tiles.some(({ band }) => band !== undefined && isTroubled(band)),
  );
  const y = isTroubledAnywhere ? withRoom(scaleOf(figures), best) : scaleOf(figures);
  return { width: frameWidth, height: frameHeight, y, styles: stylesOf(named) };
}

/** Room for crosses, beyond the worst value. */
function withRoom({ isLog, low, high }: Scale, best: SweepChart["best"]): Scale {
  const wider = isLog ? (high / low) ** 0.12 : 0.12 * (high - low);
  if (best === "lowest") return { isLog, low, high: isLog ? high * wider : high + wider };
  return { isLog, low: isLog ? low / wider : low - wider, high };
}

/** Where the values of an axis lie: numbers on a scale that spaces them evenly, words side by side. */
function layAlong(xs: readonly AxisValue[]): { x: Scale; at(value: AxisValue): number } {
  const isNumeric = xs.every((value) => typeof value === "number");
  const at = (value: AxisValue) => (isNumeric ? (value as number) : xs.indexOf(value));
  const places = xs.map(at);
  if (!isNumeric) return { x: { isLog: false, low: -0.5, high: xs.length - 0.5 }, at };
  const [low, high] = [Math.min(...places), Math.max(...places)];
  const isLog = low > 0 && unevenness(places.map(Math.log)) < unevenness(places);
  const pad = isLog ? (high / low) ** 0.04 : 0.04 * (high - low) || 1;
  return { x: { isLog, low: isLog ? low / pad : low - pad, high: isLog ? high * pad : high + pad }, at };
}

/** A tick at each value, and a label where there is room beside the one before. */
function ticksOf(xs: readonly AxisValue[], at: (value: AxisValue) => number, place: (at: number) => number): Layer {
  const labels: Record<string, string> = {};
  let end = Number.NEGATIVE_INFINITY;
  for (const value of xs.toSorted((a, b) => at(a) - at(b))) {
    const [text, middle] = [axisText(value), place(at(value))];
    if (middle - textWidth(text) / 2 < end + 6) continue;
    end = middle + textWidth(text) / 2;
    labels[String(at(value))] = text;
  }
  const labelExpr = `${JSON.stringify(labels)}[toString(datum.value)] || ""`;
  // A tick each: fewer are wanted otherwise.
  return {
    values: xs.map(at),
    tickCount: xs.length,
    labelExpr,
    labelOverlap: false,
    labelFlush: false,
    labelLimit: 120,
  };
}

/** How much the gaps between values differ; of two values, how large the one gap is beside them. */
function unevenness(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const gaps = sorted.slice(1).map((value, i) => value - sorted[i]!);
  return Math.max(...gaps) / Math.min(...gaps);
}

/** A panel as a chart: the median along x with a band over seeds, and at the edge a cross where a seed has no value. */
export function curvesSpec(chart: SweepChart, panel: SweepPanel, frame: SweepFrame): TopLevelSpec {
  const { x, at } = layAlong(chart.xs);
  const { y } = frame;
  const isNamed = panel.lines.length > 1;
  const right = isNamed ? 18 + Math.max(...panel.lines.map(({ name }) => textWidth(name))) : margins.right;
  const width = frame.width - margins.left - right;
  const height = frame.height - margins.top - margins.bottom;
  const placed = (point: Point): Place => ({ x: width * placeOf(point.x, x), y: height * (1 - placeOf(point.y, y)) });
  const inside = (value: number) => Math.min(y.high, Math.max(y.low, value));
  const pointOf = (value: AxisValue, { median, low, high }: Band): Point => ({
    x: at(value),
    y: median,
    low: inside(low),
    high: inside(high),
  });
  const drawn = panel.lines.map((one, i) => {
    const pieces = piecesOf(one, pointOf);
    const edge = chart.best === "lowest" ? 7 + crossing * i : height - 7 - crossing * i;
    const crosses = one.tiles.filter(({ band }) => band !== undefined && isTroubled(band));
    return {
      name: one.name,
      style: frame.styles.get(one.name)!,
      pieces,
      crosses: crosses.map((tile): Place => ({ x: width * placeOf(at(tile.x), x), y: edge })),
      path: pieces.flat().map(placed),
    };
  });
  const ends = drawn.map(({ path, crosses }) => (path.length > 0 ? path : crosses));
  const shown = drawn.filter((_, i) => isNamed && ends[i]!.length > 0);
  const paths = ends.filter((_, i) => shown.includes(drawn[i]!));
  const named = shown.map(({ name }, i) => ({ points: paths[i]!, text: name }));
  const labels = placeLabels(named, width, height);
  const ticks = ticksOf(chart.xs, at, (value) => width * placeOf(value, x));
  const scales = { x, y, xTitle: x.isLog ? `${chart.x}, log scale` : chart.x, yTitle: chart.value, ticks };
  const axes = line([], { colour: "grey", dash: 0 }, scales);
  return {
    autosize: { type: "none" },
    padding: { ...margins, right },
    width,
    height,
    layer: [
      axes,
      ...drawn.flatMap(({ pieces, style }) => pieces.map((points) => band(points, style))),
      ...drawn.flatMap(({ pieces, style }) => pieces.map((points) => line(points, style, scales))),
      ...drawn.flatMap(({ path, crosses, style }) => [
        ...path.map((place) => endMark(place, style, false)),
        ...crosses.map((place) => endMark(place, style, true)),
      ]),
      ...shown.flatMap(({ name, style }, i) => [
        ...(labels[i]!.inMargin ? [leader(paths[i]!.at(-1)!, labels[i]!, style)] : []),
        directLabel(name, labels[i]!, style),
      ]),
    ],
  } as unknown as TopLevelSpec;
}

const isTroubled = ({ diverged, without, failed }: Band): boolean => diverged + without + failed > 0;

/** The stretches of a line between settings without a finite median. */
function piecesOf({ tiles }: SweepLine, pointOf: (value: AxisValue, band: Band) => Point): Point[][] {
  const pieces: Point[][] = [[]];
  for (const { x, band } of tiles) {
    if (band && Number.isFinite(band.median)) pieces.at(-1)!.push(pointOf(x, band));
    else if (pieces.at(-1)!.length > 0) pieces.push([]);
  }
  return pieces.filter((piece) => piece.length > 0);
}
