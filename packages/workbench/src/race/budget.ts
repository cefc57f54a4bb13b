import type { RunOptions } from "gradus";
import { type TraceRow, totalCalls } from "gradus/results";
import { counted } from "../words/numbers.ts";

/** How long each contender of a race may run; one of the four is given. */
export type Budget = {
  steps?: number;
  seconds?: number;
  /** Oracle calls, of all kinds together. */
  calls?: number;
  /** Black-box evaluations. */
  evaluations?: number;
};

/** Calls that everyone may make where no budget is given; a black box takes more, since it tells less. */
export const defaultBudget = (offers: readonly string[]): Budget =>
  offers.includes("evaluate") && !offers.includes("loss") ? { evaluations: 10_000 } : { calls: 1000 };

/** "1,000 oracle calls". */
export function budgetText({ steps, seconds, calls, evaluations }: Budget): string {
  if (steps !== undefined) return counted(steps, "step");
  if (seconds !== undefined) return `${seconds} s`;
  if (calls !== undefined) return counted(calls, "oracle call");
  return counted(evaluations!, "evaluation");
}

/** The budget as `run` takes it. */
export function limitsOf({ steps, seconds, calls, evaluations }: Budget): RunOptions {
  return {
    ...(steps !== undefined && { steps }),
    ...(seconds !== undefined && { seconds }),
    ...(calls !== undefined && { calls }),
    ...(evaluations !== undefined && { calls: { evaluation: evaluations } }),
  };
}

/** Seconds until a budget is spent, at the pace so far. */
export function timeLeft(row: TraceRow, { steps, seconds, calls, evaluations }: Budget): number | undefined {
  if (seconds !== undefined) return Math.max(0, seconds - row.seconds);
  const left = (limit: number | undefined, made: number) =>
    limit === undefined || made === 0 ? undefined : (row.seconds / made) * Math.max(0, limit - made);
  return left(steps, row.step) ?? left(calls, totalCalls(row.calls)) ?? left(evaluations, row.calls.evaluation ?? 0);
}
