import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const { resolve } = createRequire(import.meta.url);

const faces = [
  { family: "Source Sans 3", file: "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2" },
  {
    family: "Source Serif 4",
    file: "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
  },
];

/** Letters beyond Latin come from the reader's own fonts, except Greek, which mathematics needs. */
const greek = [
  { family: "Source Sans 3", file: "@fontsource-variable/source-sans-3/files/source-sans-3-greek-wght-normal.woff2" },
  {
    family: "Source Serif 4",
    file: "@fontsource-variable/source-serif-4/files/source-serif-4-greek-wght-normal.woff2",
  },
];

/** The page's fonts as CSS that holds them, so that a report is one file. */
export async function fontCss(): Promise<string> {
  const rules = [
    ...faces.map((face) => rule(face, "")),
    ...greek.map((face) => rule(face, "unicode-range:U+0370-03FF;")),
  ];
  return (await Promise.all(rules)).join("");
}

async function rule({ family, file }: { family: string; file: string }, range: string): Promise<string> {
  const bytes = await readFile(resolve(file));
  const source = `url(data:font/woff2;base64,${bytes.toString("base64")})format("woff2")`;
  return `@font-face{font-family:"${family}";font-weight:200 900;font-display:block;${range}src:${source}}`;
}
