import type { Field, Pair } from "@gradus/papers";
import { contours } from "d3-contour";
import { type AxisScale, ticksOf } from "../../charts/ticks.ts";
import type { Look } from "./look.ts";
import { cssOf, ground, heat, parting, type Ramp, type Rgb } from "./ramp.ts";
import { type Area, inside, scaleWidth, type View } from "./view.ts";

/** Draws a field over its plane; `classes` are the colours of regions. */
export function drawField(
  ctx: CanvasRenderingContext2D,
  field: Field,
  view: View,
  look: Look,
  classes: readonly Rgb[],
): void {
  const { area } = view;
  inside(ctx, view, () => {
    if (field.draw === "contours") drawLevels(ctx, field, area, look);
    else if (field.draw === "heat") drawCells(ctx, field, area, colours(field, look));
    else drawCells(ctx, field, area, (value) => classes[value] ?? [128, 128, 128]);
  });
}

const levelCount = 14;

type ValueField = Exclude<Field, { draw: "regions" }>;

/** Values as they are laid out: heights in decades above the lowest where the field asks for that. */
function laidOut(field: ValueField): Float64Array {
  const values = Float64Array.from(field.values);
  if (!field.isLog) return values;
  const lowest = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const heights = Float64Array.from(values, (value) => value - lowest);
  const least = heights.reduce((a, b) => (b > 0 && b < a ? b : a), Number.POSITIVE_INFINITY);
  return heights.map((height) => Math.log10(Math.max(height, least)));
}

/** Levels that leave out the lowest and the highest hundredth of the plane, evenly between. */
function levelsOf(values: Float64Array): number[] {
  const sorted = values.filter(Number.isFinite).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const [low, high] = [at(0.004), at(0.985)];
  return Array.from({ length: levelCount }, (_, i) => low + ((high - low) * (i + 0.5)) / levelCount);
}

function drawLevels(ctx: CanvasRenderingContext2D, field: ValueField, area: Area, { ink, isDark }: Look): void {
  const { columns, rows } = field;
  const values = laidOut(field);
  const ramp = ground(isDark);
  ctx.fillStyle = cssOf(ramp(0));
  ctx.fillRect(area.left, area.top, area.width, area.height);
  const shapes = contours().size([columns, rows]).thresholds(levelsOf(values))(Array.from(values));
  const place = ([column = 0, row = 0]: number[]): Pair => [
    area.left + ((column - 0.5) / (columns - 1)) * area.width,
    area.top + (1 - (row - 0.5) / (rows - 1)) * area.height,
  ];
  ctx.lineWidth = 1;
  ctx.lineJoin = "round";
  ctx.strokeStyle = ink("var(--edge)");
  for (const [i, { coordinates }] of shapes.entries()) {
    ctx.beginPath();
    for (const ring of coordinates.flat()) {
      for (const [k, point] of ring.entries()) k === 0 ? ctx.moveTo(...place(point)) : ctx.lineTo(...place(point));
      ctx.closePath();
    }
    ctx.fillStyle = cssOf(ramp((i + 1) / levelCount));
    ctx.fill("evenodd");
    ctx.globalAlpha = isDark ? 0.55 : 0.7;
    ctx.stroke();
    ctx.globalAlpha = 1;
  }
}

/** The ends of a heat field's scale. */
function endsOf({ values, low, high, middle }: ValueField): AxisScale {
  const finite = Array.from(values).filter(Number.isFinite);
  const least = low ?? finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = high ?? finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (middle === undefined) return { low: least, high: most > least ? most : least + 1 };
  const reach = Math.max(middle - least, most - middle) || 1;
  return { low: middle - reach, high: middle + reach };
}

const rampOf = ({ middle }: ValueField, { isDark }: Look): Ramp =>
  middle === undefined ? heat(isDark) : parting(isDark);

function colours(field: ValueField, look: Look): (value: number) => Rgb {
  const { low, high } = endsOf(field);
  const ramp = rampOf(field, look);
  return (value) => ramp((value - low) / (high - low));
}

/** One cell a value, its centre where the value belongs. */
function drawCells(ctx: CanvasRenderingContext2D, field: Field, area: Area, colourOf: (value: number) => Rgb): void {
  const { columns, rows, values } = field;
  const picture = new ImageData(columns, rows);
  for (const [i, value] of values.entries()) {
    if (!Number.isFinite(value)) continue;
    const row = rows - 1 - Math.floor(i / columns);
    const at = 4 * (row * columns + (i % columns));
    const [red, green, blue] = colourOf(value);
    picture.data[at] = red;
    picture.data[at + 1] = green;
    picture.data[at + 2] = blue;
    picture.data[at + 3] = 255;
  }
  const small = new OffscreenCanvas(columns, rows);
  small.getContext("2d")!.putImageData(picture, 0, 0);
  const [cell, row] = [area.width / Math.max(1, columns - 1), area.height / Math.max(1, rows - 1)];
  ctx.imageSmoothingEnabled = false;
  ctx.drawImage(small, area.left - cell / 2, area.top - row / 2, area.width + cell, area.height + row);
}

/** The scale of a heat field, to the right of its plane. */
export function drawScale(ctx: CanvasRenderingContext2D, field: ValueField, { area }: View, look: Look): void {
  const ends = endsOf(field);
  const ramp = rampOf(field, look);
  const left = area.left + area.width + 16;
  for (let i = 0; i < area.height; i++) {
    ctx.fillStyle = cssOf(ramp(1 - i / area.height));
    ctx.fillRect(left, area.top + i, 12, 1.5);
  }
  ctx.fillStyle = look.ink("var(--muted)");
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  for (const { value, label } of ticksOf(ends, 5)) {
    const top = area.top + (1 - (value - ends.low) / (ends.high - ends.low)) * area.height;
    ctx.fillText(label, left + 17, top, scaleWidth - 34);
  }
  if (field.title === undefined) return;
  ctx.textBaseline = "bottom";
  ctx.fillText(field.title, left, area.top - 5, scaleWidth);
}
