import {
  type Arrival,
  arrivals,
  budgetText,
  contenderTraces,
  counted,
  formatNumber,
  formatSeconds,
  moment,
  passedOverNote,
  quantitiesOf,
  type RaceResult,
  type RaceRun,
  raceSentence,
  type Spread,
  type Standing,
  standings,
} from "@gradus/workbench";
import { charts, observedCharts } from "./charts.ts";
import { figureText } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { colophon, facts, page } from "./page.ts";

/** The report of a race: one page, drawn from its JSON alone. */
export async function racePage(race: RaceResult): Promise<string> {
  const ranked = standings(race);
  const metrics = [...new Set(ranked.flatMap((standing) => Object.keys(standing.metrics)))];
  const note = passedOverNote(ranked);
  const drawn = await charts(contenderTraces(race));
  const { observing } = race.plan;
  const measured = [...new Set(race.runs.flatMap((run) => run.metrics))];
  const quantities = observing ? quantitiesOf(observing, measured) : [];
  const observed = await observedCharts(contenderTraces(race), quantities);
  return page(
    `Race on ${race.problem} – Gradus`,
    html`<header>
<p class="kicker">Race report</p>
<h1>${capitalized(race.problem)}</h1>
<p class="lede">${raceSentence(race, ranked)}</p>
${facts({
  budget: `${budgetText(race.plan.budget)} each`,
  seeds: race.plan.seeds.join(", "),
  took: formatSeconds(race.seconds),
  on: moment(race.started),
})}
</header>
<div class="scroll"><table class="stack standing">
<thead><tr><th>Method</th><th>objective [low, high]</th>${metrics.map((name) => html`<th>${name}</th>`)}<th class="number">steps</th><th class="number">oracle calls</th><th class="number">seconds</th><th>ended by</th></tr></thead>
<tbody>${ranked.map((standing) => row(standing, metrics))}</tbody></table></div>
${note && html`<p class="note">${note}</p>`}
${arrivals(race, "calls").length > 0 && arrivalsTable(race)}
<section class="race">
${drawn ?? html`<p class="nothing">No curve to draw: no run had started.</p>`}
${
  observing &&
  html`<h2>What the instruments saw</h2>
<p class="caption">${observing.instruments.join(", ")}, after each ${counted(observing.every, "step")}. Lines and bands are as above.</p>
<div class="charts">${observed.length > 0 ? observed : "Nothing: no look gave a number."}</div>`
}
${runsTable(race.runs)}
</section>
${colophon(race.command, race.provenance)}`,
  );
}

const cell = (label: string, spread: Spread | undefined, isNumber = false): Html =>
  html`<td class="${isNumber ? "number" : "figure"}" data-label="${label}">${spread ? figureText({ value: spread.mean, ...spread }) : "–"}</td>`;

const row = (
  { contender, objective, metrics, steps, calls, seconds, status }: Standing,
  names: string[],
): Html => html`<tr>
<td>${contender}</td>
${cell("objective", objective)}
${names.map((name) => cell(name, metrics[name]))}
${cell("steps", steps, true)}
${cell("oracle calls", calls, true)}
${cell("seconds", seconds, true)}
<td data-label="ended by">${status}</td></tr>`;

/** Who is first by oracle calls and who by seconds: the way to the lowest objective, not the end of the budget. */
const arrivalsTable = (race: RaceResult): Html => html`<div class="scroll"><table class="stack">
<caption>What each needed to go all but a millionth of the way from the start to the lowest objective of its seed</caption>
<thead><tr><th class="number">Place</th><th>By oracle calls</th><th class="number">oracle calls</th><th>By seconds</th><th class="number">seconds</th></tr></thead>
<tbody>${pairs(arrivals(race, "calls"), arrivals(race, "seconds")).map(
  ([calls, seconds], i) => html`<tr><td class="number" data-label="place">${i + 1}</td>
<td data-label="by oracle calls">${calls.contender}</td>${needed("oracle calls", calls, calls.calls)}
<td data-label="by seconds">${seconds.contender}</td>${needed("seconds", seconds, seconds.seconds)}</tr>`,
)}</tbody></table></div>`;

const pairs = (a: Arrival[], b: Arrival[]): [Arrival, Arrival][] => a.map((one, i) => [one, b[i]!]);

const needed = (label: string, { arrived, ended }: Arrival, spread: Spread | undefined): Html =>
  spread === undefined
    ? html`<td class="number" data-label="${label}">not reached</td>`
    : html`<td class="number" data-label="${label}">${figureText({ value: spread.mean, ...spread })}${arrived < ended && ` in ${arrived} of ${ended}`}</td>`;

const runsTable = (runs: RaceRun[]): Html => html`<details><summary>Each run</summary>
<div class="scroll"><table>
<thead><tr><th>Method</th><th class="number">seed</th><th class="number">objective</th><th class="number">steps</th><th>ended by</th></tr></thead>
<tbody>${runs.map(({ contender, seed, state, trace, error, checkpoint }) => {
  const end = trace?.rows.at(-1);
  const how = error?.message ?? (state === "done" ? trace?.reason : state) ?? state;
  return html`<tr><td>${contender}</td><td class="number">${seed}</td><td class="number">${end ? formatNumber(end.objective) : "–"}</td><td class="number">${end ? formatNumber(end.step) : "–"}</td><td>${how}${checkpoint && `, goes on from ${checkpoint}`}</td></tr>`;
})}</tbody></table></div></details>`;

const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
