import { shareOf, ticksOf } from "../../charts/ticks.ts";
import type { Look } from "./look.ts";
import type { View } from "./view.ts";

export const textSize = 12.5;

/** Ticks, their labels and titles around a plane, and a thin frame. */
export function drawAxes(
  ctx: CanvasRenderingContext2D,
  { x, y, area }: View,
  titles: { x: string; y: string },
  { ink }: Look,
): void {
  const [right, bottom] = [area.left + area.width, area.top + area.height];
  ctx.strokeStyle = ink("var(--edge)");
  ctx.fillStyle = ink("var(--muted)");
  ctx.lineWidth = 1;
  ctx.strokeRect(area.left + 0.5, area.top + 0.5, area.width - 1, area.height - 1);
  ctx.beginPath();
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  let lastLabel = Number.NEGATIVE_INFINITY;
  for (const { value, label } of ticksOf(x, Math.max(2, Math.floor(area.width / 58)))) {
    const left = Math.round(area.left + shareOf(value, x) * area.width) + 0.5;
    ctx.moveTo(left, bottom);
    ctx.lineTo(left, bottom + 4);
    if (left < lastLabel) continue;
    ctx.fillText(label, left, bottom + 7);
    lastLabel = left + ctx.measureText(label).width + 6;
  }
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  for (const { value, label } of ticksOf(y, Math.max(2, Math.floor(area.height / 44)))) {
    const top = Math.round(area.top + (1 - shareOf(value, y)) * area.height) + 0.5;
    ctx.moveTo(area.left - 4, top);
    ctx.lineTo(area.left, top);
    ctx.fillText(label, area.left - 7, top);
  }
  ctx.stroke();
  ctx.textAlign = "right";
  ctx.textBaseline = "alphabetic";
  ctx.fillText(titles.x, right, bottom + 30);
  ctx.textAlign = "left";
  ctx.fillText(titles.y, Math.max(0, area.left - 7 - ctx.measureText(titles.y).width), area.top - 11);
}
