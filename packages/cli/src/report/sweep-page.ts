import {
  bestBand,
  bestOf,
  budgetText,
  counted,
  formatNumber,
  formatSeconds,
  measuresOf,
  moment,
  type SweepResult,
  settingText,
  specText,
  sweepSentence,
  troubleSentence,
  valuesIn,
} from "@gradus/workbench";
import { type DrawnSweep, drawSweep } from "@gradus/workbench/drawing";
import { type CellResult, cellsOf } from "gradus";
import { figureText } from "./figures.ts";
import { type Html, html, trusted } from "./html.ts";
import { colophon, facts, page } from "./page.ts";

/** The report of a sweep: one page, drawn from its JSON alone. */
export async function sweepPage(sweep: SweepResult): Promise<string> {
  const { plan, source, subject, cells, command } = sweep;
  const measures = measuresOf(sweep);
  const charts = await Promise.all(measures.map(async (value) => chart(sweep, value)));
  const planned = cellsOf(plan).length;
  const trouble = troubleSentence(cells);
  return page(
    `Sweep over ${subject} – Gradus`,
    html`<header>
<p class="kicker">Sweep report</p>
<h1>${source.kind === "file" ? subject : capitalized(subject)}</h1>
<p class="lede">${sweepSentence(sweep)}</p>
${trouble !== undefined && html`<p class="answer fails"><span class="sign" aria-hidden="true">×</span><span>${capitalized(trouble)}.</span></p>`}
${facts({
  ...(source.kind === "named" && {
    methods: source.methods.map(specText).join(", "),
    budget: `${budgetText(source.budget)} each`,
    ...(source.target !== null && { target: formatNumber(source.target) }),
  }),
  cells: cells.length < planned ? `${cells.length} of ${planned}` : String(planned),
  seeds: plan.seeds.join(", "),
  took: `${formatSeconds(sweep.seconds)}, ${counted(sweep.jobs, "cell")} at a time`,
  on: moment(sweep.started),
})}
</header>
${charts}
<section class="race">
${cells.length === 0 ? html`<p class="nothing">No cell to show: none was finished.</p>` : cellsTable(sweep)}
</section>
${colophon(command, sweep.provenance)}`,
  );
}

async function chart(sweep: SweepResult, value: string): Promise<Html> {
  const drawn = await drawSweep(sweep, value);
  const best = bestBand(sweep, value);
  const where = best && settingText(best.setting, sweep.plan.axes);
  const figure = best && figureText({ value: best.median, low: best.low, high: best.high });
  return html`<section class="race">
<h2>${capitalized(value)}</h2>
<p>${best ? html`The ${bestOf(sweep.view, value)} median is ${figure}${where && `, at ${where}`}.` : "No setting has a finite median."}</p>
${
  drawn &&
  html`<div class="charts">${drawn.drawings.map(
    ({ title, svg }) =>
      html`<figure>${title !== "" && html`<figcaption>${title}</figcaption>`}${trusted(svg)}</figure>`,
  )}</div>
<p class="caption">${captionOf(drawn, sweep)}</p>`
}
</section>`;
}

/** What has to be said below a chart: what tiles, lines, bands and crosses are. */
function captionOf({ chart }: DrawnSweep, { plan, cells }: SweepResult): string {
  const seeds = counted(plan.seeds.length, "seed");
  const isSeveral = plan.seeds.length > 1;
  const lost = cells.some(
    ({ status, values }) => status === "diverged" || (status === "done" && !(chart.value in values)),
  );
  const hasFailed = cells.some(({ status }) => status === "failed");
  const counts = `counts as ${chart.best === "lowest" ? "infinitely large" : "infinitely small"}`;
  return [
    chart.kind === "map" &&
      `Tiles: ${isSeveral ? `median over ${seeds}, the` : "the"} stronger the colour the larger; framed: the ${chart.best}.`,
    chart.kind === "curves" && isSeveral && `Lines: median over ${seeds}; bands: from the smallest to the largest.`,
    lost &&
      chart.kind === "map" &&
      `A cross in a tile: a seed has no value${isSeveral ? "; an empty tile with a cross: half of the seeds or more" : ""}.`,
    (lost || hasFailed) && chart.kind === "curves" && "A cross at the edge: a seed of this setting has no value.",
    lost && `What diverged or did not reach its target ${counts}.`,
    hasFailed && `What failed is left out${chart.kind === "map" ? "; !: every seed failed" : ""}.`,
    cells.length < cellsOf(plan).length && chart.kind === "map" && "An empty tile is not measured yet.",
  ]
    .filter((sentence) => sentence !== false)
    .join(" ");
}

function cellsTable({ cells, plan }: SweepResult): Html {
  const names = valuesIn(cells);
  const axes = Object.keys(plan.axes);
  const value = ({ values }: CellResult, name: string) =>
    values[name] === undefined ? "–" : formatNumber(values[name]);
  return html`<details><summary>Each cell</summary>
<div class="scroll"><table>
<thead><tr>${axes.map((name) => html`<th>${name}</th>`)}<th class="number">seed</th>${names.map((name) => html`<th class="number">${name}</th>`)}<th class="number">seconds</th><th>ended</th></tr></thead>
<tbody>${cells.map(
    (cell) =>
      html`<tr>${axes.map((name) => html`<td>${String(cell.setting[name])}</td>`)}<td class="number">${cell.seed}</td>${names.map((name) => html`<td class="number">${value(cell, name)}</td>`)}<td class="number">${formatSeconds(cell.seconds)}</td><td>${cell.error ?? cell.status}</td></tr>`,
  )}</tbody></table></div></details>`;
}

const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
