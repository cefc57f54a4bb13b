import { Text } from "@codemirror/state";
import { expect, test } from "vitest";
import { rangeOf } from "./ranges.ts";

const text = Text.of(["const first = 1;", "  second.third;", ""]);
const marked = (fault: { line?: number; column?: number }) => {
  const range = rangeOf(text, fault);
  return range && text.sliceString(range.from, range.to);
};

test("a line is marked without the space before it", () => {
  expect(marked({ line: 2 })).toBe("second.third;");
});

test("a column marks the token that stands there", () => {
  expect(marked({ line: 1, column: 7 })).toBe("first");
  expect(marked({ line: 2, column: 9 })).toBe(".");
  expect(marked({ line: 1, column: 99 })).toBe("");
});

test("a line that is no longer there is the last one", () => {
  expect(marked({ line: 9 })).toBe("");
  expect(rangeOf(text, { line: 9 })).toEqual({ from: text.length, to: text.length });
});

test("a fault without a line marks nothing", () => {
  expect(rangeOf(text, {})).toBeUndefined();
});
