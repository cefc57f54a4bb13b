import type { TopLevelSpec } from "vega-lite";
import { type Axis, axes, type Curve, lineOf, type Panel, type Point } from "../charts/curves.ts";
import type { MethodStyle } from "../charts/palette.ts";
import { objectiveScale, placeOf, runScale } from "../charts/scale.ts";
import { type Place, placeLabels, textWidth } from "./labels.ts";
import { band, directLabel, endMark, leader, line, margins } from "./lines.ts";

/** How large a chart is drawn, in pixels, and what it says about itself. */
export type Frame = { width: number; height: number; labels: "at lines" | "none" };

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
      ...lines.map(({ points, style }) => line(points, style, { x, y, xTitle: axes[axis].title, yTitle: quantity })),
      ...lines.flatMap(({ path, runs, style, text }, i) => [
        endMark(path.at(-1)!, style, hasDiverged(runs)),
        ...(labels[i]?.inMargin ? [leader(path.at(-1)!, labels[i], style)] : []),
        ...(labels[i] ? [directLabel(text, labels[i], style)] : []),
      ]),
    ],
  } as unknown as TopLevelSpec;
}
