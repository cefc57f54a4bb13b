import { lastRow, type Trace } from "gradus";
import { measured, type Reading } from "../../src/statistic.ts";

/** Chains of the quick experiments, and steps before their average begins. */
export const chains = 64;
export const burnIn = 200;

/** Overlaps with the hidden direction at a run's end, under names of their setting. */
export function overlapsAtEnd(setting: string, trace: Trace): Record<string, number> {
  const { meanOverlap, overlap, lastOverlap } = lastRow(trace).extra;
  return {
    [`mean iterate, ${setting}`]: meanOverlap ?? Number.NaN,
    [`answer, ${setting}`]: overlap ?? Number.NaN,
    [`last iterates, ${setting}`]: lastOverlap ?? Number.NaN,
  };
}

/** |m · θ*|/‖m‖, m the mean iterate. */
export const ofMean = (setting: string): Reading => measured(`mean iterate, ${setting}`);
/** |x · θ*|/‖x‖, x the method's answer. */
export const ofAnswer = (setting: string): Reading => measured(`answer, ${setting}`);
/** The mean over chains of |θ · θ*| at the end. */
export const ofLast = (setting: string): Reading => measured(`last iterates, ${setting}`);

/** What |θ · θ*| is on average for a random θ: about √(2/(π d)). */
export const randomLevel = (d: number): string => Math.sqrt(2 / (Math.PI * d)).toFixed(2);
