import { expect, test } from "vitest";
import { atLeast, atMost, between, figureOf, judge, mean, measured } from "./index.ts";

test("bounds include their ends, and admit nothing that is not a number", () => {
  expect([0.9, 1, 1.1].map(atLeast(1).admits)).toEqual([false, true, true]);
  expect([0.9, 1, 1.1].map(atMost(1).admits)).toEqual([true, true, false]);
  expect([0, 1, 1.5, 2, 3].map(between(1, 2).admits)).toEqual([false, true, true, true, false]);
  for (const bound of [atLeast(1), atMost(1), between(1, 2)]) expect(bound.admits(Number.NaN)).toBe(false);
});

test("a diverged contender's infinite loss fails an upper bound", () => {
  expect(atMost(1).admits(Number.POSITIVE_INFINITY)).toBe(false);
});

test("an outcome tells the figure, its spread, what was required and whether it holds", () => {
  const criterion = { measures: "loss", statistic: mean(measured("loss")), holds: atMost(2) };
  expect(judge(criterion, [{ loss: 1 }, { loss: 4 }])).toEqual({
    measures: "loss",
    kind: "mean",
    value: 2.5,
    low: 1,
    high: 4,
    values: [1, 4],
    required: "≤ 2",
    holds: false,
  });
});

test("a figure decides nothing", () => {
  const figure = figureOf({ measures: "loss", statistic: mean(measured("loss")) }, [{ loss: 1 }]);
  expect(figure).not.toHaveProperty("holds");
});
