import type { LabelledTrace } from "@gradus/papers";
import {
  type Axis,
  axes,
  axesWorthDrawing,
  captionOf,
  colourValue,
  dashes,
  descriptionOf,
  type MethodStyle,
  observedTraces,
  type Panel,
  panelsOf,
  quantityTitle,
  stylesOf,
} from "@gradus/workbench";
import { chartSpec, drawSvg, type Frame, frameOf } from "@gradus/workbench/drawing";
import { type Html, html, trusted } from "./html.ts";

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

/** Numbers that were observed along runs, each against steps, in the colours of the charts of the objective. */
export async function observedCharts(traces: LabelledTrace[], quantities: readonly string[]): Promise<Html[]> {
  const styles = stylesOf(panelsOf(traces).flatMap(({ curves }) => curves));
  const panels = quantities.flatMap((name) =>
    panelsOf(observedTraces(traces, name)).map((panel) => ({ panel, title: quantityTitle(name) })),
  );
  return Promise.all(panels.map(({ panel, title }) => figure(panel, "steps", styles, frameOf([panel]), false, title)));
}

async function figure(
  panel: Panel,
  axis: Axis,
  styles: Map<string, MethodStyle>,
  frame: Frame,
  isNamed: boolean,
  quantity = "objective",
): Promise<Html> {
  const svg = await drawSvg(chartSpec(panel, axis, styles, frame, quantity), descriptionOf(panel, axis, quantity));
  return html`<figure>${isNamed && html`<figcaption>${panel.setting || "all runs"}</figcaption>`}${trusted(svg)}</figure>`;
}

const allAxes = Object.keys(axes) as Axis[];

const legendOf = (styles: Map<string, MethodStyle>): Html =>
  html`<ul class="legend">${[...styles].map(
    ([name, { colour, dash }]) =>
      html`<li><svg width="30" height="4" aria-hidden="true"><line x1="0" y1="2" x2="30" y2="2" stroke="${colourValue(colour)}" stroke-width="2.2" stroke-dasharray="${dashes[dash]!.join(" ")}"/></svg>${name}</li>`,
  )}</ul>`;
