import { families, type PaperFacts } from "@gradus/papers/catalogue";
import MiniSearch from "minisearch";
import { plain, termsOf, words } from "./terms.ts";

/** Parts of a paper that are searched, with how much a match in them weighs. */
const weights = { title: 4, methods: 4, authors: 3, family: 2, keywords: 2, summary: 1.5, equations: 1 };
type Part = keyof typeof weights;

/** Of the words that were found in a paper, those in each part of it. */
export type Match = { id: string; found: Record<Part, ReadonlySet<string>> };

export type PaperSearch = (text: string) => Match[];

/** What a paper's parts say. */
const partsOf = ({ title, authors, family, summary, method }: PaperFacts): Record<Part, string> => ({
  title,
  methods: method.names.join(", "),
  authors: authors.join(", "),
  family: families[family],
  keywords: method.keywords?.join(", ") ?? "",
  summary,
  equations: [...method.equations, ...Object.keys(method.defaults)].join("\n"),
});

/** An index of papers: every word of a search has to be found, whole, as a beginning, or with a typing error. */
export function searchOf(papers: readonly PaperFacts[]): PaperSearch {
  const index = new MiniSearch({
    fields: Object.keys(weights),
    tokenize: words,
    processTerm: termsOf,
    searchOptions: {
      boost: weights,
      processTerm: plain,
      combineWith: "AND",
      prefix: true,
      // One error from four letters on, two from eight.
      fuzzy: (term) => Math.min(2, Math.floor(term.length / 4)) || false,
    },
  });
  index.addAll(papers.map((paper) => ({ id: paper.id, ...partsOf(paper) })));
  return (text) =>
    index.search(text).map(({ id, match }) => {
      const found = {} as Record<Part, ReadonlySet<string>>;
      for (const part of Object.keys(weights) as Part[]) {
        found[part] = new Set(Object.keys(match).filter((term) => match[term]!.includes(part)));
      }
      return { id, found };
    });
}

/** Words of a part that does not stand in the feed, where nothing that does was found. */
export function elsewhere(paper: PaperFacts, { found }: Match): Hidden | undefined {
  const isSeen = found.title.size + found.authors.size + found.family.size + found.summary.size > 0;
  if (isSeen) return undefined;
  const part = (["methods", "keywords", "equations"] as const).find((name) => found[name].size > 0);
  if (part === undefined) return undefined;
  const lines = partsOf(paper)[part].split("\n");
  const line = lines.find((text) => words(text).some((word) => termsOf(word).some((term) => found[part].has(term))));
  return line === undefined ? undefined : { part, text: line, found: found[part] };
}

export type Hidden = { part: "methods" | "keywords" | "equations"; text: string; found: ReadonlySet<string> };
