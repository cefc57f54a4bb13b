import { logLabel, logTicks, plainLabel } from "./plot.ts";

/** A quantity along an axis. */
export type AxisScale = { low: number; high: number; isLog?: boolean };

export type Tick = { value: number; label: string };

/** Round places along an axis, at most so many, with their labels. */
export function ticksOf({ low, high, isLog = false }: AxisScale, most: number): Tick[] {
  if (!(high > low)) return [];
  if (isLog) return logTicks({ low, high, isLog }, most).map((value) => ({ value, label: logLabel(value) }));
  const step = stepOf((high - low) / Math.max(1, most));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
    // -0 is written as 0.
    const value = (first + i) * step + 0;
    return { value, label: plainLabel(value, step) };
  });
}

/** The smallest of 1, 2, 5, 10, … that is at least `least`. */
function stepOf(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const multiple = [1, 2, 5].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10;
  return multiple * power;
}

/** Where a value lies along an axis: 0 at its low end, 1 at its high end, beyond them outside. */
export const shareOf = (value: number, { low, high, isLog = false }: AxisScale): number =>
  isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);

/** The value at a share of an axis. */
export const valueAt = (share: number, { low, high, isLog = false }: AxisScale): number =>
  isLog ? low * (high / low) ** share : low + (high - low) * share;
