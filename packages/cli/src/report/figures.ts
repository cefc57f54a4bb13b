import type { Figure, Outcome } from "@gradus/papers";
import {
  type ClaimVerdict,
  formatNumber,
  formatSpread,
  hasSpread,
  verdictSigns,
  verdictTones,
  withMinus,
} from "@gradus/workbench";
import { dotsSpec, drawSvg } from "@gradus/workbench/drawing";
import { type Html, html, trusted } from "./html.ts";

/** A verdict as a sign and words. */
export const verdictMark = (verdict: ClaimVerdict, words: string = verdict): Html =>
  html`<span class="verdict ${verdictTones[verdict]}"><span class="sign" aria-hidden="true">${verdictSigns[verdict]}</span>${words}</span>`;

/** "0.97 [0.91, 1.04]", with the spread in a lighter tone. */
export function figureText(figure: Pick<Figure, "value" | "low" | "high"> & { kind?: string }): Html {
  const { value, low, high } = figure;
  if (!hasSpread(figure)) return html`${formatNumber(value)}`;
  return html`${formatNumber(value)} <span class="spread">[${formatNumber(low)}, ${formatNumber(high)}]</span>`;
}

/** Criteria with the values of their trials against the bound, and below them remarks, which decide nothing. */
export async function figureTable(outcomes: Outcome[], remarks: Figure[], isJudged: boolean): Promise<Html> {
  const deciding = await Promise.all(outcomes.map((outcome) => row(outcome, outcome, isJudged)));
  const told = await Promise.all(remarks.map((remark) => row(remark, undefined, isJudged)));
  const head = (title: string) =>
    html`<colgroup><col class="what"><col class="each"><col class="value"><col class="need"><col></colgroup><thead><tr><th>${title}</th><th>each trial</th><th>figure [low, high]</th><th>required</th><th></th></tr></thead>`;
  return html`
${deciding.length > 0 && html`<table class="stack figures">${head("Criterion")}<tbody>${deciding}</tbody></table>`}
${told.length > 0 && html`<h3>Told beside it, deciding nothing</h3><table class="stack figures">${head("Figure")}<tbody>${told}</tbody></table>`}`;
}

/** Each trial's value: dots along a line against the bound, or, for a count, which trials were counted. */
async function trialsOf(figure: Figure, outcome: Outcome | undefined): Promise<Html> {
  if (figure.kind === "count") {
    return html`<span class="counted">${figure.values.map((value) => (value === 0 ? "○" : "●")).join(" ")}</span>`;
  }
  const spec = dotsSpec({ ...figure, ...(outcome && { required: outcome.required }) });
  if (spec === undefined) return html`<span class="spread">no finite value</span>`;
  const description = `${figure.measures}: ${formatSpread(figure)}${outcome ? `, required ${outcome.required}` : ""}`;
  return trusted(await drawSvg(spec, description));
}

async function row(figure: Figure, outcome: Outcome | undefined, isJudged: boolean): Promise<Html> {
  return html`<tr>
<td>${figure.measures}</td>
<td class="dots">${await trialsOf(figure, outcome)}</td>
<td class="figure" data-label="${figure.kind}">${figureText(figure)} <span class="kind">${figure.kind}</span></td>
<td class="figure" data-label="required">${outcome && withMinus(outcome.required)}</td>
<td>${outcome && isJudged && verdictMark(outcome.holds ? "holds" : "does not hold", outcome.holds ? "met" : "not met")}</td>
</tr>`;
}
