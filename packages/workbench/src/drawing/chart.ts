import type { TopLevelSpec } from "vega-lite";
import { type Axis, axes, type Curve, lineOf, type Panel, type Point } from "../charts/curves.ts";
import { colourValue, dashes, type MethodStyle } from "../charts/palette.ts";
import { decadeLabel, decades, objectiveScale, placeOf, runScale, type Scale } from "../charts/scale.ts";
import { type Label, type Place, placeLabels, textWidth } from "./labels.ts";

type Layer = Record<string, unknown>;

/** How large a chart is drawn, in pixels, and what it says about itself. */
export type Frame = { width: number; height: number; labels: "at lines" | "none" };

const margins = { left: 52, top: 24, bottom: 40, right: 14 };

/** Labels stand at line ends where they are few and short enough. */
export function frameOf(panels: Panel[]): Frame {
  const names = new Set(panels.flatMap(({ curves }) => curves.map(({ contender }) => contender)));
  const longest = Math.max(0, ...[...names].map((name) => name.length));
  return { width: 360, height: 250, labels: names.size <= 8 && longest <= 22 ? "at lines" : "none" };
}

const labelWidth = (curves: Curve[]): number =>
  18 + Math.max(...curves.map(({ contender, runs }) => textWidth(labelText(contender, runs))));

const labelText = (contender: string, runs: Curve["runs"]): string =>
  hasDiverged(runs) ? `${contender} diverged` : contender;

const hasDiverged = (runs: Curve["runs"]): boolean => runs.some(({ status }) => status === "diverged");

/** A panel as a chart: one line a contender, a band over its runs, its name where the line ends. */
export function chartSpec(
  panel: Panel,
  axis: Axis,
  styles: Map<string, MethodStyle>,
  frame: Frame,
  quantity = "objective",
): TopLevelSpec {
  const x = runScale(panel, axis);
  const y = objectiveScale(panel);
  const right = frame.labels === "at lines" ? labelWidth(panel.curves) : margins.right;
  const width = frame.width - margins.left - right;
  const height = frame.height - margins.top - margins.bottom;
  const placed = (point: Point): Place => ({ x: width * placeOf(point.x, x), y: height * (1 - placeOf(point.y, y)) });
  const lines = panel.curves
    .map((curve) => ({ ...curve, style: styles.get(curve.contender)!, points: lineOf(curve, axis, x.isLog) }))
    .filter(({ points }) => points.length > 0)
    .map((drawn) => ({ ...drawn, path: drawn.points.map(placed), text: labelText(drawn.contender, drawn.runs) }));
  const named = lines.map(({ path, text }) => ({ points: path, text }));
  const labels = frame.labels === "at lines" ? placeLabels(named, width, height) : [];
  return {
    autosize: { type: "none" },
    padding: { ...margins, right },
    width,
    height,
    layer: [
      ...lines.map(({ points, style }) => band(points, style)),
      ...lines.map(({ points, style }) => line(points, style, { x, y, axis, quantity })),
      ...lines.flatMap(({ path, runs, style, text }, i) => [
        endMark(path.at(-1)!, style, hasDiverged(runs)),
        ...(labels[i]?.inMargin ? [leader(path.at(-1)!, labels[i], style)] : []),
        ...(labels[i] ? [directLabel(text, labels[i], style)] : []),
      ]),
    ],
  } as unknown as TopLevelSpec;
}

type Laid = { x: Scale; y: Scale; axis: Axis; quantity: string };

function encodings({ x, y, axis, quantity }: Laid) {
  return {
    x: {
      field: "x",
      type: "quantitative",
      scale: vegaScale(x),
      axis: { title: axes[axis].title, tickCount: 4, labelFlush: true, titlePadding: 6, ...decadeAxis(x) },
    },
    y: {
      field: "y",
      type: "quantitative",
      scale: vegaScale(y),
      axis: {
        title: y.isLog ? `${quantity}, log scale` : quantity,
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

function decadeAxis(scale: Scale) {
  if (!scale.isLog) return {};
  const values = decades(scale, 6);
  const labels = Object.fromEntries(values.map((value) => [String(value), decadeLabel(value)]));
  return { values, labelExpr: `${JSON.stringify(labels)}[toString(datum.value)]` };
}

const xy = (field: string) => ({ field, type: "quantitative" });

const band = (points: Point[], { colour }: MethodStyle): Layer => ({
  data: { values: points.some(({ low, high }) => low < high) ? points : [] },
  mark: { type: "area", fill: colourValue(colour), fillOpacity: 0.16, clip: true },
  encoding: { x: xy("x"), y: xy("low"), y2: { field: "high" } },
});

const line = (points: Point[], { colour, dash }: MethodStyle, on: Laid): Layer => ({
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

const endMark = (end: Place, { colour }: MethodStyle, isDiverged: boolean): Layer => ({
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

const leader = (end: Place, label: Label, { colour, dash }: MethodStyle): Layer => ({
  data: { values: [{}] },
  mark: { type: "rule", stroke: colourValue(colour), strokeOpacity: 0.45, strokeDash: dash === 0 ? [] : [2, 2] },
  encoding: { x: { value: end.x + 4 }, x2: { value: label.x - 3 }, y: { value: end.y }, y2: { value: label.y } },
});

const directLabel = (text: string, label: Label, { colour }: MethodStyle): Layer => ({
  data: { values: [{}] },
  mark: { type: "text", text, align: "left", baseline: "middle", fontSize: 12, fill: colourValue(colour) },
  encoding: { x: { value: label.x }, y: { value: label.y } },
});
