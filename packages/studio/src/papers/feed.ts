import type { Family } from "@gradus/papers/catalogue";
import { byDate, monthText } from "./dates.ts";
import { type Order, orderOf, type Query } from "./query.ts";
import type { Match, PaperSearch } from "./search.ts";
import { type Entry, holding, type Standing } from "./standing.ts";

/** An entry of the feed, with what of it was searched for. */
export type Found = { entry: Entry; match: Match | undefined };

/** What the page shows for a query. */
export type Feed = {
  /** Entries below one heading: the month in the order of time, otherwise none. */
  groups: { heading: string | undefined; entries: Found[] }[];
  count: number;
  /** How many papers each choice would show, given the others. */
  families: Record<string, number>;
  standings: Record<string, number>;
};

/** The groups with their first entries, so many in all. */
export function firstOf(groups: Feed["groups"], most: number): Feed["groups"] {
  let left = most;
  return groups.flatMap(({ heading, entries }) => {
    const first = entries.slice(0, Math.max(0, left));
    left -= first.length;
    return first.length === 0 ? [] : [{ heading, entries: first }];
  });
}

/** The entries that a query asks for, in its order. */
export function feedOf(entries: readonly Entry[], search: PaperSearch, query: Query): Feed {
  const matches = query.text.trim() === "" ? undefined : search(query.text);
  const found = matches
    ? matches.map((match): Found => ({ entry: entries.find(({ facts }) => facts.id === match.id)!, match }))
    : entries.map((entry): Found => ({ entry, match: undefined }));
  const isOfFamily = ({ entry }: Found) => admits(query.families, entry.facts.family);
  const isOfStanding = ({ entry }: Found) => admits(query.standings, entry.standing);
  const order = orderOf(query);
  const shown = sorted(found.filter(isOfFamily).filter(isOfStanding), order);
  return {
    groups: order === "newest" ? byMonth(shown) : [{ heading: undefined, entries: shown }],
    count: shown.length,
    families: counts<Family>(found.filter(isOfStanding).map(({ entry }) => entry.facts.family)),
    standings: counts<Standing>(found.filter(isOfFamily).map(({ entry }) => entry.standing)),
  };
}

const admits = <T>(chosen: readonly T[], value: T): boolean => chosen.length === 0 || chosen.includes(value);

const newestFirst = (a: Found, b: Found) => byDate(b.entry, a.entry) || a.entry.facts.number - b.entry.facts.number;

const comparisons: Record<Exclude<Order, "match">, (a: Found, b: Found) => number> = {
  newest: newestFirst,
  title: (a, b) => a.entry.facts.title.localeCompare(b.entry.facts.title, "en", { sensitivity: "base" }),
  verified: (a, b) =>
    holding(b.entry) - holding(a.entry) ||
    (b.entry.record?.claims.length ?? 0) - (a.entry.record?.claims.length ?? 0) ||
    newestFirst(a, b),
};

const sorted = (found: Found[], order: Order): Found[] =>
  order === "match" ? found : found.toSorted(comparisons[order]);

function byMonth(found: Found[]): Feed["groups"] {
  const months = Map.groupBy(found, ({ entry }) => monthText(entry.facts.date));
  return [...months].map(([heading, entries]) => ({ heading, entries }));
}

function counts<Name extends string>(names: Name[]): Record<string, number> {
  const tally: Record<string, number> = {};
  for (const name of names) tally[name] = (tally[name] ?? 0) + 1;
  return tally;
}
