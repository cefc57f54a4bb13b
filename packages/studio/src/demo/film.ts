import type { DemoFigure, Field, Frame, Mark, Pair, Scene } from "@gradus/papers";

/** A path up to some frame: the first `count` of its points. */
export type Trail = {
  name: string;
  method: string | undefined;
  at: readonly Pair[];
  widths: readonly (number | undefined)[];
  count: number;
  /** Why it ends at its last point, if it has ended by then. */
  ended: string | undefined;
};

/** A point of a line, with the ends of its band if it has one; `ended` tells that the line ends badly there. */
export type Point = { x: number; y: number; low?: number; high?: number; ended?: string };
export type Bar = NonNullable<Frame["bars"]>[string][number];
export type TextLine = NonNullable<Frame["texts"]>[string][number];

/** Something that grows: what came with which frame. */
type Grown<Item> = { frames: number[]; items: Item[] };
type GrownTrail = Grown<Pair> & { method: string | undefined; widths: (number | undefined)[]; ended: Grown<string> };

/** How many of the items had come by a frame. */
function countBy({ frames }: Grown<unknown>, frame: number): number {
  let [from, to] = [0, frames.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (frames[middle]! <= frame) from = middle + 1;
    else to = middle;
  }
  return from;
}

const push = <Item>(grown: Grown<Item>, frame: number, item: Item) => {
  grown.frames.push(frame);
  grown.items.push(item);
};

/** The last item by a frame. */
const lastBy = <Item>(grown: Grown<Item> | undefined, frame: number): Item | undefined =>
  grown?.items[countBy(grown, frame) - 1];

const none = <Item>(): Grown<Item> => ({ frames: [], items: [] });

function entryOf<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** The finite values so far: the ends, and the least that a logarithmic axis can show. */
class Extent {
  low = Number.POSITIVE_INFINITY;
  high = Number.NEGATIVE_INFINITY;
  leastPositive = Number.POSITIVE_INFINITY;

  add(value: number): void {
    if (!Number.isFinite(value)) return;
    if (value < this.low) this.low = value;
    if (value > this.high) this.high = value;
    if (value > 0 && value < this.leastPositive) this.leastPositive = value;
  }

  /** The ends of what an axis can show, or nothing. */
  ends(isLog: boolean): number[] {
    const low = isLog ? this.leastPositive : this.low;
    return low <= this.high ? [low, this.high] : [];
  }
}

type PanelTrack = {
  trails: Map<string, GrownTrail>;
  marks: Grown<Mark[]>;
  fields: Grown<Field>;
  lines: Map<string, Grown<Point>>;
  x: Extent;
  y: Extent;
  bars: Grown<Bar[]>;
  texts: Grown<TextLine[]>;
};

/** The frames of a demo so far, so that any moment can be shown at once. Frames are numbered from 0. */
export class Film {
  readonly scene: Scene;
  readonly #steps: number[] = [];
  readonly #panels = new Map<string, PanelTrack>();
  readonly #figures = none<DemoFigure[]>();
  readonly #says = none<string>();

  constructor(scene: Scene) {
    this.scene = scene;
  }

  /** How many frames there are. */
  get length(): number {
    return this.#steps.length;
  }

  add(frames: readonly Frame[]): void {
    for (const frame of frames) this.#add(frame);
  }

  #add({ step, marks = {}, fields = {}, points = {}, bars = {}, texts = {}, figures, says }: Frame): void {
    const frame = this.#steps.push(step) - 1;
    for (const [panel, list] of Object.entries(marks)) this.#addMarks(this.#track(panel), frame, list);
    for (const [panel, field] of Object.entries(fields)) push(this.#track(panel).fields, frame, field);
    for (const [panel, list] of Object.entries(points)) {
      const track = this.#track(panel);
      for (const { line, ...point } of list) {
        push(entryOf(track.lines, line, none<Point>), frame, point);
        track.x.add(point.x);
        for (const y of [point.y, point.low ?? point.y, point.high ?? point.y]) track.y.add(y);
      }
    }
    for (const [panel, list] of Object.entries(bars)) push(this.#track(panel).bars, frame, list);
    for (const [panel, list] of Object.entries(texts)) push(this.#track(panel).texts, frame, list);
    if (figures) push(this.#figures, frame, figures);
    if (says !== undefined) push(this.#says, frame, says);
  }

  #addMarks({ trails, marks }: PanelTrack, frame: number, list: readonly Mark[]): void {
    for (const mark of list) {
      if (mark.kind !== "trail") continue;
      const make = (): GrownTrail => ({ ...none<Pair>(), method: mark.method, widths: [], ended: none() });
      const trail = entryOf(trails, mark.name, make);
      push(trail, frame, mark.at);
      trail.widths.push(mark.width);
      if (mark.ended !== undefined) push(trail.ended, frame, mark.ended);
    }
    const others = list.filter(({ kind }) => kind !== "trail");
    if (others.length > 0 || marks.items.length > 0) push(marks, frame, others);
  }

  #track(panel: string): PanelTrack {
    return entryOf(this.#panels, panel, () => ({
      trails: new Map(),
      marks: none(),
      fields: none(),
      lines: new Map(),
      x: new Extent(),
      y: new Extent(),
      bars: none(),
      texts: none(),
    }));
  }

  stepAt(frame: number): number {
    return this.#steps[frame] ?? 0;
  }

  trailsAt(panel: string, frame: number): Trail[] {
    const trails = this.#panels.get(panel)?.trails ?? new Map<string, GrownTrail>();
    return [...trails].map(([name, trail]) => ({
      name,
      method: trail.method,
      at: trail.items,
      widths: trail.widths,
      count: countBy(trail, frame),
      ended: lastBy(trail.ended, frame),
    }));
  }

  marksAt(panel: string, frame: number): Mark[] {
    return lastBy(this.#panels.get(panel)?.marks, frame) ?? [];
  }

  fieldAt(panel: string, frame: number): Field | undefined {
    return lastBy(this.#panels.get(panel)?.fields, frame);
  }

  barsAt(panel: string, frame: number): Bar[] {
    return lastBy(this.#panels.get(panel)?.bars, frame) ?? [];
  }

  textsAt(panel: string, frame: number): TextLine[] {
    return lastBy(this.#panels.get(panel)?.texts, frame) ?? [];
  }

  /** A line's points up to a frame. */
  pointsAt(panel: string, line: string, frame: number): Point[] {
    const grown = this.#panels.get(panel)?.lines.get(line);
    return grown ? grown.items.slice(0, countBy(grown, frame)) : [];
  }

  /** The ends of all points of a panel's lines along an axis, as far as it can show them; nothing while there are none. */
  endsOf(panel: string, axis: "x" | "y", isLog: boolean): number[] {
    return this.#panels.get(panel)?.[axis].ends(isLog) ?? [];
  }

  /** All bars that were ever shown in a panel. */
  allBars(panel: string): Bar[] {
    return this.#panels.get(panel)?.bars.items.flat() ?? [];
  }

  figuresAt(frame: number): DemoFigure[] {
    return lastBy(this.#figures, frame) ?? [];
  }

  saysAt(frame: number): string {
    return lastBy(this.#says, frame) ?? "";
  }
}
