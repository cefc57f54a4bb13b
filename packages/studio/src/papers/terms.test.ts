import { expect, it } from "vitest";
import { highlighted, plain, termsOf } from "./terms.ts";

it.each([
  ["Nyström", "nystrom"],
  ["β₁", "beta1"],
  ["m̂", "m"],
  ["Θ", "theta"],
])("%s is looked for as %s", (written, term) => expect(plain(written)).toBe(term));

it("a name made of words is found by each of them", () => {
  expect(termsOf("AdaBelief")).toEqual(["adabelief", "ada", "belief"]);
  expect(termsOf("learningRate")).toContain("rate");
});

it("cuts a text at what was found, and loses none of it", () => {
  const text = "AdaBelief’s belief: β₁ m_t + (1 − β₁) g_t.";
  const pieces = highlighted(text, new Set(["belief", "beta1"]));
  expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  expect(pieces.filter((piece) => piece.isFound).map((piece) => piece.text)).toEqual([
    "AdaBelief",
    "belief",
    "β₁",
    "β₁",
  ]);
  expect(highlighted(text, new Set())).toEqual([{ text, isFound: false }]);
});
