import type { AxisValue } from "gradus";
import { readValue, split } from "../race/spec.ts";
import { SpecError } from "../race/spec-error.ts";

/** What stands along one axis of a sweep. */
export type AxisSpec = { name: string; values: AxisValue[] };

/** How axes are written, for --help. */
export const axisGrammar =
  "an axis: option=1,2,3 or problem.option=a,b; ranges low..highxcount (by equal ratios) and low..highbystep; may be repeated";

/** Values of one range, at most. */
const mostValues = 10_000;

/**
 * Reads "learningRate=0.001..1x4": the option's name, and 0.001, 0.01, 0.1, 1. Values in brackets are kept as they are
 * written, to be read when a cell is measured.
 * @throws {SpecError} if it is malformed.
 */
export function parseAxis(text: string): AxisSpec {
  const at = text.indexOf("=");
  const name = text.slice(0, at).trim();
  if (at < 1 || name === "") throw new SpecError(`'${text}' is no axis: expected option=value,value`);
  const values = split(text.slice(at + 1), ",").flatMap((part) => valuesOf(part, text));
  return { name, values };
}

/** Reads several axes. @throws {SpecError} also if two have one name. */
export function parseAxes(texts: readonly string[]): Record<string, AxisValue[]> {
  const axes = texts.map(parseAxis);
  const twice = axes.find(({ name }, i) => axes.findIndex((other) => other.name === name) < i);
  if (twice) throw new SpecError(`axis '${twice.name}' is given twice`);
  return Object.fromEntries(axes.map(({ name, values }) => [name, values]));
}

/** The value that a method's or problem's option gets. */
export function optionValue(value: AxisValue): unknown {
  return typeof value === "string" && /^[[{]/.test(value) ? readValue(value) : value;
}

function valuesOf(part: string, text: string): AxisValue[] {
  if (part === "") throw new SpecError(`'${text}' lacks a value`);
  if (/^[^[{"]*\.\./.test(part)) return rangeOf(part);
  const value = readValue(part);
  return [typeof value === "object" && value !== null ? part : (value as AxisValue)];
}

const number = String.raw`([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)`;
const range = new RegExp(`^${number}\\.\\.${number}(?:x(\\d+)|by${number})$`, "i");

function rangeOf(part: string): number[] {
  const [, low, high, count, step] = range.exec(part) ?? [];
  if (low === undefined) {
    throw new SpecError(`'${part}' is no range: expected low..highxcount (0.001..1x4) or low..highbystep (0..1by0.25)`);
  }
  return count === undefined
    ? evenly(Number(low), Number(high), Number(step), part)
    : byRatio(Number(low), Number(high), Number(count), part);
}

/** Between the ends in four significant digits, so that they can be written again. */
function byRatio(low: number, high: number, count: number, part: string): number[] {
  if (!(low > 0 && high > 0)) throw new SpecError(`'${part}': a range by equal ratios needs ends > 0`);
  if (count < 2 || count > mostValues) throw new SpecError(`'${part}': a range needs 2 to 10,000 values, got ${count}`);
  return Array.from({ length: count }, (_, i) => {
    if (i === 0 || i === count - 1) return i === 0 ? low : high;
    return Number((low * (high / low) ** (i / (count - 1))).toPrecision(4));
  });
}

function evenly(low: number, high: number, step: number, part: string): number[] {
  const steps = (high - low) / step;
  if (!(steps >= 0)) throw new SpecError(`'${part}': the step must lead from ${low} to ${high}, got ${step}`);
  if (steps >= mostValues) throw new SpecError(`'${part}': a range needs 2 to 10,000 values, got more`);
  return Array.from({ length: Math.floor(steps + 1e-9) + 1 }, (_, i) => Number((low + i * step).toPrecision(12)));
}
