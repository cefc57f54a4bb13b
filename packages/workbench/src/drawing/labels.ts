/*
 * Where the names of lines stand: beside the line, as near to its end as there is room, else in the margin with a leader
 * from the line's end.
 */

/** A place on the drawing, in pixels from its upper left corner. */
export type Place = { x: number; y: number };

/** A line as it is drawn, and its name. */
export type NamedLine = { points: Place[]; text: string };

/** The left end of a name, at half its height; `inMargin` a leader joins it to the line's end. */
export type Label = Place & { inMargin: boolean };

export const lineHeight = 15;
/** Between a line's end, or its leader's, and the name. */
const gap = 10;
/** How far from its end along a line a name may stand. */
const reach = 3 * lineHeight;
const halfMark = 4;

/** The width of a name, at 12 pixels, as a generous estimate: text cannot be measured where charts are drawn. */
export const textWidth = (text: string): number => 6.2 * text.length;

/** Places for the names of all lines of a panel that is so wide and high, apart from each other and from the lines. */
export function placeLabels(lines: readonly NamedLine[], width: number, height: number): Label[] {
  const inMargin = new Set(lines.flatMap((line, i) => (placesBeside(line, width, height).length === 0 ? [i] : [])));
  // A name that finds no room joins those in the margin, whose leaders may then take others' room.
  while (true) {
    const margin = placeInMargin(lines, [...inMargin], width, height);
    const taken = [
      ...lines.flatMap(({ points }) => segmentsOf(points)),
      ...lines.map(({ points }): Segment => mark(points.at(-1)!)),
      ...[...margin].map(([i, label]): Segment => [lines[i]!.points.at(-1)!, { x: width, y: label.y }]),
    ];
    const beside = placeBeside(lines, inMargin, taken, width, height);
    const homeless = lines.findIndex((_, i) => !margin.has(i) && !beside.has(i));
    if (homeless < 0) return lines.map((_, i) => margin.get(i) ?? beside.get(i)!);
    inMargin.add(homeless);
  }
}

function placeInMargin(
  lines: readonly NamedLine[],
  indices: number[],
  width: number,
  height: number,
): Map<number, Label> {
  const heights = spreadOut(
    indices.map((i) => lines[i]!.points.at(-1)!),
    height,
  );
  return new Map(indices.map((i, k) => [i, { x: width + gap, y: heights[k]!, inMargin: true }]));
}

function placeBeside(
  lines: readonly NamedLine[],
  others: ReadonlySet<number>,
  taken: Segment[],
  width: number,
  height: number,
): Map<number, Label> {
  const placed = new Map<number, Label>();
  const boxes: Box[] = [];
  for (const [i, line] of lines.entries()) {
    if (others.has(i)) continue;
    const place = placesBeside(line, width, height).find((candidate) => {
      const box = boxOf(candidate, line.text);
      return !taken.some((segment) => meets(segment, box)) && !boxes.some((other) => overlap(other, box));
    });
    if (place === undefined) continue;
    placed.set(i, { ...place, inMargin: false });
    boxes.push(boxOf(place, line.text));
  }
  return placed;
}

/** Where a name may stand to the right of its line, the place nearest to the line's end first. */
function placesBeside({ points, text }: NamedLine, width: number, height: number): Place[] {
  const places: Place[] = [];
  let along = 0;
  for (let i = points.length - 1; i >= 0 && along <= reach; i--) {
    const [point, next] = [points[i]!, points[i + 1] ?? points[i]!];
    const length = Math.hypot(next.x - point.x, next.y - point.y);
    // A long segment offers places every few pixels.
    const parts = Math.max(1, Math.ceil(length / 4));
    for (let part = 1; part <= parts && along + (length * part) / parts <= reach; part++) {
      const share = part / parts;
      places.push({ x: next.x + (point.x - next.x) * share + gap, y: next.y + (point.y - next.y) * share });
    }
    along += length;
  }
  const half = lineHeight / 2;
  const inside = places.map(({ x, y }) => ({ x, y: Math.min(height - half, Math.max(half, y)) }));
  return inside.filter(({ x }) => x + textWidth(text) <= width);
}

/**
 * The heights of labels for lines that end at `ends`: moved apart until no two overlap. Of lines that end at about the
 * same height, the one that ends first has the lowest label, so that its leader passes below the others.
 */
export function spreadOut(ends: Place[], height: number): number[] {
  const level = (i: number) => Math.round((2 * ends[i]!.y) / lineHeight);
  const order = ends.map((_, i) => i).sort((a, b) => level(a) - level(b) || ends[b]!.x - ends[a]!.x);
  const moved = ends.map(({ y }) => y);
  let floor = lineHeight / 2 - 6;
  for (const i of order) {
    moved[i] = Math.max(moved[i]!, floor);
    floor = moved[i]! + lineHeight;
  }
  let ceiling = height;
  for (const i of order.toReversed()) {
    moved[i] = Math.min(moved[i]!, ceiling);
    ceiling = moved[i]! - lineHeight;
  }
  return moved;
}

type Segment = [Place, Place];
type Box = { left: number; right: number; top: number; bottom: number };

/** The room that a name needs, with air around it. */
const boxOf = ({ x, y }: Place, text: string): Box => ({
  left: x - gap / 2,
  right: x + textWidth(text) + gap / 2,
  top: y - lineHeight / 2,
  bottom: y + lineHeight / 2,
});

const mark = ({ x, y }: Place): Segment => [
  { x: x - halfMark, y },
  { x: x + halfMark, y },
];

const segmentsOf = (points: Place[]): Segment[] => points.slice(1).map((point, i): Segment => [points[i]!, point]);

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Whether a segment passes through a box: what is left of it after clipping at the four sides. */
function meets([from, to]: Segment, { left, right, top, bottom }: Box): boolean {
  let [start, end] = [0, 1];
  const clip = (at: number, along: number, low: number, high: number) => {
    if (along === 0) {
      if (at < low || at > high) end = -1;
      return;
    }
    const [first, last] = [(low - at) / along, (high - at) / along].sort((a, b) => a - b);
    start = Math.max(start, first!);
    end = Math.min(end, last!);
  };
  clip(from.x, to.x - from.x, left, right);
  clip(from.y, to.y - from.y, top, bottom);
  return start <= end;
}
