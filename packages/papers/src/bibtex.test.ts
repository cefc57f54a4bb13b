import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bibtexOf } from "./bibtex.ts";
import { catalogue } from "./catalogue.ts";

const demanded: Record<string, string[]> = {
  article: ["author", "title", "journal", "year"],
  inproceedings: ["author", "title", "booktitle", "year"],
  phdthesis: ["author", "title", "school", "year"],
  misc: ["author", "title", "year", "eprint", "archiveprefix"],
};

/** Reads an entry as BibTeX does: @type{key, name = {text with balanced braces}, …}. */
function parse(entry: string) {
  const [head, type, key] = /^@(\w+)\{([^\s,{}]+),/.exec(entry)!;
  const fields: Record<string, string> = {};
  let rest = entry.slice(head.length);
  for (let match = opening(rest); match !== null; match = opening(rest)) {
    const start = match[0].length;
    let depth = 1;
    let end = start;
    for (; depth > 0; end++) {
      if (end === rest.length) throw new SyntaxError("a brace is not closed");
      if (rest[end] === "{") depth++;
      if (rest[end] === "}") depth--;
    }
    fields[match[1]!] = rest.slice(start, end - 1);
    rest = rest.slice(end).replace(/^,/, "");
  }
  expect(rest.trim()).toBe("}");
  return { type: type!, key: key!, fields };
}

const opening = (text: string) => /^\s*([a-z]+) = \{/.exec(text);

const [sample] = catalogue;
const plain = (text: string) => text.replace(/^\{|\}$/g, "").replace(/\\([&%$#_])/g, "$1");

describe.each(catalogue.map((facts) => [facts.id, facts] as const))("%s", (_, facts) => {
  const { type, fields } = parse(bibtexOf(facts));

  test("is an entry with the fields that its type demands", () => {
    expect(type).toBe(facts.published?.kind ?? "misc");
    for (const name of demanded[type]!) expect(fields[name]).toMatch(/\S/);
    for (const text of Object.values(fields)) expect(text).not.toMatch(/undefined|null|\[object/);
  });

  test("tells title, authors and arXiv number", () => {
    expect(plain(fields["title"]!)).toBe(facts.title);
    expect(fields["author"]!.split(" and ").map(plain)).toEqual(facts.authors);
    expect(fields["eprint"]).toBe(facts.arxiv);
    expect(fields["year"]).toMatch(/^20\d\d$/);
  });
});

test("keys are plain and tell papers apart", () => {
  const keys = catalogue.map((facts) => parse(bibtexOf(facts)).key);
  expect(new Set(keys).size).toBe(keys.length);
  for (const key of keys) expect(key).toMatch(/^[a-z]+\d{4}[a-z0-9]+$/);
});

test("the year of a preprint is that of its first appearance, of others that of their publication", () => {
  const yearOf = (facts: Parameters<typeof bibtexOf>[0]) => parse(bibtexOf(facts)).fields["year"];
  const { published: _, ...preprint } = { ...sample!, date: "2022-07-26" };
  expect(yearOf(preprint)).toBe("2022");
  expect(yearOf({ ...preprint, published: { kind: "article", journal: "J", year: 2024 } })).toBe("2024");
});

test("no title breaks the entry, and what BibTeX reads as a command is escaped", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii", minLength: 1 }), (title) => {
      const { fields } = parse(bibtexOf({ ...sample!, title }));
      expect(fields["title"]!.replace(/\\[&%$#_]|\\text\w+\{\}/g, "")).not.toMatch(/[&%$#_~^\\]/);
    }),
  );
});
