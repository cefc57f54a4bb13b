import { expect, it } from "vitest";
import { headersFor, readRules } from "./rules.ts";

const rules = readRules(`/*
  X-Of-All: one: two
  Cache-Control: no-cache

/assets/*
\tCache-Control: max-age=1
`);

it("adds the headers of every folder that a path lies in", () => {
  expect([...headersFor(rules, "/index.html")]).toEqual([
    ["X-Of-All", "one: two"],
    ["Cache-Control", "no-cache"],
  ]);
});

it("takes a header of the later rule in place of the earlier", () => {
  expect(headersFor(rules, "/assets/a.js").get("Cache-Control")).toBe("max-age=1");
  expect(headersFor(rules, "/assets/a.js").get("X-Of-All")).toBe("one: two");
});

it("says nothing where there are no rules", () => {
  expect(readRules("\n")).toEqual([]);
  expect(headersFor([], "/").size).toBe(0);
});
