import { counted, formatNumber } from "../words/numbers.ts";
import type { RaceResult } from "./result.ts";
import type { Standing } from "./standings.ts";

/** "Adam and sgd do not look at the problem's constraints …", or nothing where all look at all of it. */
export function passedOverNote(ranked: readonly Standing[]): string | undefined {
  const those = ranked.filter(({ passedOver }) => passedOver.length > 0);
  if (those.length === 0) return undefined;
  const parts = [...new Set(those.flatMap(({ passedOver }) => passedOver))].join(" and ");
  const names = new Intl.ListFormat("en", { type: "conjunction" }).format(those.map(({ contender }) => contender));
  const [verb, what] = those.length === 1 ? ["does", "what it minimises"] : ["do", "what they minimise"];
  return `${names} ${verb} not look at the problem's ${parts}: ${what} is the objective alone, and a low one is no solution.`;
}

/** "Adam ends lowest, at 0.0012; next is sgd at 0.31 (mean over 3 seeds)." */
export function raceSentence(
  { isInterrupted, plan }: Pick<RaceResult, "isInterrupted"> & { plan: { seeds: readonly number[] } },
  ranked: readonly Standing[],
): string {
  const [first, second] = ranked;
  const opening = isInterrupted ? "Interrupted. " : "";
  if (first?.objective === undefined) return `${opening}No run was complete.`;
  if (first.passedOver.length > 0) {
    return `${opening}None of these methods looks at the problem's ${first.passedOver.join(" and ")}: there is no winner.`;
  }
  const ahead = `${first.contender} ends lowest, at ${formatNumber(first.objective.mean)}`;
  const next =
    second?.objective && second.passedOver.length === 0
      ? `; next is ${second.contender} at ${formatNumber(second.objective.mean)}`
      : "";
  return `${opening}${ahead}${next} (mean over ${counted(plan.seeds.length, "seed")}).`;
}
