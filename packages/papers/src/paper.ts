import type { Claim, Finding } from "./claim.ts";

/** A paper: its facts, what it claims and what was found. Everything that `gradus show` and its page say comes from here. */
export type Paper = {
  /** The name in commands and links: "adabelief". */
  id: string;
  /** Its number in the collection: 13. */
  number: number;
  title: string;
  authors: string[];
  /** When it first appeared, "YYYY-MM" or "YYYY-MM-DD". */
  date: string;
  arxiv: string;
  /** Official code, or null where none is known. */
  code: string | null;
  venue: string;
  family: string;
  /** What it does and why, in our words. */
  summary: string;
  method: {
    /** Names in the method catalogue. */
    names: string[];
    /** The update, line by line, as plain text. */
    equations: string[];
    /** The same for a page that sets mathematics. */
    latex: string[];
    /** Defaults, with their source. */
    defaults: Record<string, string>;
    /** How to import and use it; run by a test. */
    example: string;
    /** What the paper's text does not fix and was rebuilt. */
    reconstructed: string[];
  };
  claims: Claim[];
  findings: Finding[];
};

/** Checks what types cannot: that claims are named apart. */
export function definePaper(paper: Paper): Paper {
  const ids = paper.claims.map((claim) => claim.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice) throw new Error(`paper ${paper.id} has two claims named '${twice}'`);
  return paper;
}
