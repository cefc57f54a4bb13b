import { expect, test } from "vitest";
import { found, grouped } from "./picker-groups.ts";

const groups = grouped(
  [
    { name: "am-adamw", family: "first-order", summary: "AdamW with a momentum of its own" },
    { name: "adam", family: "first-order", summary: "steps along the mean gradient" },
    { name: "lbfgs", family: "quasi-newton", summary: "steps from the last gradients" },
  ],
  ({ family }) => family,
  ({ name, summary }) => ({ name, summary }),
);
const names = (text: string) => found(groups, text).map(({ entries }) => entries.map(({ name }) => name));

test("entries stand under their headings", () => {
  expect(groups.map(({ heading }) => heading)).toEqual(["first-order", "quasi-newton"]);
  expect(names("")).toEqual([["am-adamw", "adam"], ["lbfgs"]]);
});

test("every word must be there, anywhere; names come before summaries", () => {
  expect(names("adam")).toEqual([["am-adamw", "adam"]]);
  expect(names("steps grad")).toEqual([["adam"], ["lbfgs"]]);
  expect(names("mean")).toEqual([["adam"]]);
  expect(names("steps momentum")).toEqual([]);
  expect(names("quasi")).toEqual([["lbfgs"]]);
  expect(names("mom adam-")).toEqual([["am-adamw"]]);
});

test("what cannot be chosen comes last, and is found", () => {
  const [group] = grouped(
    [
      { name: "sven", summary: "", lacks: "needs residuals" },
      { name: "sgd", summary: "" },
    ],
    () => "all",
    (entry) => entry,
  );
  expect(found([group!], "s")[0]!.entries.map(({ name }) => name)).toEqual(["sgd", "sven"]);
  expect(found([group!], "sven")[0]!.entries).toHaveLength(1);
});
