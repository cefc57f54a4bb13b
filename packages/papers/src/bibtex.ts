import type { PaperFacts, Publication } from "./facts.ts";

/**
 * A paper as an entry of a bibliography in BibTeX: by its publication where there is one, as an arXiv preprint otherwise;
 * the arXiv number stands in both.
 */
export function bibtexOf({ authors, title, date, arxiv, published }: PaperFacts): string {
  const year = String(published?.year ?? date.slice(0, 4));
  const fields: Record<string, string | undefined> = {
    title: `{${bibtexText(title)}}`,
    author: authors.map(bibtexText).join(" and "),
    ...publicationFields(published),
    year,
    eprint: arxiv,
    archiveprefix: "arXiv",
    doi: published?.doi,
  };
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name} = {${value}},`],
  );
  return `@${published?.kind ?? "misc"}{${keyOf(authors, title, year)},\n${lines.join("\n")}\n}\n`;
}

function publicationFields(published: Publication | undefined): Record<string, string | undefined> {
  switch (published?.kind) {
    case undefined:
      return {};
    case "article": {
      const { journal, volume, number, pages } = published;
      return { journal: bibtexText(journal), volume, number, pages };
    }
    case "inproceedings": {
      const { booktitle, series, volume, pages } = published;
      return { booktitle: bibtexText(booktitle), series: series && bibtexText(series), volume, pages };
    }
    case "phdthesis":
      return { school: bibtexText(published.school) };
  }
}

/** The first author's last name, the year, and the title's first word of more than three letters: "zhuang2020adabelief". */
function keyOf(authors: string[], title: string, year: string): string {
  const plain = (text: string) =>
    text
      .normalize("NFD")
      .replace(/[^A-Za-z0-9]/g, "")
      .toLowerCase();
  const name = authors[0]!.split(" ").at(-1)!;
  const words = title.split(/[\s:/-]+/).map(plain);
  return plain(name) + year + (words.find((word) => word.length > 3) ?? words[0]!);
}

/** What BibTeX would read as a command, made plain. */
const bibtexText = (text: string): string =>
  text
    .replace(/[\\{}]/g, "")
    .replace(/[&%$#_]/g, "\\$&")
    .replace(/~/g, "\\textasciitilde{}")
    .replace(/\^/g, "\\textasciicircum{}");
