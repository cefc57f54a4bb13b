import type { Mark, Pair } from "@gradus/papers";
import type { Look, Styles } from "./look.ts";
import { cssOf, heat } from "./ramp.ts";
import { toPixel, type View } from "./view.ts";

/** What marks are drawn with. */
export type Brush = { ctx: CanvasRenderingContext2D; view: View; look: Look; styles: Styles };

type StillMark = Exclude<Mark, { kind: "trail" }>;

/** Draws what does not grow: points, arrows, edges, lines, texts. */
export function drawMarks(brush: Brush, marks: readonly Mark[]): void {
  for (const mark of marks) if (mark.kind !== "trail") drawMark(brush, mark);
}

/** Places along the names of points, to keep other names off them. */
export function namePlaces({ ctx, view }: Pick<Brush, "ctx" | "view">, marks: readonly Mark[]): Pair[] {
  return marks.flatMap((mark) => {
    if (mark.kind !== "points" || mark.label === undefined || mark.at.length === 0) return [];
    const { left, top, align } = nameOf(view, mark.at[0]!);
    const towards = align === "left" ? 1 : -1;
    const letters = Math.ceil(ctx.measureText(mark.label).width / 6);
    return Array.from({ length: letters }, (_, i): Pair => [left + towards * 6 * i, top]);
  });
}

/** Where the name of a point is written: to its right, if there is room. */
function nameOf(view: View, point: Pair): { left: number; top: number; align: "left" | "right" } {
  const [left, top] = toPixel(view, point);
  const isNearRight = left > view.area.left + view.area.width - 90;
  return isNearRight ? { left: left - 10, top, align: "right" } : { left: left + 10, top, align: "left" };
}

function drawMark(brush: Brush, mark: StillMark): void {
  const { ctx, look, styles, view } = brush;
  const colour = look.ink(styles(mark.name, mark.method).colour);
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = 1.6;
  ctx.lineJoin = ctx.lineCap = "round";
  switch (mark.kind) {
    case "points":
      drawPoints(brush, mark, colour);
      break;
    case "arrows":
      for (const [i, from] of mark.from.entries()) arrow(ctx, toPixel(view, from), toPixel(view, mark.to[i]!));
      break;
    case "segments":
      for (const [i, from] of mark.from.entries()) {
        ctx.lineWidth = 0.8 + 3.2 * (mark.widths?.[i] ?? 0.15);
        line(ctx, [toPixel(view, from), toPixel(view, mark.to[i]!)]);
        ctx.stroke();
      }
      break;
    case "line":
      drawLine(brush, mark, styles(mark.name, mark.method).dash);
      break;
    case "text":
      write(brush, toPixel(view, mark.at), mark.text, colour, "center");
      break;
  }
}

function line(ctx: CanvasRenderingContext2D, places: readonly Pair[]): void {
  ctx.beginPath();
  for (const place of places) ctx.lineTo(...place);
}

function drawLine(brush: Brush, mark: Extract<Mark, { kind: "line" }>, dash: readonly number[]): void {
  const { ctx, view } = brush;
  const places = mark.at.map((point) => toPixel(view, point));
  line(ctx, places);
  if (mark.isClosed) ctx.closePath();
  if (mark.isFilled) {
    ctx.globalAlpha = 0.14;
    ctx.fill();
    ctx.globalAlpha = 1;
  }
  ctx.setLineDash(mark.isDashed ? [5, 4] : [...dash]);
  ctx.stroke();
  ctx.setLineDash([]);
  const end = places.at(-1);
  if (mark.label !== undefined && end)
    write(brush, [end[0] + 7, end[1]], mark.label, ctx.strokeStyle as string, "left");
}

function drawPoints(brush: Brush, mark: Extract<Mark, { kind: "points" }>, colour: string): void {
  const { ctx, view, look } = brush;
  const { shape = "dot", sizes, headings, levels, at, label } = mark;
  const ramp = heat(look.isDark);
  const usual = shape === "star" ? 5 : at.length > 60 ? 2.6 : 4;
  for (const [i, point] of at.entries()) {
    const place = toPixel(view, point);
    const radius = sizes ? 1.5 + 9 * Math.sqrt(sizes[i] ?? 0) : usual;
    ctx.fillStyle = levels ? cssOf(ramp(levels[i] ?? 0)) : colour;
    if (headings) pointer(ctx, place, radius, headings[i] ?? 0);
    else shapes[shape](ctx, place, radius);
    if (levels || (shape === "dot" && at.length <= 60)) rim(ctx, look);
  }
  const first = at[0];
  if (label === undefined || !first) return;
  const { left, top, align } = nameOf(view, first);
  write(brush, [left, top], label, colour, align);
}

/** A thin edge in the page's colour, so that discs that overlap can be told apart. */
function rim(ctx: CanvasRenderingContext2D, { ink }: Look): void {
  const { strokeStyle, lineWidth } = ctx;
  ctx.strokeStyle = ink("var(--paper)");
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.strokeStyle = strokeStyle;
  ctx.lineWidth = lineWidth;
}

type Shape = (ctx: CanvasRenderingContext2D, place: Pair, radius: number) => void;

export const disc: Shape = (ctx, [left, top], radius) => {
  ctx.beginPath();
  ctx.arc(left, top, radius, 0, 2 * Math.PI);
  ctx.fill();
};

export const cross: Shape = (ctx, [left, top], radius) => {
  ctx.beginPath();
  ctx.moveTo(left - radius, top - radius);
  ctx.lineTo(left + radius, top + radius);
  ctx.moveTo(left + radius, top - radius);
  ctx.lineTo(left - radius, top + radius);
  ctx.stroke();
};

const ring: Shape = (ctx, [left, top], radius) => {
  ctx.beginPath();
  ctx.arc(left, top, radius, 0, 2 * Math.PI);
  ctx.stroke();
};

const star: Shape = (ctx, [left, top], radius) => {
  ctx.beginPath();
  for (let i = 0; i < 10; i++) {
    const reach = i % 2 === 0 ? radius * 1.25 : radius * 0.5;
    const angle = (i * Math.PI) / 5 - Math.PI / 2;
    ctx.lineTo(left + reach * Math.cos(angle), top + reach * Math.sin(angle));
  }
  ctx.closePath();
  ctx.fill();
};

const shapes: Record<"dot" | "ring" | "cross" | "star", Shape> = { dot: disc, ring, cross, star };

/** A drop that points along a heading, counted from the x axis towards y. */
function pointer(ctx: CanvasRenderingContext2D, [left, top]: Pair, radius: number, heading: number): void {
  const reach = radius * 1.5;
  const at = (angle: number, length: number): Pair => [
    left + length * Math.cos(heading + angle),
    top - length * Math.sin(heading + angle),
  ];
  line(ctx, [at(0, reach * 1.25), at(2.5, reach), at(Math.PI, reach * 0.45), at(-2.5, reach)]);
  ctx.closePath();
  ctx.fill();
}

function arrow(ctx: CanvasRenderingContext2D, from: Pair, to: Pair): void {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (length < 0.5) return;
  line(ctx, [from, to]);
  ctx.stroke();
  const head = Math.min(7, length * 0.5);
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const barb = (turn: number): Pair => [to[0] - head * Math.cos(angle + turn), to[1] - head * Math.sin(angle + turn)];
  line(ctx, [barb(0.42), to, barb(-0.42)]);
  ctx.stroke();
}

/** Writes on the page's colour, so that lines below do not disturb. */
export function write(
  { ctx, look }: Pick<Brush, "ctx" | "look">,
  [left, top]: Pair,
  text: string,
  colour: string,
  align: CanvasTextAlign,
): void {
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.strokeStyle = look.ink("var(--paper)");
  ctx.globalAlpha = 0.85;
  ctx.lineWidth = 4;
  ctx.strokeText(text, left, top);
  ctx.globalAlpha = 1;
  ctx.fillStyle = colour;
  ctx.fillText(text, left, top);
}
