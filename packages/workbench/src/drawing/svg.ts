import { parse, View } from "vega";
import { type Config, compile, type TopLevelSpec } from "vega-lite";
import { escapeHtml } from "../words/escape.ts";

/* Vega-Lite specifications drawn as SVG text, in the page's own colours and type. */

const config: Config = {
  aria: false,
  background: "none",
  font: "inherit",
  view: { stroke: null },
  axis: {
    domain: false,
    grid: true,
    gridColor: "var(--rule)",
    gridWidth: 1,
    tickColor: "var(--rule)",
    tickSize: 4,
    labelColor: "var(--muted)",
    labelFontSize: 11.5,
    labelPadding: 4,
    labelLimit: 60,
    titleColor: "var(--muted)",
    titleFontSize: 12,
    titleFontWeight: "normal",
  },
  axisX: { grid: false, domain: true, domainColor: "var(--edge)", tickColor: "var(--edge)" },
};

let drawn = 0;

/** Draws a specification. The text refers to nothing outside of it. */
export async function drawSvg(spec: TopLevelSpec, description: string): Promise<string> {
  const compiled = compile(spec, { config }).spec;
  const view = new View(parse(compiled), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  drawn++;
  return (
    svg
      .replace(/<svg [^>]*?viewBox="([^"]*)"[^>]*>/, (_, box) => opening(box, description))
      // Clip paths are numbered anew in every drawing, and a page holds many.
      .replaceAll(/clip(\d+)/g, `chart${drawn}-clip$1`)
      .replaceAll(/ d="([^"]*)"/g, (_, path: string) => ` d="${rounded(path)}"`)
  );
}

function opening(box: string, description: string): string {
  const [, , width, height] = box.split(" ");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${width}" height="${height}" role="img" aria-label="${escapeHtml(description)}">`;
}

/** Tenths of a pixel are enough. */
const rounded = (path: string): string =>
  path.replaceAll(/-?\d+\.\d+(e-?\d+)?/g, (number) => String(Math.round(Number(number) * 10) / 10));
