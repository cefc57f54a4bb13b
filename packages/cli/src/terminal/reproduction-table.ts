import { type ClaimResult, formatSpread, type Reproduction, tally, verdictSigns, withMinus } from "@gradus/workbench";
import { renderTable } from "./table.ts";
import type { Screen } from "./terminal.ts";
import { paintVerdict } from "./verdict.ts";

/** The verdicts of a reproduction: a line a criterion. */
export function reproductionTable(result: Reproduction, screen: Screen): string {
  const columns = [
    { title: "claim" },
    { title: "criterion", isFlexible: true },
    { title: "figure [low, high]" },
    { title: "required" },
    { title: "trials", align: "right" as const },
    { title: "verdict" },
  ];
  const rows = result.claims.flatMap((claim) => rowsOf(claim, screen));
  return `${renderTable(columns, rows, screen)}\n${tally(result)}\n`;
}

function rowsOf(claim: ClaimResult, { paint }: Screen): string[][] {
  const name = `${claim.paper.id}/${claim.id}`;
  const { length } = claim.trials;
  const trials = length < claim.trialsPlanned ? `${length} of ${claim.trialsPlanned}` : String(length);
  const verdict = paintVerdict(claim.verdict, paint);
  if (claim.outcomes.length === 0) return [[name, claim.error?.message ?? "", "", "", trials, verdict]];
  return claim.outcomes.map((outcome, i) => {
    // With several criteria each says whether it is met; the first line carries the claim's verdict.
    const own = outcome.holds ? verdictSigns.holds : verdictSigns["does not hold"];
    const criterion =
      claim.outcomes.length > 1 && claim.verdict !== "not judged" ? `${own} ${outcome.measures}` : outcome.measures;
    return [
      i === 0 ? name : "",
      criterion,
      formatSpread(outcome),
      withMinus(outcome.required),
      i === 0 ? trials : "",
      i === 0 ? verdict : "",
    ];
  });
}
