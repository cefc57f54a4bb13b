import { type Axes, type AxisValue, type Band, bands, cellName, cellsOf, type Setting, unknownName } from "gradus";
import { SpecError } from "../race/spec-error.ts";
import { withMinus } from "../words/numbers.ts";
import { type Best, bestOf, type SweepResult, type SweepView, worstOf } from "./result.ts";
import { methodAxis } from "./source.ts";

/** A band, or that nothing of a setting is measured yet. */
export type Tile = { x: AxisValue; y: AxisValue; band: Band | undefined };

/** Lines of a chart along one axis. */
export type SweepLine = { name: string; tiles: Tile[] };

/** One frame of a chart: what the axes that are not drawn have in common there. */
export type SweepPanel = { title: string; lines: SweepLine[] };

/** A sweep's chart of one value: curves along x, with a line for each method; or a map with a row for each value of y. */
export type SweepChart = {
  kind: "curves" | "map";
  value: string;
  x: string;
  xs: readonly AxisValue[];
  y: string | undefined;
  ys: readonly AxisValue[];
  best: Best;
  panels: SweepPanel[];
};

/** Axes with more than one value, as names. */
const variedOf = (axes: Axes): string[] => Object.keys(axes).filter((name) => axes[name]!.length > 1);

/** @throws {SpecError} if an axis to be drawn is unknown, or both are the same. */
export function checkView({ x, y }: Pick<SweepView, "x" | "y">, axes: Axes): void {
  const names = Object.keys(axes);
  for (const name of [x, y]) {
    if (name !== null && !names.includes(name)) throw new SpecError(unknownName("axis", name, names));
  }
  if (x === null && y !== null) throw new SpecError("an axis y to be drawn needs an axis x beside it");
  if (x !== null && x === y) throw new SpecError(`x and y must be different axes, got '${x}' twice`);
}

/** The axes that a chart is drawn along: those asked for, or the two with most values; methods are lines or frames. */
function drawnAxes(axes: Axes, { x, y }: Pick<SweepView, "x" | "y">): { x?: string; y?: string } {
  if (x !== null) return y === null ? { x } : { x, y };
  const varied = variedOf(axes);
  const others = varied.filter((name) => name !== methodAxis);
  const [first, second] = others.toSorted((a, b) => axes[b]!.length - axes[a]!.length);
  if (first === undefined) return varied.length === 0 ? {} : { x: varied[0]! };
  return second === undefined ? { x: first } : { x: first, y: second };
}

/** A chart of one value of a sweep; nothing where no axis has more than one value. */
export function chartOf({ plan, cells, view }: Pick<SweepResult, "plan" | "cells" | "view">, value: string) {
  const { x, y } = drawnAxes(plan.axes, view);
  if (x === undefined) return undefined;
  const measured = bands(cells, value, { worst: worstOf(view, value) });
  const byName = new Map(measured.map((band) => [nameOf(band.setting), band]));
  const lineAxis = y ?? (x === methodAxis ? undefined : variedOf(plan.axes).find((name) => name === methodAxis));
  const [xs, ys] = [plan.axes[x]!, lineAxis === undefined ? [value] : plan.axes[lineAxis]!];
  const panels = settingsOf(plan.axes, [x, lineAxis]).map((common): SweepPanel => {
    const lines = ys.map((at): SweepLine => {
      const rest = lineAxis === undefined ? common : { ...common, [lineAxis]: at };
      const tiles = xs.map((along) => ({ x: along, y: at, band: byName.get(nameOf({ ...rest, [x]: along })) }));
      return { name: axisText(at), tiles };
    });
    return { title: settingText(common, plan.axes), lines };
  });
  const chart: SweepChart = {
    kind: y === undefined ? "curves" : "map",
    value,
    x,
    xs,
    y,
    ys,
    best: bestOf(view, value),
    panels,
  };
  return chart;
}

const nameOf = (setting: Setting): string => cellName({ setting, seed: 0 });

/** All settings of the axes but some. */
function settingsOf(axes: Axes, drawn: readonly (string | undefined)[]): Setting[] {
  const rest = Object.fromEntries(Object.entries(axes).filter(([name]) => !drawn.includes(name)));
  return cellsOf({ axes: rest, seeds: [0] }).map(({ setting }) => setting);
}

/** "problem.hidden 16, noise low": a setting in words, without the axes that have only one value. */
export function settingText(setting: Setting, axes: Axes): string {
  return variedOf(axes)
    .filter((name) => setting[name] !== undefined)
    .map((name) => (name === methodAxis ? String(setting[name]) : `${name} ${axisText(setting[name]!)}`))
    .join(", ");
}

/** A value of an axis as it is written beside it. */
export const axisText = (value: AxisValue): string =>
  typeof value === "number" ? withMinus(String(value)) : String(value);
