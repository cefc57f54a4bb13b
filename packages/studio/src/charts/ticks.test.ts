import { expect, test } from "vitest";
import { shareOf, ticksOf, valueAt } from "./ticks.ts";

test("ticks are round numbers within the axis, at most so many", () => {
  expect(ticksOf({ low: -4, high: 4 }, 6).map(({ label }) => label)).toEqual(["−4", "−2", "0", "2", "4"]);
  expect(ticksOf({ low: 0, high: 0.31 }, 4).map(({ value }) => value)).toEqual([0, 0.1, 0.2, 0.30000000000000004]);
  for (const most of [2, 3, 5, 9])
    expect(ticksOf({ low: -1.15, high: 0.75 }, most).length).toBeLessThanOrEqual(most + 1);
});

test("logarithmic ticks are powers of ten", () => {
  expect(ticksOf({ low: 1e-4, high: 1, isLog: true }, 6).map(({ value }) => value)).toEqual([1e-4, 1e-3, 1e-2, 0.1, 1]);
});

test("an axis without length has none", () => {
  expect(ticksOf({ low: 1, high: 1 }, 5)).toEqual([]);
});

test("a place on an axis and its value belong together", () => {
  for (const scale of [
    { low: -2, high: 3 },
    { low: 1e-3, high: 1e3, isLog: true },
  ]) {
    for (const share of [0, 0.25, 1]) expect(shareOf(valueAt(share, scale), scale)).toBeCloseTo(share, 12);
  }
  expect(valueAt(0.5, { low: 1e-3, high: 1e3, isLog: true })).toBeCloseTo(1, 12);
});
