import type { Family } from "./family.ts";

/** What is known of a paper without running anything: data that a page can show before the engine is there. */
export type PaperFacts = {
  /** The name in commands and links: "adabelief". */
  id: string;
  /** Its number in the collection: 13. */
  number: number;
  title: string;
  authors: string[];
  /** When it first appeared, as precisely as is known: "YYYY", "YYYY-MM" or "YYYY-MM-DD". */
  date: string;
  arxiv: string;
  /** Official code, or null where none is known. */
  code: string | null;
  /** Where it was published, in the short form that a page shows: "NeurIPS 2025 (spotlight)", "arXiv preprint". */
  venue: string;
  /** The same in full, for a bibliography; absent for a preprint. */
  published?: Publication;
  /** Further pages: a second implementation by the authors, papers that it collects. */
  links?: { text: string; url: string }[];
  family: Family;
  /** What it does, why, and what it promises, in our words. */
  summary: string;
  method: MethodFacts;
};

/** A paper's method, as far as it can be written down. */
export type MethodFacts = {
  /** Names in the method catalogue. */
  names: string[];
  /** Words to find it by that are in neither title nor summary. */
  keywords?: string[];
  /** The update, line by line, as plain text. */
  equations: string[];
  /** The same for a page that sets mathematics. */
  latex: string[];
  /** Defaults, with their source. */
  defaults: Record<string, string>;
  /** What the paper's text does not fix and was rebuilt. */
  reconstructed: string[];
};

/** Where a paper was published, in the fields of a bibliography. */
export type Publication = { year: number; doi?: string } & (
  | { kind: "article"; journal: string; volume?: string; number?: string; pages?: string }
  | { kind: "inproceedings"; booktitle: string; series?: string; volume?: string; pages?: string }
  | { kind: "phdthesis"; school: string }
);
