import { families } from "@gradus/papers/catalogue";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressOf, everything, orderOf, orders, type Query, readQuery, toggled } from "./query.ts";
import { standings } from "./standing.ts";

const keys = <Name extends string>(names: Record<Name, string>) => Object.keys(names) as Name[];
const query: fc.Arbitrary<Query> = fc.record({
  text: fc.string({ unit: "binary" }),
  families: fc.subarray(keys(families)),
  standings: fc.subarray(keys(standings)),
  order: fc.option(fc.constantFrom(...keys(orders)), { nil: undefined }),
});
const querystring = (address: string) => address.slice(address.indexOf("?") + 1 || address.length);

describe("the address of the feed", () => {
  it("gives back every query", () => {
    fc.assert(fc.property(query, (asked) => void expect(readQuery(querystring(addressOf(asked)))).toEqual(asked)));
  });

  it("is plain where nothing is asked", () => expect(addressOf(everything)).toBe("/"));

  it("may have words that are unknown, which are ignored", () => {
    expect(readQuery("family=first-order,none&state=maybe&sort=random")).toEqual({
      ...everything,
      families: ["first-order"],
    });
  });
});

it("the best match comes first where something is looked for, unless another order was chosen", () => {
  expect(orderOf(everything)).toBe("newest");
  expect(orderOf({ ...everything, text: "belief" })).toBe("match");
  expect(orderOf({ ...everything, text: "belief", order: "title" })).toBe("title");
  expect(orderOf({ ...everything, order: "match" })).toBe("newest");
});

it("a choice is made and taken back", () => {
  expect(toggled(["a"], "b")).toEqual(["a", "b"]);
  expect(toggled(["a", "b"], "a")).toEqual(["b"]);
});
