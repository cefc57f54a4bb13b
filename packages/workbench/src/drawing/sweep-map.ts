import type { Band } from "gradus";
import type { TopLevelSpec } from "vega-lite";
import { colourValue } from "../charts/palette.ts";
import { decadeLabel, decades, placeOf, type Scale, scaleOf } from "../charts/scale.ts";
import { axisText, type SweepChart, type SweepPanel, type Tile } from "../sweep/layout.ts";
import { methodAxis } from "../sweep/source.ts";
import { formatNumber } from "../words/numbers.ts";
import { textWidth } from "./labels.ts";
import type { Layer } from "./lines.ts";

/** A sweep's maps share their scale of colours; `best` is the setting that is framed. */
export type MapFrame = { width: number; height: number; scale: Scale; best: Band | undefined };

const frameWidth = 430;
const [top, bottom, barWidth] = [24, 40, 12];
/** The colour's share of a tile of the smallest value, and what the largest has more. */
const [faintest, more] = [0.06, 0.86];
/** From this width on a tile has its number in it. */
const roomy = 38;

const hasMedian = ({ band }: Tile): boolean => band !== undefined && Number.isFinite(band.median);
const tilesOf = ({ lines }: SweepPanel): Tile[] => lines.flatMap(({ tiles }) => tiles);

/** The frame of all panels: tiles are about as high as wide, within limits. */
export function mapFrame({ panels, xs, ys, best }: SweepChart): MapFrame {
  const bands = panels
    .flatMap(tilesOf)
    .filter(hasMedian)
    .map(({ band }) => band!);
  const sign = best === "lowest" ? 1 : -1;
  const [first] = bands.toSorted((a, b) => sign * (a.median - b.median));
  const row = Math.min(44, Math.max(18, 300 / xs.length));
  return {
    width: frameWidth,
    height: top + bottom + Math.min(420, Math.max(110, row * ys.length)),
    scale: scaleOf(bands.map(({ median }) => median)),
    best: first,
  };
}

/** A panel as a map: a tile a setting, of the stronger colour the larger its median; what has no value is left empty and marked. */
export function mapSpec(chart: SweepChart, panel: SweepPanel, { width: whole, height: full, scale, best }: MapFrame) {
  const rows = chart.ys.map(axisText);
  const left = 14 + Math.min(120, Math.max(...rows.map(textWidth)));
  const right = 72;
  const [width, height] = [whole - left - right, full - top - bottom];
  const [columnWidth, rowHeight] = [width / chart.xs.length, height / chart.ys.length];
  const isWritten = columnWidth >= roomy && rowHeight >= 16;
  const place = (value: number) => placeOf(value, scale);
  const data = tilesOf(panel).map((tile) => ({ tile, x: axisText(tile.x), y: axisText(tile.y) }));
  const pick = (wanted: (tile: Tile) => boolean, read: (tile: Tile) => object = () => ({})) => ({
    values: data.filter(({ tile }) => wanted(tile)).map(({ tile, x, y }) => ({ x, y, ...read(tile) })),
  });
  // Numbers grow upwards; methods stand in the order in which they were named.
  const upwards = chart.y === methodAxis ? rows : rows.toReversed();
  const encoding = {
    x: {
      field: "x",
      type: "ordinal",
      scale: { domain: chart.xs.map(axisText), paddingInner: 0.05, paddingOuter: 0 },
      axis: { title: chart.x, labelAngle: 0, labelOverlap: "greedy", titlePadding: 6, domain: false, ticks: false },
    },
    y: {
      field: "y",
      type: "ordinal",
      scale: { domain: upwards, paddingInner: 0.05, paddingOuter: 0 },
      axis: {
        title: chart.y,
        titleAngle: 0,
        titleAlign: "left",
        titleBaseline: "bottom",
        titleX: -left + 4,
        titleY: -8,
        labelOverlap: "greedy",
        labelLimit: 120,
        grid: false,
        ticks: false,
      },
    },
  };
  const layer: Layer[] = [
    {
      data: pick(hasMedian, ({ band }) => ({ share: faintest + more * place(band!.median) })),
      mark: { type: "rect", fill: colourValue("blue") },
      encoding: { ...encoding, fillOpacity: { field: "share", type: "quantitative", scale: null } },
    },
    {
      data: pick((tile) => !hasMedian(tile)),
      mark: { type: "rect", fill: "none", stroke: "var(--edge)", strokeDash: [3, 3], fillOpacity: 0 },
      encoding,
    },
    {
      data: pick(({ band }) => band !== undefined && band === best),
      mark: { type: "rect", fill: "none", fillOpacity: 0, stroke: "var(--ink)", strokeWidth: 2 },
      encoding,
    },
    ...(isWritten
      ? [true, false].map((isDark) => ({
          data: pick(
            (tile) => hasMedian(tile) && place(tile.band!.median) > 0.55 === isDark,
            ({ band }) => ({ text: shortNumber(band!.median) }),
          ),
          mark: { type: "text", fontSize: 11, fill: isDark ? "var(--paper)" : "var(--ink)" },
          encoding: { ...encoding, text: { field: "text", type: "nominal" } },
        }))
      : []),
    cross(
      pick((tile) => !hasMedian(tile) && hasNone(tile.band)),
      70,
      {},
      encoding,
    ),
    cross(
      pick((tile) => hasMedian(tile) && hasNone(tile.band)),
      16,
      { xOffset: columnWidth * 0.475 - 7, yOffset: 7 - rowHeight * 0.475 },
      encoding,
    ),
    {
      data: pick(({ band }) => band?.cells === 0),
      mark: { type: "text", fontSize: 12, fill: "var(--fails)", text: "!" },
      encoding,
    },
    ...bar(scale, chart.value, width, height),
  ];
  const padding = { left, top, bottom, right };
  return { autosize: { type: "none" }, padding, width, height, layer } as unknown as TopLevelSpec;
}

const hasNone = (band: Band | undefined): boolean => band !== undefined && band.diverged + band.without > 0;

const cross = (data: object, size: number, offset: object, encoding: object): Layer => ({
  data,
  mark: {
    type: "point",
    shape: "M-1,-1L1,1M-1,1L1,-1",
    size,
    stroke: "var(--fails)",
    strokeWidth: 1.8,
    opacity: 1,
    ...offset,
  },
  encoding,
});

/** The scale of colours beside the map. */
function bar(scale: Scale, value: string, width: number, height: number): Layer[] {
  const steps = 40;
  const x = width + 16;
  const pixels = { type: "quantitative", scale: null } as const;
  // Each stripe reaches to the top and adds what its share is more: stripes side by side would show their seams.
  const shareAt = (i: number) => (i < 0 ? 0 : faintest + (more * (i + 0.5)) / steps);
  const stripes = Array.from({ length: steps }, (_, i) => ({
    y: 0,
    y2: height * (1 - i / steps),
    share: 1 - (1 - shareAt(i)) / (1 - shareAt(i - 1)),
  }));
  const marks = ticksOf(scale).map((at) => ({
    y: height * (1 - placeOf(at, scale)),
    text: scale.isLog ? decadeLabel(at) : shortNumber(at),
  }));
  const title = scale.isLog ? `${value}, log` : value;
  return [
    {
      data: { values: stripes },
      mark: { type: "rect", fill: colourValue("blue") },
      encoding: {
        x: { value: x },
        x2: { value: x + barWidth },
        y: { field: "y", ...pixels },
        y2: { field: "y2" },
        fillOpacity: { field: "share", ...pixels },
      },
    },
    {
      data: { values: marks },
      mark: { type: "text", align: "left", baseline: "middle", fontSize: 11.5, fill: "var(--muted)" },
      encoding: {
        x: { value: x + barWidth + 5 },
        y: { field: "y", ...pixels },
        text: { field: "text", type: "nominal" },
      },
    },
    {
      data: { values: [{}] },
      mark: { type: "text", align: "right", baseline: "bottom", fontSize: 12, fill: "var(--muted)", text: title },
      encoding: { x: { value: width + 66 }, y: { value: -8 } },
    },
  ];
}

function ticksOf(scale: Scale): number[] {
  const powers = scale.isLog ? decades(scale, 5) : [];
  if (powers.length >= 2) return powers;
  const { low, high, isLog } = scale;
  return [0, 0.5, 1].map((share) => (isLog ? low * (high / low) ** share : low + (high - low) * share));
}

/** A number in two or three significant digits. */
function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 100_000))
    return value.toExponential(0).replace("e+", "e").replaceAll("-", "−");
  return formatNumber(Number(value.toPrecision(size >= 100 ? 3 : 2)))
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}
