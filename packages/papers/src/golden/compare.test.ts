import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareField, describeDifference } from "./compare.ts";

const exact = { atol: 0, rtol: 0 };
const loose = { atol: 1e-6, rtol: 0 };
const compare = (expected: unknown, actual: unknown, tolerance = exact) =>
  compareField("x", expected, actual, tolerance);

test("anything agrees with itself", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(compare(value, structuredClone(value))).toBeUndefined();
    }),
  );
});

test("a number changed by more than the tolerance is found, wherever it is", () => {
  const numbers = fc.array(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 1 }), { minLength: 1 });
  fc.assert(
    fc.property(numbers, fc.nat(), fc.nat(), (rows, i, j) => {
      const row = i % rows.length;
      const column = j % rows[row]!.length;
      const perturbed = rows.map((values) => [...values]);
      perturbed[row]![column]! += 1e-5;
      const difference = compare(rows, perturbed, loose);
      expect(difference).toMatchObject({ at: `[${row}][${column}]`, count: 1 });
      expect(difference!.difference).toBeCloseTo(1e-5, 9);
      perturbed[row]![column] = rows[row]![column]! + 1e-7;
      expect(compare(rows, perturbed, loose)).toBeUndefined();
    }),
  );
});

describe("tolerances", () => {
  test("absolute and relative parts add up", () => {
    const both = { atol: 0.5, rtol: 0.01 };
    expect(compare(100, 101.4, both)).toBeUndefined();
    expect(compare(100, 101.6, both)).toMatchObject({ allowed: 1.5 });
  });

  test("scaled: atol max(1, |expected|)", () => {
    const scaled = { atol: 0.01, rtol: 0, isScaled: true };
    expect(compare(1000, 1009, scaled)).toBeUndefined();
    expect(compare(1000, 1011, scaled)).toMatchObject({ allowed: 10 });
    expect(compare(0, 0.009, scaled)).toBeUndefined();
    expect(compare(0, 0.011, scaled)).toBeDefined();
  });

  test("the bound itself is allowed", () => {
    expect(compare(0, 0.5, { atol: 0.5, rtol: 0 })).toBeUndefined();
  });
});

describe("what is not finite", () => {
  const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
  const lax = { atol: 1e9, rtol: 1e9 };
  test.each([
    [nan, nan, true],
    [infinity, infinity, true],
    [infinity, -infinity, false],
    [nan, 1, false],
    [1, nan, false],
    [1, infinity, false],
    [infinity, 1e308, false],
  ])("expected %d, got %d: %s", (expected, actual, agrees) => {
    expect(compare([expected], [actual], lax) === undefined).toBe(agrees);
  });

  test("is worse than any finite difference", () => {
    expect(compare([1, 2, 3], [9e99, nan, 3])).toMatchObject({ at: "[1]", count: 2 });
  });
});

describe("shapes and kinds", () => {
  const lax = { atol: 1e9, rtol: 0 };
  test.each([
    ["a row too few", [[1], [2]], [[1]]],
    ["a row too many", [[1]], [[1], [2]]],
    ["a number for a list", [1], 1],
    ["a list for a number", 1, [1]],
    ["an object for a list", [1], { 0: 1 }],
    ["nothing", 1, undefined],
    ["a missing key", { a: 1, b: 2 }, { a: 1 }],
    ["a string for a number", 1, "1"],
    ["another word", "easy", "hard"],
    ["true for 1", 1, true],
    ["null for 0", 0, null],
    ["0 for null", null, 0],
  ])("%s disagrees", (_, expected, actual) => {
    expect(compare(expected, actual, lax)).toBeDefined();
  });

  test("typed arrays are lists, and keys that are not expected do not matter", () => {
    expect(compare([1, 2], Float64Array.of(1, 2))).toBeUndefined();
    expect(compare({ a: 1 }, { a: 1, b: 2 })).toBeUndefined();
  });
});

test("the worst difference is the one furthest beyond what is allowed", () => {
  const difference = compare([1, 1e6], [1.5, 1e6 + 100], { atol: 0, rtol: 1e-3 });
  expect(difference).toMatchObject({ at: "[0]", difference: 0.5, count: 1 });
  const both = compare([1, 10], [1.5, 10.1], { atol: 0, rtol: 1e-3 });
  expect(both).toMatchObject({ at: "[0]", count: 2 });
});

test("is told in one line", () => {
  expect(describeDifference(compare([[1, 2]], [[1, 2.5]], loose)!)).toBe(
    "x: worst difference 5.00e-1 at [0][1]: expected 2, got 2.5, allowed 1.0e-6",
  );
  expect(describeDifference(compare([1, 2], [1], loose)!)).toBe("x: mismatch: expected 2 entries, got 1 entries");
  expect(describeDifference(compare(1, undefined)!)).toBe("x: mismatch: expected 1, got nothing");
});
