import { counted, formatSpread, withMinus } from "../words/numbers.ts";
import type { ClaimResult, Reproduction } from "./result.ts";
import type { ClaimVerdict } from "./verdict.ts";

/** "Holds here: 0.97 [0.91, 1.04] against the required ≥ 0.8, 5 trials." */
export function verdictSentence(
  claim: Pick<ClaimResult, "verdict" | "outcomes" | "trialsPlanned"> & { trials: readonly unknown[] },
): string {
  const { verdict, outcomes, trials, trialsPlanned } = claim;
  if (verdict === "failed") return "The experiment failed with an error.";
  if (verdict === "not judged") {
    const done =
      trials.length === 0
        ? "no trial was complete"
        : `${trials.length} of ${counted(trialsPlanned, "trial")} were complete`;
    return `Not judged: ${done} when the reproduction was interrupted.`;
  }
  const opening = verdict === "holds" ? "Holds here" : "Does not hold here";
  const over = counted(trials.length, "trial");
  const decisive = verdict === "holds" ? outcomes : outcomes.filter(({ holds }) => !holds);
  if (decisive.length === 1) {
    return `${opening}: ${formatSpread(decisive[0]!)} against the required ${withMinus(decisive[0]!.required)}, ${over}.`;
  }
  const all = outcomes.length === 2 ? "both criteria" : `all ${outcomes.length} criteria`;
  const missed = decisive.length === outcomes.length ? all : `${decisive.length} of ${outcomes.length} criteria`;
  return verdict === "holds" ? `${opening}: ${all} are met, ${over}.` : `${opening}: ${missed} are not met, ${over}.`;
}

/** Of a result, what is counted. */
type Judged = { verdict: ClaimVerdict };

const phrases: [ClaimVerdict, string, string][] = [
  ["holds", "holds", "hold"],
  ["does not hold", "does not hold", "do not hold"],
  ["not judged", "was not judged", "were not judged"],
  ["failed", "failed to run", "failed to run"],
];

/** "Of 4 claims, 3 hold and 1 does not hold." */
export function tally({ claims, isInterrupted }: Pick<Reproduction, "isInterrupted"> & { claims: Judged[] }): string {
  const parts = phrases.flatMap(([verdict, one, many]) => {
    const count = claims.filter((claim) => claim.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  const list = parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : (parts[0] ?? "none was run");
  const whole = parts.length === 1 && claims.length > 1 ? list.replace(/^\d+/, "all") : list;
  const end = isInterrupted ? " The reproduction was interrupted." : "";
  return claims.length === 1
    ? `The claim ${phraseOf(claims[0]!.verdict)}.${end}`
    : `Of ${claims.length} claims, ${whole}.${end}`;
}

const phraseOf = (verdict: ClaimVerdict): string => phrases.find(([name]) => name === verdict)![1];

/** "2 of 3 claims hold", of a paper that has so many claims. */
export function claimsThatHold(results: readonly Judged[], claims = results.length): string {
  const holding = results.filter(({ verdict }) => verdict === "holds").length;
  return `${holding} of ${counted(claims, "claim")} ${claims === 1 ? "holds" : "hold"}`;
}
