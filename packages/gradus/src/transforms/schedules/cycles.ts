import { OptionError } from "../../core/errors.ts";
import { count, positive, readOptions, type Schedule, z } from "../../core/options.ts";
import { cosine, halfCosine, number, warmup } from "./decay.ts";
import { join, piecewiseInterpolated } from "./piecewise.ts";

const warmupCosineOptions = z.object({
  /** Value at step W = `warmupSteps`. */
  peak: number(),
  /** Number W ≥ 1 of steps of the rise. */
  warmupSteps: count(),
  /** Number T > W of steps of rise and fall together. */
  steps: count(),
  /** Value at step 0. Default 0. */
  from: number().default(0),
  /** Value from step T on. Default 0. */
  to: number().default(0),
});

/**
 * A linear rise to a peak, then half a cosine wave down.
 *
 *     v(t) = from + (peak − from) t / W                             t ≤ W
 *     v(t) = to + (peak − to) (1 + cos(π (t − W) / (T − W))) / 2     W ≤ t ≤ T
 *
 * @throws {OptionError} if an option is missing or outside its range.
 * @example
 * schedules.warmupCosine({ peak: 1e-3, warmupSteps: 100, steps: 1000 });
 */
export function warmupCosine(options: z.input<typeof warmupCosineOptions>): Schedule {
  const { peak, warmupSteps, steps, from, to } = readOptions("warmupCosine", warmupCosineOptions, options);
  if (steps <= warmupSteps) {
    throw new OptionError(`warmupCosine: steps must be above warmupSteps = ${warmupSteps}, got ${steps}`);
  }
  return join(
    [warmup({ from, to: peak, steps: warmupSteps }), cosine({ from: peak, to, steps: steps - warmupSteps })],
    [warmupSteps],
  );
}

const cosineRestartsOptions = z.object({
  /** Value at the start of every period. */
  from: number(),
  /** Value that a period falls to. Default 0. */
  to: number().default(0),
  /** Number T₀ ≥ 1 of steps of the first period. */
  period: count(),
  /** Factor m ≥ 1 by which each period is longer than the one before. Default 1; the paper recommends 2. */
  multiplier: z.number("must be a number ≥ 1").gte(1, "must be a number ≥ 1").default(1),
});

/**
 * Half a cosine wave down, again and again (warm restarts).
 *
 *     v(t) = to + (from − to) (1 + cos(π s / T_i)) / 2,   T_i = T₀ mⁱ
 *
 * i is the period that step t falls into, s the steps since it began; `to` itself is reached only as a limit, since a
 * period ends where the next begins.
 *
 * @throws {OptionError} if an option is missing or outside its range.
 * @source I. Loshchilov, F. Hutter, SGDR, 2016, arXiv 1608.03983, eq. (5) and section 3.
 * @example
 * schedules.cosineRestarts({ from: 0.05, period: 100, multiplier: 2 });
 */
export function cosineRestarts(options: z.input<typeof cosineRestartsOptions>): Schedule {
  const { from, to, period, multiplier } = readOptions("cosineRestarts", cosineRestartsOptions, options);
  return (step) => {
    let start = 0;
    let length = period;
    if (multiplier === 1) start = Math.floor(step / period) * period;
    else {
      while (step >= start + length) {
        start += length;
        length *= multiplier;
      }
    }
    return to + (from - to) * halfCosine((step - start) / length);
  };
}

const share = "must be between 0 and 1";

const oneCycleOptions = z.object({
  /** Highest value, reached at step p T. */
  peak: number(),
  /** Number T ≥ 1 of steps of the cycle. */
  steps: count(),
  /** Share p of the steps in (0, 1) that the rise takes. Default 0.3 (torch.optim.lr_scheduler.OneCycleLR). */
  rise: z.number(share).gt(0, share).lt(1, share).default(0.3),
  /** The cycle begins at peak / a, a > 0. Default 25 (OneCycleLR). */
  startDivisor: positive().default(25),
  /** The cycle ends at peak / (a b), b > 0. Default 1e4 (OneCycleLR). */
  endDivisor: positive().default(1e4),
});

/**
 * One cycle: from a small value up to a peak, and down to next to nothing, each along half a cosine wave.
 *
 *     peak / a at t = 0,   peak at t = p T,   peak / (a b) at t = T
 *
 * @throws {OptionError} if an option is missing or outside its range.
 * @source L. Smith, N. Topin, Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates, 2017,
 * arXiv 1708.07120, section 3, with straight lines and another ending; cosines and defaults: PyTorch's OneCycleLR.
 * @example
 * schedules.oneCycle({ peak: 0.1, steps: 1000 });
 */
export function oneCycle(options: z.input<typeof oneCycleOptions>): Schedule {
  const { peak, steps, rise, startDivisor, endDivisor } = readOptions("oneCycle", oneCycleOptions, options);
  const start = peak / startDivisor;
  return piecewiseInterpolated({
    points: [
      [0, start],
      [rise * steps, peak],
      [steps, start / endDivisor],
    ],
    along: "cosine",
  });
}
