import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countOf,
  difference,
  differenceOfBestMeans,
  largest,
  type Measurements,
  mean,
  measured,
  median,
  rangeOfMeans,
  ratio,
  ratioOfMeans,
  ratioToLeastMean,
  ratioToLeastMedian,
  type Statistic,
  single,
  smallest,
} from "./index.ts";

const [a, b] = [measured("a"), measured("b")];
const trials: Measurements[] = [
  { a: 1, b: 2 },
  { a: 3, b: 4 },
  { a: 8, b: 2 },
];

test.each<[string, Statistic, number, number[]]>([
  ["mean", mean(a), 4, [1, 3, 8]],
  ["mean of two readings", mean(a, b), 20 / 6, [1, 2, 3, 4, 8, 2]],
  ["median", median(a), 3, [1, 3, 8]],
  ["median of an even number", median(a, b), 2.5, [1, 2, 3, 4, 8, 2]],
  ["largest", largest(a), 8, [1, 3, 8]],
  ["smallest", smallest(b), 2, [2, 4, 2]],
  ["count", countOf((trial) => a(trial) > b(trial)), 1, [0, 0, 1]],
  ["a difference", mean(difference(a, b)), 4 / 3, [-1, -1, 6]],
  ["a ratio", mean(ratio(a, b)), (0.5 + 0.75 + 4) / 3, [0.5, 0.75, 4]],
  ["ratio of means", ratioOfMeans(a, b), 12 / 8, [0.5, 0.75, 4]],
  ["ratio to the least mean", ratioToLeastMean(a, [a, b]), 12 / 8, [0.5, 0.75, 4]],
  ["ratio to the least median", ratioToLeastMedian(a, [a, b]), 0.75, [0.5, 0.75, 4]],
  ["difference of the best means", differenceOfBestMeans([b], [a, b]), 8 / 3 - 4, [1, 1, -6]],
  ["range of means", rangeOfMeans(a, b), 4 - 8 / 3, [-1, -1, 6]],
])("%s: value and spread", (_, statistic, value, spread) => {
  expect(statistic.value(trials)).toBeCloseTo(value, 14);
  expect(statistic.spread(trials)).toEqual(spread);
});

describe("a number that is missing or not a number is not lost", () => {
  const spoiled = [...trials, { b: 1 }];
  test.each<[string, Statistic]>([
    ["mean", mean(a)],
    ["median", median(a)],
    ["largest", largest(a)],
    ["smallest", smallest(a)],
    ["ratio of means", ratioOfMeans(a, b)],
    ["ratio to the least mean", ratioToLeastMean(b, [a, b])],
    ["ratio to the least median", ratioToLeastMedian(b, [a, b])],
    ["difference of the best means", differenceOfBestMeans([b], [a, b])],
    ["range of means", rangeOfMeans(a, b)],
  ])("%s", (_, statistic) => {
    expect(statistic.value(spoiled)).toBeNaN();
  });
});

test("a single reading is the one trial's, and none of several", () => {
  expect(single(a).value([{ a: 5 }])).toBe(5);
  expect(single(a).value(trials)).toBeNaN();
});

test("a contender that diverged makes a mean infinite, not small", () => {
  const diverged = [...trials, { a: Number.POSITIVE_INFINITY, b: 1 }];
  expect(ratioOfMeans(a, b).value(diverged)).toBe(Number.POSITIVE_INFINITY);
  expect(ratioToLeastMean(b, [a, b]).value(diverged)).toBe(1);
});

test("the order of trials does not matter", () => {
  const readings = fc.array(fc.record({ a: fc.integer({ min: 1, max: 99 }), b: fc.integer({ min: 1, max: 99 }) }), {
    minLength: 1,
    maxLength: 9,
  });
  fc.assert(
    fc.property(readings, (rows) => {
      for (const statistic of [mean(a), median(a), largest(a), smallest(a), ratioOfMeans(a, b), rangeOfMeans(a, b)]) {
        expect(statistic.value(rows.toReversed())).toBeCloseTo(statistic.value(rows), 10);
      }
    }),
  );
});

test("a figure of chosen contenders lies within its spread", () => {
  const row = fc.record({ a: fc.integer({ min: 1, max: 99 }), b: fc.integer({ min: 1, max: 99 }) });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 9 }), (rows) => {
      for (const statistic of [rangeOfMeans(a, b), differenceOfBestMeans([b], [a, b]), ratioToLeastMean(b, [a, b])]) {
        const spread = statistic.spread(rows);
        expect(statistic.value(rows)).toBeGreaterThanOrEqual(Math.min(...spread) - 1e-9);
        expect(statistic.value(rows)).toBeLessThanOrEqual(Math.max(...spread) + 1e-9);
      }
    }),
  );
});
