import {
  type ClaimResult,
  counted,
  formatNumber,
  formatSeconds,
  moment,
  type PaperFacts,
  type Reproduction,
  tally,
  verdictSentence,
  verdictTones,
  withMinus,
} from "@gradus/workbench";
import { charts } from "./charts.ts";
import { figureTable, figureText, verdictMark } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { colophon, facts, page } from "./page.ts";

/** The report of a reproduction: one page, drawn from its JSON alone. */
export async function reproductionPage(result: Reproduction): Promise<string> {
  const papers = [...new Map(result.claims.map(({ paper }) => [paper.id, paper])).values()];
  const title = papers.length === 1 ? papers[0]!.title : `${counted(papers.length, "paper")}, run again`;
  const sections: Html[] = [];
  for (const claim of result.claims) sections.push(await claimSection(claim, papers.length > 1));
  return page(
    `${title} – Gradus`,
    html`<header>
<p class="kicker">Reproduction report</p>
<h1>${title}</h1>
${papers.length === 1 && html`<p class="kicker">${paperLine(papers[0]!)}</p>`}
<p class="lede">${tally(result)}</p>
${facts({
  experiments: result.scale,
  trials: String(result.claims.reduce((sum, { trials }) => sum + trials.length, 0)),
  took: formatSeconds(result.seconds),
  on: moment(result.started),
})}
</header>
${summary(result.claims)}
${sections}
${colophon(result.command, result.provenance)}`,
  );
}

const paperLine = ({ authors, venue, arxiv }: PaperFacts): Html =>
  html`${authors.length > 4 ? `${authors.slice(0, 3).join(", ")} and others` : authors.join(", ")}. ${venue}. arXiv ${arxiv}`;

const anchor = ({ paper, id }: ClaimResult): string => `${paper.id}-${id}`;

const summary = (claims: ClaimResult[]): Html => html`<table class="stack summary">
<thead><tr><th>Claim</th><th>criterion</th><th>figure [low, high]</th><th>required</th><th class="number">trials</th><th>verdict</th></tr></thead>
${claims.map((claim) => html`<tbody>${summaryRows(claim)}</tbody>`)}</table>`;

function summaryRows(claim: ClaimResult): Html[] {
  const trials = `${claim.trials.length}${claim.trials.length < claim.trialsPlanned ? ` of ${claim.trialsPlanned}` : ""}`;
  const first = html`<td><a href="#${anchor(claim)}">${claim.paper.id}/${claim.id}</a></td>`;
  const verdict = html`<td data-label="verdict">${verdictMark(claim.verdict)}</td>`;
  if (claim.outcomes.length === 0) {
    return [
      html`<tr>${first}<td></td><td></td><td></td><td class="number" data-label="trials">${trials}</td>${verdict}</tr>`,
    ];
  }
  return claim.outcomes.map(
    (outcome, i) => html`<tr>${i === 0 ? first : html`<td></td>`}
<td>${outcome.measures}</td>
<td class="figure" data-label="figure">${figureText(outcome)}</td>
<td class="figure" data-label="required">${withMinus(outcome.required)}</td>
<td class="number"${i === 0 && html` data-label="trials"`}>${i === 0 && trials}</td>
${i === 0 ? verdict : html`<td></td>`}</tr>`,
  );
}

async function claimSection(claim: ClaimResult, isOneOfMany: boolean): Promise<Html> {
  const isJudged = claim.verdict === "holds" || claim.verdict === "does not hold";
  const drawn = await charts(claim.traces);
  return html`<section class="claim" id="${anchor(claim)}">
<p class="kicker">${isOneOfMany && `${claim.paper.title}, `}${claim.source}</p>
<h2>${claim.says}</h2>
<p class="answer ${verdictTones[claim.verdict]}">${verdictMark(claim.verdict, "")}<span>${verdictSentence(claim)}</span></p>
${claim.error && html`<pre class="error">${claim.error.isExpected ? claim.error.message : (claim.error.stack ?? claim.error.message)}</pre>`}
${await figureTable(claim.outcomes, claim.remarks, isJudged)}
<dl class="about">
<dt>Set-up</dt><dd>${claim.setup}</dd>
${claim.reading && html`<dt>How to read it</dt><dd>${claim.reading}</dd>`}
${claim.note && html`<dt>Note</dt><dd>${claim.note}</dd>`}
${claim.checkpoints.length > 0 && html`<dt>Checkpoints</dt><dd>${claim.checkpoints.join(", ")}</dd>`}
</dl>
${drawn ? html`<h3>Runs</h3>${drawn}` : html`<p class="nothing">${emptyReason(claim)}</p>`}
${claim.trials.length > 0 && measurements(claim)}
</section>`;
}

function emptyReason({ verdict, trials }: ClaimResult): string {
  if (verdict === "failed") return "No curve to draw: the experiment failed.";
  if (trials.length === 0) return "No curve to draw: no trial had started when the reproduction was interrupted.";
  return "No curve to draw: this experiment measures without runs of a method.";
}

/** Everything that was measured: a row a measurement, a column a trial. */
function measurements({ trials }: ClaimResult): Html {
  const names = [...new Set(trials.flatMap((trial) => Object.keys(trial.measurements)))];
  return html`<details><summary>What each trial measured</summary>
<div class="scroll"><table>
<thead><tr><th></th>${trials.map(({ name }) => html`<th class="number">${name}</th>`)}</tr></thead>
<tbody>${names.map(
    (name) =>
      html`<tr><td>${name}</td>${trials.map(({ measurements: of }) => html`<td class="number">${of[name] === undefined ? "" : formatNumber(of[name])}</td>`)}</tr>`,
  )}<tr><td class="spread">seconds</td>${trials.map(({ seconds }) => html`<td class="number spread">${formatSeconds(seconds)}</td>`)}</tr></tbody>
</table></div></details>`;
}
