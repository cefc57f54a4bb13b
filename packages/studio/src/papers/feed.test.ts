import { catalogue, type PaperFacts } from "@gradus/papers/catalogue";
import type { PaperRecord } from "@gradus/papers/recorded";
import { describe, expect, it } from "vitest";
import { feedOf, firstOf } from "./feed.ts";
import { everything, type Query } from "./query.ts";
import { searchOf } from "./search.ts";
import { entryOf } from "./standing.ts";

/** A record of which only the verdicts matter. */
const recordOf = (...verdicts: string[]) =>
  ({ claims: verdicts.map((verdict, i) => ({ id: String(i), verdict })) }) as PaperRecord;

const template = catalogue[0]!;
const paper = (id: string, date: string, family: PaperFacts["family"]): PaperFacts => ({
  ...template,
  id,
  title: `${id}: a paper`,
  date,
  family,
  number: 1,
});
const entries = [
  entryOf(paper("beta", "2019", "swarm"), undefined),
  entryOf(paper("alpha", "2025-10", "swarm"), recordOf("holds")),
  entryOf(paper("Delta", "2025-10-03", "bilevel"), recordOf("holds", "holds", "does not hold")),
  entryOf(paper("gamma", "2025-11-28", "bilevel"), undefined),
];
const search = searchOf(entries.map(({ facts }) => facts));
const feed = (query: Partial<Query>) => feedOf(entries, search, { ...everything, ...query });
const ids = (query: Partial<Query>) =>
  feed(query).groups.flatMap((group) => group.entries.map(({ entry }) => entry.facts.id));

describe("the feed", () => {
  it("stands by month, the newest first", () => {
    const months = feed({}).groups.map(({ heading, entries }) => [heading, entries.length]);
    expect(months).toEqual([
      ["November 2025", 1],
      ["October 2025", 2],
      ["2019", 1],
    ]);
    expect(ids({})).toEqual(["gamma", "Delta", "alpha", "beta"]);
  });

  it("stands by title, whatever the case", () => {
    expect(ids({ order: "title" })).toEqual(["alpha", "beta", "Delta", "gamma"]);
  });

  it("stands by how many claims hold", () => {
    expect(ids({ order: "verified" })).toEqual(["Delta", "alpha", "gamma", "beta"]);
  });

  it("is of the families and states that are asked for", () => {
    expect(ids({ families: ["swarm"] })).toEqual(["alpha", "beta"]);
    expect(ids({ standings: ["hold", "mixed"] })).toEqual(["Delta", "alpha"]);
    expect(ids({ families: ["bilevel"], standings: ["open"] })).toEqual(["gamma"]);
  });

  it("counts what each choice would show, given the others", () => {
    const { families, standings, count } = feed({ families: ["bilevel"] });
    expect(count).toBe(2);
    expect(families).toEqual({ swarm: 2, bilevel: 2 });
    expect(standings).toEqual({ mixed: 1, open: 1 });
  });

  it("has only what was searched for", () => {
    expect(ids({ text: "gamma" })).toEqual(["gamma"]);
    expect(feed({ text: "nothing of it" })).toMatchObject({ count: 0, families: {}, standings: {} });
  });

  it("begins with its first entries, whole groups or not", () => {
    const { groups } = feed({});
    const counts = (most: number) => firstOf(groups, most).map((group) => group.entries.length);
    expect(counts(2)).toEqual([1, 1]);
    expect(counts(3)).toEqual([1, 2]);
    expect(counts(99)).toEqual([1, 2, 1]);
    expect(counts(0)).toEqual([]);
  });
});
