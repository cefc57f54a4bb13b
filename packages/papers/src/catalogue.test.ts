import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { catalogue, families } from "./catalogue.ts";
import { papers } from "./papers.ts";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const sentence = /^\S.*[.?]$/s;

test("the collection has papers 1 to 25, each in the folder of its name", () => {
  expect(catalogue.map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
  const folders = globSync("[0-9][0-9]-*/facts.ts", { cwd: packageFolder }).map(path.dirname).sort();
  expect(catalogue.map(({ number, id }) => `${String(number).padStart(2, "0")}-${id}`)).toEqual(folders);
});

test("papers and methods are named apart", () => {
  for (const key of ["id", "title", "arxiv"] as const) {
    expect(new Set(catalogue.map((facts) => facts[key])).size).toBe(catalogue.length);
  }
  const names = catalogue.flatMap(({ method }) => method.names);
  expect(new Set(names).size).toBe(names.length);
});

test("papers that can be run have the catalogue's facts", () => {
  for (const paper of papers) {
    expect(paper).toMatchObject({ ...catalogue.find(({ id }) => id === paper.id) });
  }
});

test.each(["catalogue.ts", "recorded.ts"])("%s needs no engine: all that it imports is facts and records", (entry) => {
  const reached = new Set<string>();
  const follow = (file: string) => {
    if (reached.has(file)) return;
    reached.add(file);
    if (file.endsWith(".json")) return;
    const imports = readFileSync(file, "utf8").matchAll(/^(?:import (?!type )|export [{*])[^;]*?from "([^"]+)"/gm);
    for (const [, name] of imports) follow(name!.startsWith(".") ? path.resolve(path.dirname(file), name!) : name!);
  };
  follow(path.join(packageFolder, "src", entry));
  const others = [...reached].filter(
    (file) => !/(facts\.ts|recorded\.json|src\/(catalogue|recorded|bibtex|family)\.ts)$/.test(file),
  );
  expect(others).toEqual([]);
  expect(reached.size).toBeGreaterThan(papers.length);
});

describe.each(catalogue.map((facts) => [facts.id, facts] as const))("%s", (_, facts) => {
  test("says who, when and where", () => {
    expect(facts.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(facts.authors.length).toBeGreaterThan(0);
    expect(new Set(facts.authors).size).toBe(facts.authors.length);
    for (const author of facts.authors) expect(author).toMatch(/^\S+( \S+)+$/);
    expect(facts.arxiv).toMatch(/^\d{4}\.\d{5}$/);
    expect(facts.venue).not.toBe("");
    expect(Object.keys(families)).toContain(facts.family);
    for (const url of [facts.code, ...(facts.links ?? []).map((link) => link.url)]) {
      if (url !== null) expect(new URL(url).protocol).toBe("https:");
    }
  });

  test("first appeared no later than its arXiv number says, and was published no earlier", () => {
    expect(facts.date).toMatch(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/);
    const numbered = `20${facts.arxiv.slice(0, 2)}-${facts.arxiv.slice(2, 4)}`;
    expect(facts.date.slice(0, 7) <= numbered).toBe(true);
    if (facts.published) expect(facts.published.year).toBeGreaterThanOrEqual(Number(facts.date.slice(0, 4)));
  });

  test("is a preprint, or its venue says what its publication says", () => {
    expect(facts.venue.startsWith("arXiv preprint")).toBe(facts.published === undefined);
    const [year] = facts.venue.match(/\b20\d\d\b/) ?? [];
    if (year !== undefined) expect(facts.published?.year).toBe(Number(year));
  });

  test("has a summary of 60 to 110 words", () => {
    const words = facts.summary.split(/\s+/).length;
    expect(words).toBeGreaterThanOrEqual(60);
    expect(words).toBeLessThanOrEqual(110);
    expect(facts.summary).toMatch(sentence);
  });

  test("has its method in text and in LaTeX", () => {
    const { names, equations, latex, defaults, reconstructed, keywords = [] } = facts.method;
    for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(equations.length).toBeGreaterThan(0);
    expect(latex.length).toBeGreaterThan(0);
    for (const text of reconstructed) expect(text).toMatch(sentence);
    for (const text of [...equations, ...Object.entries(defaults).flat(), ...keywords]) {
      expect(text.trim()).not.toBe("");
    }
    for (const line of latex) {
      const braces = line.replace(/\\[{}]/g, "").replace(/[^{}]/g, "");
      expect(closed(braces)).toBe(true);
      expect(line.match(/\\left(?![a-z])/g)?.length).toBe(line.match(/\\right(?![a-z])/g)?.length);
    }
  });
});

/** Whether braces open and close in pairs. */
function closed(braces: string): boolean {
  const inner = braces.replaceAll("{}", "");
  return inner === braces ? inner === "" : closed(inner);
}
