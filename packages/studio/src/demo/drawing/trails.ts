import type { Pair } from "@gradus/papers";
import type { Trail } from "../film.ts";
import { boxOf, type Named, placeLabels, type Side } from "./labels.ts";
import { type Brush, cross, disc, write } from "./marks.ts";
import { type Area, inside, toPixel, type View } from "./view.ts";

const headRadius = 5;
/** Pieces of a path have one of so many widths, so that each width is one stroke. */
const widthSteps = 8;
/** Points nearer to the last one than this, in pixels, are not seen. */
const visible = 0.6;

/** Draws paths with their heads and names. Names keep off places that are `written` on. Returns the sides on which they stand, for the next frame. */
export function drawTrails(
  brush: Brush,
  trails: readonly Trail[],
  earlier: ReadonlyMap<string, Side>,
  written: readonly Pair[] = [],
): Map<string, Side> {
  const { ctx, view, look, styles } = brush;
  const { area } = view;
  const shown = trails.filter(({ count }) => count > 0);
  const colourOf = ({ name, method }: Trail) => look.ink(styles(name, method).colour);
  const colours = shown.map(colourOf);
  inside(ctx, view, () => {
    // The first, which the demo is about, lies above the others.
    for (const [i, trail] of [...shown.entries()].reverse()) {
      const hasWidths = trail.widths.some((width) => width !== undefined);
      drawPath(brush, trail, colours[i]!, hasWidths ? [] : styles(trail.name, trail.method).dash);
    }
  });

  const heads = shown.map((trail) => ({ trail, place: toPixel(view, trail.at[trail.count - 1]!) }));
  const named = heads.map(({ trail, place: [left, top] }): Named => {
    const [x, y] = held([left, top], area);
    return { name: labelOf(trail), left: x, top: y, radius: headRadius, width: ctx.measureText(labelOf(trail)).width };
  });
  for (const { trail, place } of heads.toReversed()) drawHead(brush, trail, place, colourOf(trail));
  const sides = placeLabels(named, area, earlier, [...written, ...shown.flatMap((trail) => samplesOf(trail, view))]);
  for (const [i, { trail }] of heads.entries()) {
    const thing = named[i]!;
    const box = boxOf(thing, sides.get(thing.name)!);
    write(brush, [box.left, box.top + box.height / 2], thing.name, colourOf(trail), "left");
  }
  return sides;
}

/** Places along a path, enough to keep names off it. */
function samplesOf({ at, count }: Trail, view: View): Pair[] {
  const stride = Math.max(1, Math.floor(count / 150));
  const samples: Pair[] = [];
  for (let i = 0; i < count; i += stride) samples.push(toPixel(view, at[i]!));
  return samples;
}

const labelOf = ({ name, ended }: Trail): string => (ended ? `${name}, ${ended}` : name);

/** The nearest place within the area. */
const held = ([left, top]: Pair, area: Area): Pair => [
  Math.min(area.left + area.width - headRadius, Math.max(area.left + headRadius, left)),
  Math.min(area.top + area.height - headRadius, Math.max(area.top + headRadius, top)),
];

/** Pixels of the points of paths, two numbers each, as long as the view stays: paths are drawn again for every frame. */
const known = new WeakMap<readonly Pair[], { view: View; places: number[] }>();

function placesOf(at: readonly Pair[], view: View): number[] {
  let entry = known.get(at);
  if (entry?.view !== view) {
    entry = { view, places: [] };
    known.set(at, entry);
  }
  for (let i = entry.places.length / 2; i < at.length; i++) entry.places.push(...toPixel(view, at[i]!));
  return entry.places;
}

function drawPath(
  { ctx, view, look }: Brush,
  { at, widths, count }: Trail,
  colour: string,
  dash: readonly number[],
): void {
  const pieces = new Map<number, Path2D>();
  const places = placesOf(at, view);
  let [left, top] = [places[0]!, places[1]!];
  let open: number | undefined;
  for (let i = 1; i < count; i++) {
    const [x, y] = [places[2 * i]!, places[2 * i + 1]!];
    if (Math.abs(x - left) + Math.abs(y - top) < visible && i < count - 1) continue;
    const width = widths[i];
    const step = width === undefined ? -1 : Math.round(Math.min(1, Math.max(0, width)) * widthSteps);
    let path = pieces.get(step);
    if (path === undefined) {
      path = new Path2D();
      pieces.set(step, path);
    }
    if (open !== step) path.moveTo(left, top);
    path.lineTo(x, y);
    open = step;
    [left, top] = [x, y];
  }
  const thickness = (step: number) => (step < 0 ? 2 : 1.2 + (6 * step) / widthSteps);
  ctx.lineJoin = ctx.lineCap = "round";
  // A rim in the page's colour keeps paths apart from level lines and from each other.
  ctx.strokeStyle = look.ink("var(--paper)");
  ctx.globalAlpha = 0.75;
  for (const [step, path] of pieces) {
    ctx.lineWidth = thickness(step) + 2;
    ctx.stroke(path);
  }
  ctx.globalAlpha = 1;
  ctx.strokeStyle = colour;
  ctx.setLineDash([...dash]);
  for (const [step, path] of pieces) {
    ctx.lineWidth = thickness(step);
    ctx.stroke(path);
  }
  ctx.setLineDash([]);
}

/** A disc where a path has got to, a cross where it ended badly; on the edge, an arrow towards one that is out of sight. */
function drawHead({ ctx, view, look }: Brush, { ended }: Trail, place: Pair, colour: string): void {
  const at = held(place, view.area);
  ctx.fillStyle = colour;
  ctx.lineWidth = 2;
  if (Math.hypot(at[0] - place[0], at[1] - place[1]) > headRadius) {
    const angle = Math.atan2(place[1] - at[1], place[0] - at[0]);
    ctx.beginPath();
    for (const [turn, reach] of [
      [0, 8],
      [2.4, 7],
      [-2.4, 7],
    ] as const) {
      ctx.lineTo(at[0] + reach * Math.cos(angle + turn), at[1] + reach * Math.sin(angle + turn));
    }
    ctx.closePath();
    ctx.fill();
    return;
  }
  if (ended?.startsWith("diverged")) {
    ctx.lineCap = "round";
    for (const [width, stroke] of [
      [6, look.ink("var(--paper)")],
      [2.6, colour],
    ] as const) {
      ctx.lineWidth = width;
      ctx.strokeStyle = stroke;
      cross(ctx, at, headRadius);
    }
    return;
  }
  disc(ctx, at, headRadius);
  ctx.strokeStyle = look.ink("var(--paper)");
  ctx.lineWidth = 1.6;
  ctx.stroke();
}
