import type { Point } from "../charts/curves.ts";
import { colourValue, dashes, type MethodStyle } from "../charts/palette.ts";
import { decadeLabel, decades, type Scale } from "../charts/scale.ts";
import type { Label, Place } from "./labels.ts";

/* What charts with lines are made of. */

export type Layer = Record<string, unknown>;

export const margins = { left: 52, top: 24, bottom: 40, right: 14 };

/** Two scales and what stands along them. */
export type Axes = { x: Scale; y: Scale; xTitle: string; yTitle: string /** Where x has ticks. */; ticks?: Layer };

function encodings({ x, y, xTitle, yTitle, ticks }: Axes) {
  return {
    x: {
      field: "x",
      type: "quantitative",
      scale: vegaScale(x),
      axis: { title: xTitle, tickCount: 4, labelFlush: true, titlePadding: 6, ...(ticks ?? decadeAxis(x)) },
    },
    y: {
      field: "y",
      type: "quantitative",
      scale: vegaScale(y),
      axis: {
        title: y.isLog ? `${yTitle}, log scale` : yTitle,
        titleAngle: 0,
        titleAlign: "left",
        titleBaseline: "bottom",
        titleX: -margins.left + 4,
        titleY: -8,
        tickCount: 5,
        ...decadeAxis(y),
      },
    },
  };
}

const vegaScale = ({ isLog, low, high }: Scale) => ({
  type: isLog ? "log" : "linear",
  domain: [low, high],
  nice: false,
  ...(isLog ? { clamp: true } : { zero: false }),
});

/** Powers of ten along a logarithmic axis, up to so many. */
export function decadeAxis(scale: Scale, most = 6) {
  if (!scale.isLog) return {};
  const values = decades(scale, most);
  const labels = Object.fromEntries(values.map((value) => [String(value), decadeLabel(value)]));
  return { values, labelExpr: `${JSON.stringify(labels)}[toString(datum.value)]` };
}

const xy = (field: string) => ({ field, type: "quantitative" });

/** From the smallest to the largest of several runs. */
export const band = (points: Point[], { colour }: MethodStyle): Layer => ({
  data: { values: points.some(({ low, high }) => low < high) ? points : [] },
  mark: { type: "area", fill: colourValue(colour), fillOpacity: 0.16, clip: true },
  encoding: { x: xy("x"), y: xy("low"), y2: { field: "high" } },
});

/** The median of several runs, with the axes. */
export const line = (points: Point[], { colour, dash }: MethodStyle, on: Axes): Layer => ({
  data: { values: points },
  mark: {
    type: "line",
    stroke: colourValue(colour),
    strokeWidth: 1.8,
    strokeDash: dashes[dash],
    strokeJoin: "round",
    clip: true,
  },
  encoding: encodings(on),
});

/** A dot, or a cross for what diverged. */
export const endMark = (end: Place, { colour }: MethodStyle, isDiverged: boolean): Layer => ({
  data: { values: [{}] },
  mark: isDiverged
    ? {
        type: "point",
        shape: "M-1,-1L1,1M-1,1L1,-1",
        size: 34,
        stroke: colourValue(colour),
        strokeWidth: 2,
        opacity: 1,
      }
    : { type: "point", shape: "circle", size: 22, filled: true, fill: colourValue(colour), opacity: 1 },
  encoding: { x: { value: end.x }, y: { value: end.y } },
});

/** From a line's end to its name in the margin. */
export const leader = (end: Place, label: Label, { colour, dash }: MethodStyle): Layer => ({
  data: { values: [{}] },
  mark: { type: "rule", stroke: colourValue(colour), strokeOpacity: 0.45, strokeDash: dash === 0 ? [] : [2, 2] },
  encoding: { x: { value: end.x + 4 }, x2: { value: label.x - 3 }, y: { value: end.y }, y2: { value: label.y } },
});

/** A line's name. */
export const directLabel = (text: string, label: Label, { colour }: MethodStyle): Layer => ({
  data: { values: [{}] },
  mark: { type: "text", text, align: "left", baseline: "middle", fontSize: 12, fill: colourValue(colour) },
  encoding: { x: { value: label.x }, y: { value: label.y } },
});
