import { catalogue, type PaperFacts } from "@gradus/papers/catalogue";
import { type PaperRecord, recorded } from "@gradus/papers/recorded";

/** Where a paper stands here: by the last recorded verdicts on its claims, or without any as long as it cannot be run. */
export const standings = {
  hold: "All claims hold here",
  mixed: "Some claim does not hold here",
  open: "Not yet implemented",
} as const;
export type Standing = keyof typeof standings;

/** A paper with the last verdicts on its claims, where it can be run. */
export type Entry = { facts: PaperFacts; record: PaperRecord | undefined; standing: Standing };

export function entryOf(facts: PaperFacts, record: PaperRecord | undefined): Entry {
  if (record === undefined) return { facts, record, standing: "open" };
  const holdsThroughout = record.claims.every(({ verdict }) => verdict === "holds");
  return { facts, record, standing: holdsThroughout ? "hold" : "mixed" };
}

/** All papers of the collection. */
export const entries: readonly Entry[] = catalogue.map((facts) => entryOf(facts, recorded[facts.id]));

/** How many of a paper's claims hold. */
export const holding = ({ record }: Entry): number =>
  record?.claims.filter(({ verdict }) => verdict === "holds").length ?? 0;
