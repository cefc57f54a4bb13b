import { count, flag, positive, readOptions, type Schedule, z } from "../../core/options.ts";

/** Any finite number. */
export const number = () => z.number("must be a number");

const transition = {
  /** Value at step 0. */
  from: number(),
  /** Value from step T = `steps` on. */
  to: number(),
  /** Number T ≥ 1 of steps from the one to the other. */
  steps: count(),
};

/** How far a transition of so many steps has come, in [0, 1]. */
const progress = (step: number, steps: number) => Math.min(Math.max(step / steps, 0), 1);

/** Falls from 1 to 0 along half a cosine wave as x goes from 0 to 1. */
export const halfCosine = (x: number) => (1 + Math.cos(Math.PI * x)) / 2;

/** The same value at every step. */
export const constant =
  (value: number): Schedule =>
  () =>
    value;

const linearOptions = z.object(transition);

/**
 * A straight line, then constant.
 *
 *     v(t) = from + (to − from) min(t / T, 1)
 *
 * @throws {OptionError} if an option is missing or outside its range.
 * @example
 * schedules.linear({ from: 1e-3, to: 0, steps: 1000 });
 */
export function linear(options: z.input<typeof linearOptions>): Schedule {
  const { from, to, steps } = readOptions("linear", linearOptions, options);
  return (step) => from + (to - from) * progress(step, steps);
}

const warmupOptions = z.object({ ...transition, from: number().default(0) });

/**
 * A linear rise, from 0 unless told otherwise, then constant. The first update is made at `from`.
 *
 *     v(t) = from + (to − from) min(t / T, 1)
 *
 * @throws {OptionError} if an option is missing or outside its range.
 * @example
 * schedules.warmup({ to: 1e-3, steps: 100 });
 */
export function warmup(options: z.input<typeof warmupOptions>): Schedule {
  return linear(readOptions("warmup", warmupOptions, options));
}

const polynomialOptions = z.object({
  ...transition,
  /** Exponent p > 0; 1 is a straight line. */
  power: positive(),
});

/**
 * A power of the time that is left.
 *
 *     v(t) = to + (from − to) (1 − min(t / T, 1))ᵖ
 *
 * @throws {OptionError} if an option is missing or outside its range.
 * @example
 * schedules.polynomial({ from: 1e-3, to: 0, steps: 1000, power: 2 });
 */
export function polynomial(options: z.input<typeof polynomialOptions>): Schedule {
  const { from, to, steps, power } = readOptions("polynomial", polynomialOptions, options);
  return (step) => to + (from - to) * (1 - progress(step, steps)) ** power;
}

const exponentialOptions = z.object({
  /** Value at step 0. */
  from: number(),
  /** Factor r > 0 for every T steps. */
  factor: positive(),
  /** Number T ≥ 1 of steps for one factor. */
  every: count(),
  /** Change once every T steps, by r, rather than at each. Default false. */
  staircase: flag().default(false),
});

/**
 * Geometric decay (or growth).
 *
 *     v(t) = from · r^(t / T),   with ⌊t / T⌋ in the exponent for a staircase
 *
 * @throws {OptionError} if an option is missing or outside its range.
 * @example
 * schedules.exponential({ from: 0.1, factor: 0.5, every: 1000, staircase: true });
 */
export function exponential(options: z.input<typeof exponentialOptions>): Schedule {
  const { from, factor, every, staircase } = readOptions("exponential", exponentialOptions, options);
  return (step) => from * factor ** (staircase ? Math.floor(step / every) : step / every);
}

const cosineOptions = z.object({ ...transition, to: number().default(0) });

/**
 * Half a cosine wave from one value to another, 0 unless told otherwise.
 *
 *     v(t) = to + (from − to) (1 + cos(π min(t / T, 1))) / 2
 *
 * @throws {OptionError} if an option is missing or outside its range.
 * @source I. Loshchilov, F. Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2016, arXiv 1608.03983, eq. (5),
 * one period.
 * @example
 * schedules.cosine({ from: 1e-3, steps: 1000 });
 */
export function cosine(options: z.input<typeof cosineOptions>): Schedule {
  const { from, to, steps } = readOptions("cosine", cosineOptions, options);
  return (step) => to + (from - to) * halfCosine(progress(step, steps));
}
