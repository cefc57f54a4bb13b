/*
 * A demo is a function that makes frames from the values of its controls. It computes where the engine is (a worker)
 * and knows nothing of pages: what it shows is plain data in a small grammar of panels and marks that any page can draw.
 */

/** Something that moves, with controls that bend it. */
export type Demo = {
  /** Unique within the paper: "trajectories". */
  id: string;
  title: string;
  /** What one sees and what to try, in two or three sentences. */
  says: string;
  controls: Control[];
  /**
   * Computes what is shown for these values: the scene first, then frame after frame until nothing is left to show or
   * `signal` is aborted. The same values and seed give the same frames.
   */
  play(values: ControlValues, signal: AbortSignal): AsyncGenerator<Frame, void> | Generator<Frame, void>;
  /** The panels for these values, before the first frame. */
  scene(values: ControlValues): Scene | Promise<Scene>;
};

/** What a person can change. Controls with the same `group` stand together under its name. */
export type Control = { name: string; label: string; group?: string } & (
  | { kind: "slider"; low: number; high: number; scale: "linear" | "log"; value: number; isWhole?: boolean }
  | { kind: "choice"; options: Option[]; value: string }
  | { kind: "several"; options: Option[]; value: string[] }
  | { kind: "switch"; value: boolean }
  /** A point of a plane panel, set by a click there or by the keyboard. */
  | { kind: "point"; panel: string; value: Pair }
);

/** One entry of a list; `method` gives its colour where it stands for a method. */
type Option = { value: string; label: string; method?: string };

/** The controls' values by their names. */
export type ControlValues = Record<string, number | string | string[] | boolean | Pair>;

export type Pair = [number, number];

/** What stands still: the panels, side by side where there is room. `steps` is how many frames will come, if known. */
export type Scene = { panels: ScenePanel[]; steps?: number };

export type ScenePanel = { id: string; title?: string; description: string } & (
  | { kind: "plane"; x: AxisRange; y: AxisRange; isEqualAspect?: boolean; field?: Field; marks?: Mark[] }
  | { kind: "curves"; x: AxisTitle; y: AxisTitle; lines: Line[] }
  | { kind: "bars"; x: AxisTitle; y: AxisTitle & { low?: number; high?: number } }
);

export type AxisRange = { title: string; low: number; high: number };
export type AxisTitle = { title: string; isLog?: boolean };
/** A line of a curves panel; `method` gives its colour, `name` its label. */
export type Line = { name: string; method: string };

/** A function on a grid over a plane panel, row by row from low y to high y, each from low x to high x. */
export type Field = {
  columns: number;
  rows: number;
  values: Float32Array | Float64Array;
  draw: "contours" | "heat";
  /** Levels are spaced by the logarithm of the height above the lowest value. */
  isLog?: boolean;
};

/** One moment. Trails and curve points add to those of earlier frames; everything else replaces what was there. */
export type Frame = {
  step: number;
  /** By panel. */
  marks?: Record<string, Mark[]>;
  /** By panel: a plane's field that has changed. */
  fields?: Record<string, Field>;
  /** By panel: new points of lines. */
  points?: Record<string, { line: string; x: number; y: number }[]>;
  /** By panel: the bars' heights, with the method that gives their colour. */
  bars?: Record<string, { label: string; height: number; method?: string }[]>;
  /** Numbers told beside the panels. */
  figures?: { label: string; value: number }[];
  /** What a reader who does not see the panels is told. */
  says?: string;
};

/** Something drawn in a plane panel, in the plane's coordinates. */
export type Mark = {
  name: string;
  method?: string;
} & /** The next point of a path that grows from frame to frame; `ended` marks where it stops ("diverged"). */
(
  | { kind: "trail"; at: Pair; ended?: string }
  | { kind: "points"; at: Pair[]; shape?: "dot" | "ring" | "cross" | "star" }
  | { kind: "arrows"; from: Pair[]; to: Pair[] }
  | { kind: "line"; at: Pair[]; isClosed?: boolean }
  | { kind: "text"; at: Pair; text: string }
);
