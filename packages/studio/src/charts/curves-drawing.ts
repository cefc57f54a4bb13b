import type { Scale } from "@gradus/workbench";
import uPlot from "uplot";
import type { Ink } from "./ink.ts";
import { labelOf, spreadOut } from "./labels.ts";
import type { PlotLine, PlotPoint } from "./plot.ts";

/* What uPlot does not draw: bands, thin lines, the ends of lines and their names. */

type Brush = { lines: readonly PlotLine[]; x: Scale; y: Scale; ink: Ink; font: string };

/** A band from the smallest to the largest value, below the lines. */
export function drawBands(plot: uPlot, { lines, x, y, ink }: Brush): void {
  const { ctx } = plot;
  inside(plot, () => {
    for (const { points, colour } of lines) {
      const shown = visible(points, x);
      if (!shown.some(({ low, high }) => low !== undefined && high !== undefined && low < high)) continue;
      const at = placer(plot, y);
      ctx.beginPath();
      for (const point of shown) ctx.lineTo(...at(point.x, point.high ?? point.y));
      for (const point of shown.toReversed()) ctx.lineTo(...at(point.x, point.low ?? point.y));
      ctx.closePath();
      ctx.fillStyle = ink(colour);
      ctx.globalAlpha = 0.16;
      ctx.fill();
    }
  });
}

export function drawThinLines(plot: uPlot, { lines, x, y, ink }: Brush): void {
  const { ctx } = plot;
  inside(plot, () => {
    ctx.lineWidth = 1 * uPlot.pxRatio;
    ctx.globalAlpha = 0.6;
    const at = placer(plot, y);
    for (const { thin = [], colour } of lines) {
      ctx.strokeStyle = ink(colour);
      for (const points of thin) {
        ctx.beginPath();
        for (const point of visible(points, x)) ctx.lineTo(...at(point.x, point.y));
        ctx.stroke();
      }
    }
  });
}

/** A dot where a line ends, a cross where it ended badly; and, where there is room, its name with a leader to it. */
export function drawEnds(plot: uPlot, { lines, x, y, ink, font, hasLabels }: Brush & { hasLabels: boolean }): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  const at = placer(plot, y);
  const drawn = lines.flatMap((line) => {
    const end = visible(line.points, x).at(-1);
    return end === undefined ? [] : [{ line, end: held(plot, at(end.x, end.y)) }];
  });
  ctx.save();
  for (const { line, end } of drawn) {
    ctx.strokeStyle = ctx.fillStyle = ink(line.colour);
    if (line.ended === undefined) disc(ctx, end, 2.8 * ratio);
    else cross(ctx, end, 4 * ratio);
  }
  if (hasLabels) {
    const heights = spreadOut(
      drawn.map(({ end: [left, top] }) => ({ x: left / ratio, y: (top - bbox.top) / ratio })),
      bbox.height / ratio,
    );
    ctx.font = font.replace(/^[\d.]+/, (size) => String(Number(size) * ratio));
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    const edge = bbox.left + bbox.width;
    for (const [i, { line, end }] of drawn.entries()) {
      const top = bbox.top + heights[i]! * ratio;
      ctx.strokeStyle = ctx.fillStyle = ink(line.colour);
      ctx.globalAlpha = 0.45;
      ctx.lineWidth = ratio;
      ctx.setLineDash([2 * ratio, 2 * ratio]);
      ctx.beginPath();
      ctx.moveTo(end[0] + 5 * ratio, end[1]);
      ctx.lineTo(edge + 8 * ratio, top);
      ctx.stroke();
      ctx.setLineDash([]);
      ctx.globalAlpha = 1;
      ctx.fillText(labelOf(line), edge + 12 * ratio, top);
    }
  }
  ctx.restore();
}

const visible = (points: readonly PlotPoint[], { isLog }: Scale): readonly PlotPoint[] =>
  isLog ? points.filter(({ x }) => x > 0) : points;

type Place = [left: number, top: number];

const placer =
  (plot: uPlot, { isLog, low }: Scale) =>
  (x: number, y: number): Place => [
    plot.valToPos(x, "x", true),
    plot.valToPos(isLog ? Math.max(y, low) : y, "y", true),
  ];

/** The same place, or the nearest on the plot's edge. */
const held = ({ bbox }: uPlot, [left, top]: Place): Place => [
  Math.min(bbox.left + bbox.width, Math.max(bbox.left, left)),
  Math.min(bbox.top + bbox.height, Math.max(bbox.top, top)),
];

/** Draws what the plot's frame cuts off. */
function inside({ ctx, bbox }: uPlot, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw();
  ctx.restore();
}

function disc(ctx: CanvasRenderingContext2D, [left, top]: Place, radius: number): void {
  ctx.beginPath();
  ctx.arc(left, top, radius, 0, 2 * Math.PI);
  ctx.fill();
}

function cross(ctx: CanvasRenderingContext2D, [left, top]: Place, reach: number): void {
  ctx.lineWidth = reach / 2;
  ctx.beginPath();
  ctx.moveTo(left - reach, top - reach);
  ctx.lineTo(left + reach, top + reach);
  ctx.moveTo(left + reach, top - reach);
  ctx.lineTo(left - reach, top + reach);
  ctx.stroke();
}
