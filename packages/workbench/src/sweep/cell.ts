import type { Cell } from "gradus";
import { lastRow, totalCalls } from "gradus/results";
import { runContender } from "../race/contender.ts";
import type { Ending } from "../runs/ending.ts";
import type { Observation } from "../runs/observation.ts";
import { pairingOf } from "./setting.ts";
import type { NamedSweep } from "./source.ts";

/** The names of values that every cell of a sweep by names has, and of those it has with a target. */
export const usualValues = ["objective", "steps", "calls"] as const;
export const targetValues = ["stepsToTarget", "callsToTarget"] as const;

/**
 * Runs one cell: the objective at its end, steps, calls, and whatever else the run's last row holds (metrics of the
 * problem, numbers of the method). With a target, also the steps and calls at which the objective was first as low; they
 * are missing where it never was. The objective of a run that diverged is infinite.
 */
export async function runCell(
  problem: object,
  sweep: NamedSweep,
  { setting, seed }: Cell,
  signal: AbortSignal,
  onProgress: (observation: Observation) => void,
): Promise<Ending<Record<string, number>>> {
  const { method } = pairingOf(sweep, setting);
  const { budget, target } = sweep;
  let reached: Record<string, number> | undefined;
  const watch = (observation: Observation) => {
    const { objective, step, calls } = observation.row;
    if (target !== null && objective <= target) reached ??= { stepsToTarget: step, callsToTarget: totalCalls(calls) };
    onProgress(observation);
  };
  const ending = await runContender(problem, { method, seed, budget }, signal, watch);
  if (ending.status !== "done") return ending;
  const { trace, metrics } = ending.result;
  const { objective, step, calls, extra } = lastRow(trace);
  // What a method tells beside its objective may be infinite (a condition number); a metric that is, is a divergence.
  const told = Object.entries(extra).filter(([name, value]) => Number.isFinite(value) || metrics.includes(name));
  const result = {
    objective: trace.status === "diverged" ? Number.POSITIVE_INFINITY : objective,
    steps: step,
    calls: totalCalls(calls),
    ...reached,
    ...Object.fromEntries(told),
  };
  return { status: "done", result };
}
