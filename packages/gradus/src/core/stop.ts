import type { TraceRow } from "./trace.ts";

/** Looks at each observation and says why the run should stop, or nothing. Made anew for each run, so it may remember. */
export type StopRule = () => (row: TraceRow) => string | undefined;

/** Stops once the objective is at or below `absolute`, or below `relative` times the first objective. */
export function objectiveBelow(threshold: number | { relative: number }): StopRule {
  return () => {
    let bound = typeof threshold === "number" ? threshold : Number.NaN;
    return ({ objective }) => {
      if (Number.isNaN(bound)) bound = objective * (threshold as { relative: number }).relative;
      return objective <= bound ? `objective ${objective.toPrecision(4)} ≤ ${bound.toPrecision(4)}` : undefined;
    };
  };
}

/** Stops once the objective has not improved by more than `tolerance` (relative) for `steps` observations. */
export function stalled({ steps, tolerance = 0 }: { steps: number; tolerance?: number }): StopRule {
  return () => {
    let best = Number.POSITIVE_INFINITY;
    let since = 0;
    return ({ objective }) => {
      const improved = objective < best - tolerance * Math.abs(best === Number.POSITIVE_INFINITY ? 0 : best);
      best = Math.min(best, objective);
      since = improved ? 0 : since + 1;
      return since >= steps ? `no improvement in ${steps} observations` : undefined;
    };
  };
}

/** Stops once a number that the method reports (say "gradientNorm") is at or below `threshold`. */
export function reportBelow(name: string, threshold: number): StopRule {
  return () => (row) => {
    const value = row.extra[name];
    return value !== undefined && value <= threshold ? `${name} ${value.toPrecision(4)} ≤ ${threshold}` : undefined;
  };
}

/** Stops once a number that the method or an instrument reports (say "testAccuracy") is at or above `threshold`. */
export function reportAbove(name: string, threshold: number): StopRule {
  return () => (row) => {
    const value = row.extra[name];
    return value !== undefined && value >= threshold ? `${name} ${value.toPrecision(4)} ≥ ${threshold}` : undefined;
  };
}
