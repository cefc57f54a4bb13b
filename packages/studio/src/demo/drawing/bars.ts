import { shareOf } from "../../charts/ticks.ts";
import type { Bar } from "../film.ts";
import { drawAxes } from "./axes.ts";
import type { Look, Styles } from "./look.ts";
import type { View } from "./view.ts";

/** Bars from 0 with their labels below, as many as there is room for. */
export function drawBars(
  ctx: CanvasRenderingContext2D,
  bars: readonly Bar[],
  { y, area }: View,
  titles: { x: string; y: string },
  look: Look,
  styles: Styles,
): void {
  drawAxes(ctx, { x: { low: 0, high: 0 }, y, area }, titles, look);
  const slot = area.width / Math.max(1, bars.length);
  const top = (value: number) => area.top + (1 - Math.min(1, Math.max(0, shareOf(value, y)))) * area.height;
  const zero = top(y.isLog ? y.low : 0);
  const width = Math.max(1, slot * (slot > 6 ? 0.72 : 1));
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  let free = Number.NEGATIVE_INFINITY;
  for (const [i, { label, height, method }] of bars.entries()) {
    const middle = area.left + slot * (i + 0.5);
    ctx.fillStyle = look.ink(method === undefined ? "var(--accent)" : styles(label, method).colour);
    const end = top(height);
    ctx.fillRect(middle - width / 2, Math.min(zero, end), width, Math.max(1, Math.abs(zero - end)));
    const half = ctx.measureText(label).width / 2;
    if (middle - half < free) continue;
    ctx.fillStyle = look.ink("var(--muted)");
    ctx.fillText(label, middle, area.top + area.height + 7);
    free = middle + half + 6;
  }
}
