import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generator, powerLaw } from "../index.ts";

describe("a power law", () => {
  const positive = fc.double({ min: 0.1, max: 10, noNaN: true });

  test("is found exactly where points lie on one, and its interval is a point", () => {
    fc.assert(
      fc.property(fc.double({ min: -3, max: 3, noNaN: true }), positive, (exponent, factor) => {
        const law = powerLaw([1, 2, 5, 11].map((x) => [x, factor * x ** exponent]));
        expect(law.exponent).toBeCloseTo(exponent, 10);
        expect(law.factor).toBeCloseTo(factor, 8);
        expect(law.high - law.low).toBeLessThan(1e-6);
      }),
    );
  });

  test("does not change when units do", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(positive, positive), { minLength: 3, maxLength: 9 }), positive, (points, unit) => {
        fc.pre(new Set(points.map(([x]) => x)).size > 1);
        fc.pre(Math.max(...points.map(([x]) => x)) / Math.min(...points.map(([x]) => x)) > 1.1);
        const [first, second] = [powerLaw(points), powerLaw(points.map(([x, y]) => [unit * x, unit * y]))];
        expect(second.exponent).toBeCloseTo(first.exponent, 6);
        expect(second.high - second.low).toBeCloseTo(first.high - first.low, 5);
      }),
    );
  });

  test.each([3, 5, 12, 40])("covers its exponent in 95 of 100 samples of %i points", (count) => {
    const random = generator(count);
    let covered = 0;
    for (let sample = 0; sample < 4000; sample++) {
      const points = Array.from({ length: count }, (_, i): [number, number] => [
        2 ** i,
        2 ** (1.5 * i) * Math.exp(0.3 * random.normal()),
      ]);
      const { low, high } = powerLaw(points);
      if (low <= 1.5 && 1.5 <= high) covered++;
    }
    // Four standard deviations of a share of 4000.
    expect(Math.abs(covered / 4000 - 0.95)).toBeLessThan(0.014);
  });

  test("goes through two points, with no interval to speak of", () => {
    expect(
      powerLaw([
        [1, 3],
        [10, 300],
      ]),
    ).toMatchObject({ low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY });
  });

  test("is refused for points that have none", () => {
    expect(() => powerLaw([])).toThrow("two different x, got 0 points");
    expect(() =>
      powerLaw([
        [2, 1],
        [2, 3],
      ]),
    ).toThrow("two different x, got 2 points with one");
    expect(() =>
      powerLaw([
        [2, 0],
        [3, 1],
      ]),
    ).toThrow("positive finite numbers, got 0");
    expect(() =>
      powerLaw([
        [2, 1],
        [3, Number.NaN],
      ]),
    ).toThrow("got NaN");
  });
});
