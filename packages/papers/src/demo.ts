/*
 * A demo is a function that makes frames from the values of its controls. It computes where the engine is (a worker)
 * and knows nothing of pages: what it shows is plain data in a small grammar of panels and marks that any page can draw.
 */

/** Something that moves, with controls that bend it. */
export type Demo = DemoDescription & {
  /** The panels for these values, before the first frame. */
  scene(values: ControlValues): Scene | Promise<Scene>;
  /**
   * Computes frame after frame until nothing is left to show or `signal` is aborted. The same values give the same
   * frames. Whoever leaves early ends the generator, which frees what it holds.
   */
  play(values: ControlValues, signal: AbortSignal): AsyncGenerator<Frame, void> | Generator<Frame, void>;
};

/** What a page needs to know of a demo before it runs: plain data. */
export type DemoDescription = {
  /** Unique within the paper: "trajectories". */
  id: string;
  title: string;
  /** What one sees and what to try, in two or three sentences. */
  says: string;
  controls: Control[];
};

/** What a person can change. */
export type Control = {
  name: string;
  label: string;
  /** Controls with the same group stand together under its name. */
  group?: string;
  /** The method that the control belongs to, which gives its colour. */
  method?: string;
  /** It matters only while another control is, or has among its entries, this value; otherwise it is not shown. */
  when?: { control: string; is: string | boolean };
} & (
  | ({ kind: "slider"; value: number } & SliderRange)
  | { kind: "choice"; options: Option[]; value: string }
  | { kind: "several"; options: Option[]; value: string[] }
  | { kind: "switch"; value: boolean }
  /** A point of a plane panel, set by a click there, by dragging, or by the keyboard; or a place on its x axis. */
  | { kind: "point"; panel: string; value: Pair; isAlongX?: boolean }
  /** A whole number ≥ 0 from which everything random is drawn. */
  | { kind: "seed"; value: number }
);

export type SliderRange = {
  low: number;
  high: number;
  /** Evenly in the value, in its logarithm, or in the logarithm of 1 − value, as decay rates and momenta are chosen. */
  scale: "linear" | "log" | "log of 1 − value";
  isWhole?: boolean;
};

/** One entry of a list. */
export type Option = {
  value: string;
  label: string;
  /** The method that the entry stands for, which gives its colour. */
  method?: string;
  /** Values that other controls take when this entry is chosen: the usual start of a function, say. */
  sets?: ControlValues;
};

/** The controls' values by their names. */
export type ControlValues = Record<string, ControlValue>;
export type ControlValue = number | string | string[] | boolean | Pair;

export type Pair = [number, number];

/** What stands still: the panels, side by side where there is room. `steps` is the last frame's step, if known. */
export type Scene = { panels: ScenePanel[]; steps?: number };

export type ScenePanel = {
  id: string;
  title?: string;
  /** What the panel shows, for a reader who does not see it. */
  description: string;
  /** The first panel is large and the others are small, unless told otherwise. */
  size?: "large" | "small";
} & (PlanePanel | CurvesPanel | BarsPanel | TextsPanel);

/** A part of the plane, with a function under the marks. */
export type PlanePanel = {
  kind: "plane";
  x: AxisRange;
  y: AxisRange;
  /** One unit is as long on both axes. */
  isEqualAspect?: boolean;
  /** Images and graphs have none. Default true. */
  hasAxes?: boolean;
  field?: Field;
  /** What lies under the marks of the frames and does not move: a minimum, a feasible set, samples. */
  marks?: Mark[];
};

/** Lines that grow from left to right. Without `low` and `high` an axis follows from the points. */
export type CurvesPanel = { kind: "curves"; x: AxisTitle & Partial<Ends>; y: AxisTitle & Partial<Ends>; lines: Line[] };

/** Bars from 0, one a label, in the order of the frame. */
export type BarsPanel = { kind: "bars"; x: AxisTitle; y: AxisTitle & Partial<Ends> };

/** Lines of text: what a language model answers. */
type TextsPanel = { kind: "texts" };

export type Ends = { low: number; high: number };
type AxisRange = AxisTitle & Ends;
export type AxisTitle = { title: string; isLog?: boolean };
/** A line of a curves panel; `method` gives its colour, `name` its label. */
type Line = { name: string; method: string };

/** A function on a grid over a plane panel, row by row from low y to high y, each from low x to high x. */
export type Field = {
  columns: number;
  rows: number;
  values: Float32Array | Float64Array;
} & (
  | {
      /** Level lines over a quiet ground, or the values themselves with their scale. */
      draw: "contours" | "heat";
      /** What the values are, with their unit: the title of the scale. */
      title?: string;
      /** Levels are spaced by the logarithm of the height above the lowest value. */
      isLog?: boolean;
      /** The ends of the scale, where they are not those of the values: for a field that changes from frame to frame. */
      low?: number;
      high?: number;
      /** The value that is neither: colours part there in two directions. */
      middle?: number;
    }
  /** The values are indices of these classes: decision regions, basins of attraction. */
  | { draw: "regions"; classes: FieldClass[] }
);

export type FieldClass = { label: string; method?: string };

/** One moment. Trails and curve points add to those of earlier frames; everything else replaces what was there. */
export type Frame = {
  step: number;
  /** By panel. */
  marks?: Record<string, Mark[]>;
  /** By panel: a plane's field that has changed. */
  fields?: Record<string, Field>;
  /**
   * By panel: new points of lines. A point that is not finite, or not positive on a log axis, is left out. Between `low` and
   * `high` a band is drawn: the spread over seeds. `ended` tells that the line ends badly, and how: "diverged".
   */
  points?: Record<string, { line: string; x: number; y: number; low?: number; high?: number; ended?: string }[]>;
  /** By panel: the bars' heights, with the method that gives their colour. */
  bars?: Record<string, { label: string; height: number; method?: string }[]>;
  /** By panel: lines of text, each with who says it and, where it can be right or wrong, whether it is. */
  texts?: Record<string, { label: string; text: string; method?: string; isRight?: boolean }[]>;
  /** Numbers told beside the panels. */
  figures?: DemoFigure[];
  /** What a reader who does not see the panels is told. */
  says?: string;
};

/** A number told beside the panels, NaN while there is none; those that are `of` something are rows of a table. */
export type DemoFigure = { label: string; value: number; of?: string; method?: string };

/** Something drawn in a plane panel, in the plane's coordinates. */
export type Mark = {
  name: string;
  method?: string;
} & (
  | {
      /** The next point of a path that grows from frame to frame. */
      kind: "trail";
      at: Pair;
      /** How much of the path's width this piece has, in [0, 1]. Default: all of a thin line. */
      width?: number;
      /** The path ends here, and why: "diverged". */
      ended?: string;
    }
  | {
      /** Each with a size in [0, 1] (area), a direction in radians, or a place in [0, 1] on the heat scale, if given. */
      kind: "points";
      at: Pair[];
      shape?: "dot" | "ring" | "cross" | "star";
      sizes?: number[];
      headings?: number[];
      levels?: number[];
      /** Written beside the first of them. */
      label?: string;
    }
  | { kind: "arrows"; from: Pair[]; to: Pair[] }
  /** Edges of a graph; `widths` in [0, 1]. */
  | { kind: "segments"; from: Pair[]; to: Pair[]; widths?: number[] }
  | { kind: "line"; at: Pair[]; isClosed?: boolean; isFilled?: boolean; isDashed?: boolean; label?: string }
  | { kind: "text"; at: Pair; text: string }
);

/** Checks what types cannot: that controls are named apart, and that what refers to a control finds it. */
export function defineDemo(demo: Demo): Demo {
  const names = demo.controls.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`demo ${demo.id} has two controls named '${twice}'`);
  const referred = demo.controls.flatMap((control) => [
    ...(control.when ? [control.when.control] : []),
    ...("options" in control ? control.options.flatMap(({ sets }) => Object.keys(sets ?? {})) : []),
  ]);
  const unknown = referred.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`demo ${demo.id} has no control named '${unknown}'`);
  return demo;
}

/** What a page needs to know of a demo before it runs. */
export const describeDemo = ({ id, title, says, controls }: Demo): DemoDescription => ({ id, title, says, controls });
