import type { Provenance } from "@gradus/workbench";
import { fontCss } from "./fonts.ts";
import { type Html, html, trusted } from "./html.ts";
import { pageCss } from "./style.ts";

/** A whole page in one file: it asks nothing of the network and needs no script. */
export async function page(title: string, body: Html): Promise<string> {
  const style = `${await fontCss()}${pageCss()}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`.text;
}

/** A list of short facts. */
export const facts = (entries: Record<string, string>): Html =>
  html`<dl class="facts">${Object.entries(entries).map(([key, value]) => html`<div><dt>${key}</dt><dd>${value}</dd></div>`)}</dl>`;

/** What the results depend on, and how to get them again. */
export const colophon = (
  command: string,
  { gradus, engine, node, platform, processor, cores, device }: Provenance,
): Html =>
  html`<footer>
<p>Gradus ${gradus}, ${engine}, Node ${node}, ${platform}, ${processor} (${cores} cores), device ${device}.</p>
<p class="command">${command}</p>
</footer>`;
