import type { LabelledTrace } from "@gradus/papers";
import { panelsOf } from "../charts/curves.ts";
import { stylesOf } from "../charts/palette.ts";
import { toneCss } from "../charts/tones.ts";
import { escapeHtml } from "../words/escape.ts";
import { chartSpec, frameOf } from "./chart.ts";
import { drawSvg } from "./svg.ts";

const gap = 28;
const headHeight = 58;

/** The first three panels of some runs side by side, with a title, as an SVG file that follows the reader's colour scheme. */
export async function standaloneChart(
  { title, subtitle, command }: { title: string; subtitle: string; command: string },
  traces: LabelledTrace[],
): Promise<string> {
  const panels = panelsOf(traces).slice(0, 3);
  const styles = stylesOf(panels.flatMap(({ curves }) => curves));
  const frame = frameOf(panels);
  const drawings = await Promise.all(
    panels.map(async (panel, i) => {
      const svg = await drawSvg(chartSpec(panel, "steps", styles, { ...frame, labels: "at lines" }), panel.setting);
      const x = i * (frame.width + gap);
      const name = `<text x="${x}" y="${headHeight + 12}" class="setting">${escapeHtml(panel.setting)}</text>`;
      return `${name}${svg.replace("<svg ", `<svg x="${x}" y="${headHeight + 22}" `)}`;
    }),
  );
  const width = Math.max(1, panels.length) * (frame.width + gap) - gap;
  const height = headHeight + 22 + frame.height;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 -8 ${width + 40} ${height + 20}" role="img" aria-label="${escapeHtml(title)}">
<desc>${escapeHtml(command)}</desc>
<style>${toneCss("svg")}svg{font-family:"Source Sans 3",Seravek,Ubuntu,Calibri,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}.ground{fill:var(--paper)}.title{font-size:18px;font-weight:600;fill:var(--ink)}.subtitle{font-size:14px;fill:var(--muted)}.setting{font-size:13px;font-weight:600;fill:var(--ink)}</style>
<rect class="ground" x="-20" y="-8" width="${width + 40}" height="${height + 20}" rx="6"/>
<text class="title" y="18">${escapeHtml(title)}</text>
<text class="subtitle" y="39">${escapeHtml(subtitle)}</text>
${drawings.join("\n")}
</svg>
`;
}
