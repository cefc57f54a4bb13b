import { OptionError } from "../../core/errors.ts";
import { readOptions, type Schedule, z } from "../../core/options.ts";
import { halfCosine, number } from "./decay.ts";

const increasing = "must be steps in increasing order";

/** Whether each number is above the one before. */
const isIncreasing = (steps: readonly number[]) => steps.every((step, i) => i === 0 || step > steps[i - 1]!);

const boundaries = () =>
  z.array(z.number(increasing).nonnegative(increasing), increasing).refine(isIncreasing, increasing);

const joinOptions = z.object({
  schedules: z.array(
    z.custom<Schedule>((value) => typeof value === "function", "must be functions of the step"),
    "must be functions of the step",
  ),
  boundaries: boundaries(),
});

/**
 * Schedules one after the other: the first up to the step before the first boundary, then the second, and so on. Each
 * counts from its own beginning.
 *
 *     v(t) = v_i(t − b_i)   for b_i ≤ t < b_{i+1},   b_0 = 0
 *
 * @throws {OptionError} unless there is one schedule more than boundaries, and these increase.
 * @example
 * schedules.join([schedules.constant(1e-3), schedules.cosine({ from: 1e-3, steps: 500 })], [500]);
 */
export function join(schedules: readonly Schedule[], boundaries: readonly number[]): Schedule {
  readOptions("join", joinOptions, { schedules, boundaries });
  requireOneMore("join", "schedules", schedules.length, boundaries.length);
  return (step) => {
    const i = partAt(step, boundaries);
    return schedules[i]!(step - (boundaries[i - 1] ?? 0));
  };
}

const piecewiseConstantOptions = z.object({
  /** The values, one more than there are boundaries. */
  values: z.array(number(), "must be numbers"),
  /** The steps at which the next value begins, in increasing order. */
  boundaries: boundaries(),
});

/**
 * A value for each stretch of steps.
 *
 *     v(t) = values_i   for b_i ≤ t < b_{i+1},   b_0 = 0
 *
 * @throws {OptionError} unless there is one value more than boundaries, and these increase.
 * @example
 * schedules.piecewiseConstant({ values: [0.1, 0.01, 0.001], boundaries: [1000, 1500] });
 */
export function piecewiseConstant(options: z.input<typeof piecewiseConstantOptions>): Schedule {
  const { values, boundaries } = readOptions("piecewiseConstant", piecewiseConstantOptions, options);
  requireOneMore("piecewiseConstant", "values", values.length, boundaries.length);
  return (step) => values[partAt(step, boundaries)]!;
}

const piecewiseInterpolatedOptions = z.object({
  /** Pairs of step and value, at least one, in increasing order of steps. */
  points: z
    .array(z.tuple([number(), number()], "must be pairs of step and value"), "must be pairs of step and value")
    .min(1, "must be pairs of step and value")
    .refine((points) => isIncreasing(points.map(([step]) => step)), increasing),
  /** Between points: straight lines (default) or half cosine waves. */
  along: z.enum(["linear", "cosine"], "must be 'linear' or 'cosine'").default("linear"),
});

/**
 * Goes through given points; constant before the first and after the last.
 *
 *     v(t) = v_i + (v_{i+1} − v_i) h((t − t_i) / (t_{i+1} − t_i)),   h(x) = x or (1 − cos πx) / 2
 *
 * @throws {OptionError} unless the points are pairs whose steps increase.
 * @example
 * schedules.piecewiseInterpolated({ points: [[0, 0], [100, 1e-3], [1000, 0]] });
 */
export function piecewiseInterpolated(options: z.input<typeof piecewiseInterpolatedOptions>): Schedule {
  const { points, along } = readOptions("piecewiseInterpolated", piecewiseInterpolatedOptions, options);
  const steps = points.map(([step]) => step);
  return (step) => {
    const next = partAt(step, steps);
    if (next === 0) return points[0]![1];
    if (next === points.length) return points.at(-1)![1];
    const [start, from] = points[next - 1]!;
    const [end, to] = points[next]!;
    const x = (step - start) / (end - start);
    return from + (to - from) * (along === "linear" ? x : 1 - halfCosine(x));
  };
}

/** How many of the boundaries have been reached. */
const partAt = (step: number, boundaries: readonly number[]): number => {
  const next = boundaries.findIndex((boundary) => step < boundary);
  return next === -1 ? boundaries.length : next;
};

function requireOneMore(owner: string, name: string, count: number, boundaries: number) {
  if (count === boundaries + 1) return;
  throw new OptionError(`${owner}: ${name} must be ${boundaries + 1} for ${boundaries} boundaries, got ${count}`);
}
