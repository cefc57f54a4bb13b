import type { LabelledTrace } from "@gradus/papers";
import { counted } from "../terminal/numbers.ts";
import { chartSpec, type Frame, frameOf } from "./chart.ts";
import { type Axis, axes, axesWorthDrawing, type Panel, panelsOf } from "./curves.ts";
import { type Html, html, trusted } from "./html.ts";
import { colourValue, dashes, type MethodStyle, stylesOf } from "./palette.ts";
import { drawSvg } from "./svg.ts";

/** All charts of a claim or race: a panel a setting, drawn against steps, oracle calls and seconds. */
export async function charts(traces: LabelledTrace[]): Promise<Html | undefined> {
  const panels = panelsOf(traces);
  if (panels.length === 0) return undefined;
  const styles = stylesOf(panels.flatMap(({ curves }) => curves));
  const frame = frameOf(panels);
  const drawn = panels.length === 1 ? allAxes : axesWorthDrawing(panels);
  const draw = (axis: Axis) =>
    Promise.all(panels.map((panel) => figure(panel, axis, styles, frame, panels.length > 1)));
  const legend = frame.labels === "none" && legendOf(styles);
  const caption = html`<p class="caption">${captionOf(panels, drawn)}</p>`;
  if (panels.length === 1) {
    const figures = (await Promise.all(drawn.map(draw))).flat();
    return html`${legend}<div class="charts">${figures}</div>${caption}`;
  }
  const [first, ...rest] = drawn;
  const others = await Promise.all(
    rest.map(
      async (axis) => html`<details><summary>The same against ${axes[axis].title}</summary>
<div class="charts">${await draw(axis)}</div></details>`,
    ),
  );
  return html`${legend}<div class="charts">${await draw(first!)}</div>${caption}${others}`;
}

async function figure(
  panel: Panel,
  axis: Axis,
  styles: Map<string, MethodStyle>,
  frame: Frame,
  isNamed: boolean,
): Promise<Html> {
  const names = panel.curves.map(({ contender }) => contender).join(", ");
  const where = panel.setting ? `${panel.setting}: ` : "";
  const description = `${where}objective against ${axes[axis].title} of ${names}`;
  const svg = await drawSvg(chartSpec(panel, axis, styles, frame), description);
  return html`<figure>${isNamed && html`<figcaption>${panel.setting || "all runs"}</figcaption>`}${trusted(svg)}</figure>`;
}

function captionOf(panels: Panel[], drawn: Axis[]): string {
  const runs = panels.flatMap(({ curves }) => curves.map((curve) => curve.runs));
  const most = Math.max(...runs.map((of) => of.length));
  const statuses = new Set(runs.flat().map(({ status }) => status));
  return [
    most > 1 && `Lines: median over ${counted(most, "run")}; bands: from the smallest to the largest.`,
    most > 1 && "A run that has ended keeps its last value.",
    statuses.has("diverged") && "A cross marks a contender of which a run diverged.",
    statuses.has("aborted") && "The last run was interrupted where its line ends.",
    !drawn.includes("calls") &&
      "Every contender makes the same number of oracle calls a step, so steps stand for both.",
  ]
    .filter((sentence) => sentence !== false)
    .join(" ");
}

const allAxes = Object.keys(axes) as Axis[];

const legendOf = (styles: Map<string, MethodStyle>): Html =>
  html`<ul class="legend">${[...styles].map(
    ([name, { colour, dash }]) =>
      html`<li><svg width="30" height="4" aria-hidden="true"><line x1="0" y1="2" x2="30" y2="2" stroke="${colourValue(colour)}" stroke-width="2.2" stroke-dasharray="${dashes[dash]!.join(" ")}"/></svg>${name}</li>`,
  )}</ul>`;
