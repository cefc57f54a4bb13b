import { escapeHtml, placeOf, type Scale, toneCss } from "@gradus/workbench";
import { labelOf, labelsFit, spreadOut } from "./labels.ts";
import type { PlotAxis, PlotLine, PlotPoint } from "./plot.ts";
import { ticksOf } from "./ticks.ts";

/* Curves as an SVG file that needs nothing but itself. */

/** What is drawn, on axes whose ends are known. */
export type LaidCurves = { lines: readonly PlotLine[]; x: PlotAxis & Scale; y: PlotAxis & Scale };

export type SvgWords = {
  title: string;
  subtitle: string;
  /** What the chart shows, for those who do not see it. */
  description: string;
  /** How to get it again. */
  command: string;
};

const [width, head, height] = [760, 62, 340];
const margin = { left: 58, right: 18 };
const lineHeight = 20;

type Pixels = (point: PlotPoint, height?: number) => string;

/** Draws curves under a title. `widthOf` measures a text of 13 pixels. */
export function curvesSvg({ lines, x, y }: LaidCurves, words: SvgWords, widthOf: (text: string) => number): string {
  const drawn = lines.filter(({ points }) => points.length > 0);
  const widths = drawn.map((line) => widthOf(labelOf(line)));
  const isLabelled = labelsFit(widths, width, height);
  const right = width - (isLabelled ? 26 + Math.max(0, ...widths) : margin.right);
  const across = right - margin.left;
  const left = (value: number) => margin.left + across * placeOf(value, x);
  const top = (value: number) => height * (1 - placeOf(value, y));
  const at: Pixels = (point, value = point.y) => `${pixel(left(point.x))},${pixel(top(value))}`;
  const legend = isLabelled ? { text: "", rows: 0 } : legendOf(drawn, widths);
  const log = ({ title, isLog }: PlotAxis) => `${title}${isLog ? ", log scale" : ""}`;
  const whole = head + height + 46 + legend.rows * lineHeight;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${whole + 20}" role="img" aria-label="${escapeHtml(words.description)}">
<desc>${escapeHtml(words.command)}</desc>
<style>${toneCss("svg")}svg{font:13px "Source Sans 3",Seravek,Ubuntu,Calibri,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}text{fill:var(--muted)}.title{font-size:19px;font-weight:600;fill:var(--ink)}.curve{fill:none;stroke-width:1.9;stroke-linejoin:round}</style>
<rect width="${width}" height="${whole + 20}" fill="var(--paper)"/>
<text class="title" x="16" y="26">${escapeHtml(words.title)}</text>
<text x="16" y="46">${escapeHtml(words.subtitle)}</text>
<g transform="translate(0 ${head + 20})">
<text x="16" y="-14" font-size="12">${escapeHtml(log(y))}</text>
<clipPath id="plot"><rect x="${margin.left}" y="0" width="${pixel(across)}" height="${height}"/></clipPath>
${ticksOf(y, 6)
  .map(({ value, label }) => horizontal(pixel(top(value)), right, label))
  .join("\n")}
<path d="M${margin.left},${height}H${pixel(right)}" stroke="var(--edge)"/>
${ticksOf(x, 7)
  .map(({ value, label }) => vertical(pixel(left(value)), label))
  .join("\n")}
<text x="${margin.left}" y="${height + 38}" font-size="12">${escapeHtml(log(x))}</text>
<g clip-path="url(#plot)">
${drawn.map((line) => band(shown(line.points, x), line.colour, at)).join("")}
${drawn.map((line) => curve(shown(line.points, x), line, at)).join("\n")}
</g>
${ends(
  drawn.map((line) => ({ line, x: left(line.points.at(-1)!.x), y: top(line.points.at(-1)!.y) })),
  isLabelled ? right : undefined,
)}
${legend.text}
</g>
</svg>
`;
}

const pixel = (value: number): number => Math.round(10 * value) / 10;

const shown = (points: readonly PlotPoint[], { isLog }: Scale) => (isLog ? points.filter(({ x }) => x > 0) : points);

const horizontal = (top: number, right: number, label: string): string =>
  `<path d="M${margin.left},${top}H${pixel(right)}" stroke="var(--rule)"/><text x="${margin.left - 8}" y="${top + 4}" text-anchor="end" font-size="12">${escapeHtml(label)}</text>`;

const vertical = (left: number, label: string): string =>
  `<path d="M${left},${height}v4" stroke="var(--edge)"/><text x="${left}" y="${height + 18}" text-anchor="middle" font-size="12">${escapeHtml(label)}</text>`;

function band(points: readonly PlotPoint[], colour: string, at: Pixels): string {
  if (!points.some(({ low, high }) => low !== undefined && high !== undefined && low < high)) return "";
  const edge = [
    ...points.map((point) => at(point, point.high)),
    ...points.toReversed().map((point) => at(point, point.low)),
  ];
  return `<path d="M${edge.join("L")}Z" fill="${colour}" fill-opacity=".16"/>\n`;
}

const curve = (points: readonly PlotPoint[], { colour, dash }: PlotLine, at: Pixels): string =>
  `<path class="curve" d="M${points.map((point) => at(point)).join("L")}" stroke="${colour}"${dash.length > 0 ? ` stroke-dasharray="${dash.join(" ")}"` : ""}/>`;

/** A mark where each line ends, and, with room from `right` on, its name with a leader to it. */
function ends(all: { line: PlotLine; x: number; y: number }[], right: number | undefined): string {
  const heights = spreadOut(all, height);
  return all
    .map(({ line, x, y }, i) => {
      const [left, top] = [pixel(x), pixel(y)];
      const mark =
        line.ended === undefined
          ? `<circle cx="${left}" cy="${top}" r="2.8" fill="${line.colour}"/>`
          : `<path d="M${left - 4},${top - 4}l8,8m0,-8l-8,8" stroke="${line.colour}" stroke-width="2"/>`;
      if (right === undefined) return mark;
      const label = pixel(heights[i]!);
      return `${mark}<path d="M${left + 5},${top}L${pixel(right + 8)},${label}" stroke="${line.colour}" stroke-opacity=".45" stroke-dasharray="2 2"/><text x="${pixel(right + 12)}" y="${pixel(label + 4)}" style="fill:${line.colour}">${escapeHtml(labelOf(line))}</text>`;
    })
    .join("\n");
}

/** Names beside pieces of their lines, in as many rows as they need. */
function legendOf(lines: readonly PlotLine[], widths: readonly number[]): { text: string; rows: number } {
  let [left, row] = [16, 0];
  const items = lines.map((line, i) => {
    const wide = 38 + widths[i]! + 22;
    if (left > 16 && left + wide > width) [left, row] = [16, row + 1];
    const top = height + 60 + row * lineHeight;
    const { colour, dash } = line;
    const piece = `<path d="M${left},${top - 4}h28" stroke="${colour}" stroke-width="2.2" stroke-dasharray="${dash.join(" ")}"/>`;
    const text = `${piece}<text x="${left + 36}" y="${top}" style="fill:var(--ink)">${escapeHtml(labelOf(line))}</text>`;
    left += wide;
    return text;
  });
  return { text: items.join("\n"), rows: lines.length === 0 ? 0 : row + 1 };
}
