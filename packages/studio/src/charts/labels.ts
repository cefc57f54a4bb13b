import type { PlotLine } from "./plot.ts";

/* Names at the ends of lines. */

/** A line's name, with how it ended if badly. */
export const labelOf = ({ name, ended }: PlotLine): string => (ended === undefined ? name : `${name}, ${ended}`);

/** The height of a label's line in pixels. */
export const labelHeight = 16;

/** The end of a line, in pixels from the plot's top left corner. */
export type LineEnd = { x: number; y: number };

/**
 * The heights of labels for lines that end at `ends`, moved apart until no two overlap. Of lines that end at about the
 * same height the one that ends first has the lowest label, so that its leader passes below the others.
 */
export function spreadOut(ends: readonly LineEnd[], height: number): number[] {
  const level = (i: number) => Math.round((2 * ends[i]!.y) / labelHeight);
  const order = ends.map((_, i) => i).sort((a, b) => level(a) - level(b) || ends[b]!.x - ends[a]!.x);
  const moved = ends.map(({ y }) => y);
  let floor = 0;
  for (const i of order) {
    moved[i] = Math.max(moved[i]!, floor);
    floor = moved[i]! + labelHeight;
  }
  let ceiling = height;
  for (const i of order.toReversed()) {
    moved[i] = Math.min(moved[i]!, ceiling);
    ceiling = moved[i]! - labelHeight;
  }
  return moved;
}

/** Whether labels of these widths can stand beside a plot of this size, rather than in a legend. */
export function labelsFit(widths: readonly number[], width: number, height: number): boolean {
  const widest = widths.reduce((a, b) => Math.max(a, b), 0);
  return widths.length <= 8 && widest <= 0.32 * width && widths.length * labelHeight <= height;
}
