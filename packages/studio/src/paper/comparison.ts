import { formatNumber } from "@gradus/workbench";

type Judged = { verdict: string; outcomes: readonly { measures: string; value: number }[] };

/** Whether a verdict and its figures are those on record, in a sentence. */
export function comparisonText(here: Judged, record: Judged): string {
  const differing = here.outcomes.filter(({ measures, value }) => {
    const before = record.outcomes.find((outcome) => outcome.measures === measures)?.value;
    return before === undefined || !Object.is(before, value);
  });
  const seen = differing.filter(({ measures, value }) => {
    const before = record.outcomes.find((outcome) => outcome.measures === measures)?.value;
    return before === undefined || formatNumber(before) !== formatNumber(value);
  });
  const verdict =
    here.verdict === record.verdict ? "The verdict is that on record" : "The verdict differs from that on record";
  if (differing.length === 0) return `${verdict}, and every figure is the same to the last digit.`;
  if (seen.length === 0) return `${verdict}; the figures differ from those on record beyond the fourth digit.`;
  const all = here.outcomes.length;
  const which =
    all === 1 ? "the figure differs" : `${seen.length} of ${all} figures ${seen.length === 1 ? "differs" : "differ"}`;
  return `${verdict}; ${which} from ${all === 1 ? "that" : "those"} on record.`;
}
