import type { SliderRange } from "@gradus/papers";
import { withMinus } from "@gradus/workbench";

/** How far a slider is moved, in whole numbers from 0 to this. */
export const travel = 1000;

/** A value to a place that is even in what the slider is even in, and back. */
function evenly({ scale }: SliderRange): [to: (value: number) => number, from: (even: number) => number] {
  switch (scale) {
    case "linear":
      return [(value) => value, (even) => even];
    case "log":
      return [Math.log, Math.exp];
    case "log of 1 − value":
      return [(value) => -Math.log1p(-value), (even) => -Math.expm1(-even)];
  }
}

const within = (value: number, { low, high }: SliderRange) => Math.min(high, Math.max(low, value));

/** Where on its travel a slider stands for a value. */
export function placeOf(value: number, range: SliderRange): number {
  const [to] = evenly(range);
  const [low, high] = [to(range.low), to(range.high)];
  return Math.round((travel * (to(within(value, range)) - low)) / (high - low));
}

/** The value at a place, in as few digits as tell it from those at the places beside it. */
export function valueAt(place: number, range: SliderRange): number {
  const [to, from] = evenly(range);
  const exact = (at: number) => from(to(range.low) + ((to(range.high) - to(range.low)) * at) / travel);
  if (place <= 0) return range.low;
  if (place >= travel) return range.high;
  const value = exact(place);
  if (range.isWhole) return within(Math.round(value), range);
  const apart = Math.abs(exact(place + 1) - value);
  return within(rounded(value, apart), range);
}

/** Rounded to the decimal place of `step`. */
function rounded(value: number, step: number): number {
  const decimals = Math.ceil(-Math.log10(step));
  return Number(decimals <= 0 ? value.toPrecision(6) : value.toFixed(Math.min(20, decimals)));
}

/** A value as it is written in the field beside a slider, which reads it back exactly. */
export function toText(value: number): string {
  const size = Math.abs(value);
  const plain = size === 0 || (size >= 1e-4 && size < 1e6) ? String(value) : value.toExponential().replace("e+", "e");
  return withMinus(plain);
}

/** A number as people write them, or why it is not one that the slider can take. */
export function fromText(text: string, range: SliderRange): number | { problem: string } {
  const value = Number(text.trim().replaceAll("−", "-").replace(",", "."));
  const allowed = `from ${toText(range.low)} to ${toText(range.high)}`;
  if (text.trim() === "" || Number.isNaN(value)) return { problem: `a number ${allowed}` };
  if (range.isWhole && !Number.isInteger(value)) return { problem: `a whole number ${allowed}` };
  if (value < range.low || value > range.high) return { problem: allowed };
  return value;
}
