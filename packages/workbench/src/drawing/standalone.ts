import type { LabelledTrace } from "@gradus/papers";
import { panelsOf } from "../charts/curves.ts";
import { stylesOf } from "../charts/palette.ts";
import { toneCss } from "../charts/tones.ts";
import { escapeHtml } from "../words/escape.ts";
import { chartSpec, frameOf } from "./chart.ts";
import { drawSvg } from "./svg.ts";
import type { Drawing, DrawnSweep } from "./sweep.ts";

const gap = 28;
const headHeight = 58;
const nameHeight = 22;
/** Panels side by side. */
const perRow = 3;

/** What stands above a chart, and the command that made it. */
export type About = { title: string; subtitle: string; command: string };

/** The first three panels of some runs side by side, with a title, as an SVG file that follows the reader's colour scheme. */
export async function standaloneChart(about: About, traces: LabelledTrace[]): Promise<string> {
  const panels = panelsOf(traces).slice(0, perRow);
  const styles = stylesOf(panels.flatMap(({ curves }) => curves));
  const frame = frameOf(panels);
  const drawings = panels.map(async (panel) => ({
    title: panel.setting,
    svg: await drawSvg(chartSpec(panel, "steps", styles, { ...frame, labels: "at lines" }), panel.setting),
  }));
  return framed(about, { ...frame, drawings: await Promise.all(drawings) });
}

/** All panels of a sweep's chart, three in a row. */
export const standaloneSweep = (about: About, drawn: DrawnSweep): string => framed(about, drawn);

function framed(
  { title, subtitle, command }: About,
  { width: panelWidth, height: panelHeight, drawings }: { width: number; height: number; drawings: Drawing[] },
): string {
  const rowHeight = nameHeight + panelHeight;
  const placed = drawings.map(({ title: name, svg }, i) => {
    const x = (i % perRow) * (panelWidth + gap);
    const y = headHeight + Math.floor(i / perRow) * (rowHeight + gap);
    return `<text x="${x}" y="${y + 12}" class="setting">${escapeHtml(name)}</text>${svg.replace("<svg ", `<svg x="${x}" y="${y + nameHeight}" `)}`;
  });
  const width = Math.max(1, Math.min(perRow, drawings.length)) * (panelWidth + gap) - gap;
  const height = headHeight + Math.max(1, Math.ceil(drawings.length / perRow)) * (rowHeight + gap) - gap;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 -8 ${width + 40} ${height + 20}" role="img" aria-label="${escapeHtml(title)}">
<desc>${escapeHtml(command)}</desc>
<style>${toneCss("svg")}svg{font-family:"Source Sans 3",Seravek,Ubuntu,Calibri,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}.ground{fill:var(--paper)}.title{font-size:18px;font-weight:600;fill:var(--ink)}.subtitle{font-size:14px;fill:var(--muted)}.setting{font-size:13px;font-weight:600;fill:var(--ink)}</style>
<rect class="ground" x="-20" y="-8" width="${width + 40}" height="${height + 20}" rx="6"/>
<text class="title" y="18">${escapeHtml(title)}</text>
<text class="subtitle" y="39">${escapeHtml(subtitle)}</text>
${placed.join("\n")}
</svg>
`;
}
