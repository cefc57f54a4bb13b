import type { SliderRange } from "@gradus/papers";
import { describe, expect, test } from "vitest";
import { fromText, placeOf, toText, travel, valueAt } from "./slider.ts";

const ranges: Record<string, SliderRange> = {
  linear: { low: -2, high: 6, scale: "linear" },
  log: { low: 1e-16, high: 1e-2, scale: "log" },
  decay: { low: 0, high: 0.9999, scale: "log of 1 − value" },
  whole: { low: 20, high: 5000, scale: "log", isWhole: true },
};

describe.each(Object.entries(ranges))("%s", (_, range) => {
  test("goes from its low to its high end", () => {
    expect(valueAt(0, range)).toBe(range.low);
    expect(valueAt(travel, range)).toBe(range.high);
    expect(placeOf(range.low, range)).toBe(0);
    expect(placeOf(range.high, range)).toBe(travel);
  });

  test("never goes back, and stays where it was put", () => {
    let last = range.low;
    for (let place = 1; place <= travel; place++) {
      const value = valueAt(place, range);
      expect(value).toBeGreaterThanOrEqual(last);
      if (!range.isWhole) expect(placeOf(value, range)).toBe(place);
      last = value;
    }
  });

  test("what is written is read back exactly", () => {
    for (let place = 0; place <= travel; place += 7) {
      const value = valueAt(place, range);
      expect(fromText(toText(value), range)).toBe(value);
    }
  });
});

test("it is even in what it says: halfway lies the geometric mean, or that of 1 − value", () => {
  expect(Math.log10(valueAt(travel / 2, ranges["log"]!))).toBeCloseTo(-9, 2);
  expect(1 - valueAt(travel / 2, ranges["decay"]!)).toBeCloseTo(0.01, 4);
  expect(valueAt(travel / 2, ranges["linear"]!)).toBe(2);
});

test("values have few digits, and whole ones none after the point", () => {
  expect(toText(valueAt(700, { low: 1e-4, high: 1, scale: "log" }))).toBe("0.0631");
  expect(Number.isInteger(valueAt(313, ranges["whole"]!))).toBe(true);
});

test("numbers are read as people write them", () => {
  expect(fromText(" −1,5 ", ranges["linear"]!)).toBe(-1.5);
  expect(fromText("1e-8", ranges["log"]!)).toBe(1e-8);
});

test.each([
  ["", "log", "a number from 1e−16 to 0.01"],
  ["two", "log", "a number from 1e−16 to 0.01"],
  ["7", "linear", "from −2 to 6"],
  ["20.5", "whole", "a whole number from 20 to 5000"],
])("'%s' is refused: %s", (text, range, problem) => {
  expect(fromText(text, ranges[range]!)).toEqual({ problem });
});
