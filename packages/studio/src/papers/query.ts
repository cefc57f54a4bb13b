import { type Family, families } from "@gradus/papers/catalogue";
import { type Standing, standings } from "./standing.ts";

/** Orders of the feed, with their names. */
export const orders = {
  match: "best match",
  newest: "newest",
  title: "alphabetical",
  verified: "most verified",
} as const;
export type Order = keyof typeof orders;

/** What is asked of the feed: all of it stands in the address. */
export type Query = {
  text: string;
  families: readonly Family[];
  standings: readonly Standing[];
  /** Chosen by the person; otherwise the best matches come first where there is a text, and the newest where not. */
  order: Order | undefined;
};

export const everything: Query = { text: "", families: [], standings: [], order: undefined };

export const orderOf = ({ order, text }: Query): Order =>
  order === undefined || (order === "match" && text.trim() === "") ? (text.trim() === "" ? "newest" : "match") : order;

/** Reads a query from an address: what is unknown there is ignored. */
export function readQuery(querystring: string): Query {
  const parts = new URLSearchParams(querystring);
  const listed = <Name extends string>(name: string, known: Record<Name, unknown>) => {
    const asked = parts.get(name)?.split(",") ?? [];
    return (Object.keys(known) as Name[]).filter((key) => asked.includes(key));
  };
  return {
    text: parts.get("q") ?? "",
    families: listed("family", families),
    standings: listed("state", standings),
    order: listed("sort", orders)[0],
  };
}

/** The address of the feed with a query: "/?q=belief&family=first-order". */
export function addressOf({ text, families, standings, order }: Query): string {
  const parts = [
    text && `q=${encodeURIComponent(text).replaceAll("%20", "+")}`,
    families.length > 0 && `family=${families.join(",")}`,
    standings.length > 0 && `state=${standings.join(",")}`,
    order && `sort=${order}`,
  ].filter(Boolean);
  return parts.length === 0 ? "/" : `/?${parts.join("&")}`;
}

/** A list with one entry more, or without it. */
export const toggled = <T>(list: readonly T[], entry: T): T[] =>
  list.includes(entry) ? list.filter((other) => other !== entry) : [...list, entry];
