import { counted, formatNumber } from "../words/numbers.ts";
import type { RaceResult } from "./result.ts";
import type { Standing } from "./standings.ts";

/** "Adam ends lowest, at 0.0012; next is sgd at 0.31 (mean over 3 seeds)." */
export function raceSentence(
  { isInterrupted, plan }: Pick<RaceResult, "isInterrupted"> & { plan: { seeds: readonly number[] } },
  ranked: readonly Standing[],
): string {
  const [first, second] = ranked;
  const opening = isInterrupted ? "Interrupted. " : "";
  if (first?.objective === undefined) return `${opening}No run was complete.`;
  const ahead = `${first.contender} ends lowest, at ${formatNumber(first.objective.mean)}`;
  const next = second?.objective ? `; next is ${second.contender} at ${formatNumber(second.objective.mean)}` : "";
  return `${opening}${ahead}${next} (mean over ${counted(plan.seeds.length, "seed")}).`;
}
