import { expect, test } from "vitest";
import { another } from "./another.ts";

const adam = {
  name: "adam",
  summary: "",
  source: "",
  family: "",
  needs: [],
  options: { properties: { learningRate: { type: "number", default: 1e-3 } } },
} as const;

test("a method comes as it is, and once more with another learning rate", () => {
  const first = another("adam", [], adam);
  const second = another("adam", [first], adam);
  const third = another("adam", [first, second], adam);
  expect(first).toEqual({ name: "adam", options: {} });
  expect([second, third].map(({ options }) => options)).toEqual([{ learningRate: 0.003 }, { learningRate: 0.0003 }]);
});

test("one that has no learning rate comes as it is", () => {
  const entry = { name: "lbfgs", options: {} };
  expect(another("lbfgs", [entry], { ...adam, options: {} })).toEqual(entry);
});
