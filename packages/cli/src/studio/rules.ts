/** What is said with the files below a path. */
export type Rule = { folder: string; headers: [name: string, value: string][] };

/** Reads a `_headers` file: a path that ends in `/*`, then indented lines "name: value" that hold for what lies below it. */
export function readRules(text: string): Rule[] {
  const rules: Rule[] = [];
  for (const line of text.split("\n")) {
    const header = /^\s+([\w-]+):\s*(.*\S)\s*$/.exec(line);
    if (header) rules.at(-1)?.headers.push([header[1]!, header[2]!]);
    else if (line.trim() !== "") rules.push({ folder: line.trim().replace(/\*$/, ""), headers: [] });
  }
  return rules;
}

/** The headers for a path, those of later rules in place of earlier ones. */
export const headersFor = (rules: Rule[], path: string): Map<string, string> =>
  new Map(rules.filter(({ folder }) => path.startsWith(folder)).flatMap(({ headers }) => headers));
