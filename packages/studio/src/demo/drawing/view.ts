import type { Pair, PlanePanel } from "@gradus/papers";
import { type AxisScale, shareOf, valueAt } from "../../charts/ticks.ts";

/** A rectangle of a canvas in CSS pixels. */
export type Area = { left: number; top: number; width: number; height: number };

/** A plane on a canvas. */
export type View = { x: AxisScale; y: AxisScale; area: Area };

/** Where a point of the plane lies on the canvas. */
export const toPixel = ({ x, y, area }: View, [a, b]: Pair): Pair => [
  area.left + shareOf(a, x) * area.width,
  area.top + (1 - shareOf(b, y)) * area.height,
];

/** Draws what the plane's frame cuts off. */
export function inside(ctx: CanvasRenderingContext2D, { area }: View, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.left, area.top, area.width, area.height);
  ctx.clip();
  draw();
  ctx.restore();
}

/** The point of the plane at a place of the canvas; places outside are moved to the edge. */
export function toPlane({ x, y, area }: View, [left, top]: Pair): Pair {
  const within = (share: number) => Math.min(1, Math.max(0, share));
  return [valueAt(within((left - area.left) / area.width), x), valueAt(within(1 - (top - area.top) / area.height), y)];
}

/** Room for ticks, titles and a scale around the plane, in CSS pixels. */
const margins = { left: 46, right: 14, top: 24, bottom: 34 };
export const scaleWidth = 62;

/** The view of a panel on a canvas of this width: its plane and the canvas' height. */
export function viewOf(panel: PlanePanel, width: number, highest: number): { view: View; height: number } {
  const { x, y, hasAxes = true, isEqualAspect = false, field } = panel;
  const hasScale = field?.draw === "heat";
  const [left, right, top, bottom] = hasAxes
    ? [margins.left, margins.right + (hasScale ? scaleWidth : 0), margins.top, margins.bottom]
    : [1, 1 + (hasScale ? scaleWidth : 0), 1, 1];
  const room = Math.max(40, width - left - right);
  const ratio = isEqualAspect && !x.isLog && !y.isLog ? (y.high - y.low) / (x.high - x.low) : 0.72;
  const tall = Math.min(highest - top - bottom, room * ratio);
  const wide = isEqualAspect ? Math.min(room, tall / ratio) : room;
  return { view: { x, y, area: { left, top, width: wide, height: tall } }, height: top + tall + bottom };
}
