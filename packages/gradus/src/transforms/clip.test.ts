import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clipAdaptively, clipByGlobalNorm, clipByNorm, clipByValue, schedules, standalone, trees } from "../index.ts";
import { feed } from "./feed.ts";

const entry = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const gradients = fc.record({
  a: fc.array(entry, { minLength: 3, maxLength: 3 }),
  b: fc.array(entry, { minLength: 2, maxLength: 2 }),
});
const start = { a: [0, 0, 0], b: [0, 0] };
const norm = (values: number[]) => Math.hypot(...values);

describe("clipping by the global norm", () => {
  const optimizer = standalone(clipByGlobalNorm(5));

  test("never exceeds the bound, keeps the direction, and leaves short updates alone", () => {
    fc.assert(
      fc.property(gradients, (g) => {
        const before = [...g.a, ...g.b];
        const after = feed(optimizer, start, [g])[0]!.updates;
        const factor = Math.min(1, 5 / norm(before));
        expect(norm(after)).toBeLessThanOrEqual(5 * (1 + 1e-12));
        for (const [i, value] of after.entries()) expect(value).toBeCloseTo(before[i]! * factor, 10);
        if (norm(before) <= 5) expect(after).toEqual(before);
      }),
    );
  });

  test("of nothing is nothing; NaN is not hidden", () => {
    expect(feed(optimizer, start, [start])[0]!.updates).toEqual([0, 0, 0, 0, 0]);
    expect(feed(optimizer, start, [{ ...start, b: [Number.NaN, 1] }])[0]!.updates[4]).toBeNaN();
  });

  test("divides by a little more than the norm where that is asked for", () => {
    const padded = clipByGlobalNorm(2, { epsilon: 1 });
    const norms = feed(padded, { a: [0, 0] }, [{ a: [3, 4] }, { a: [0.3, 0.4] }]).map(({ updates }) => norm(updates));
    expect(norms).toEqual([10 / 6, 0.5].map((n) => expect.closeTo(n, 12)));
    expect(() => clipByGlobalNorm(1, { epsilon: -1 })).toThrow(/epsilon must be .* got -1/);
  });

  test("follows a schedule of the bound", () => {
    const scheduled = clipByGlobalNorm(schedules.linear({ from: 4, to: 2, steps: 2 }));
    const norms = feed(scheduled, { a: [0, 0] }, [{ a: [30, 40] }, { a: [30, 40] }, { a: [30, 40] }]);
    expect(norms.map(({ updates }) => norm(updates))).toEqual([4, 3, 2].map((n) => expect.closeTo(n, 12)));
  });
});

test("clipping by norm bounds each array by itself", () => {
  const optimizer = standalone(clipByNorm(5));
  fc.assert(
    fc.property(gradients, (g) => {
      const after = feed(optimizer, start, [g])[0]!.updates;
      const parts = [
        [g.a, after.slice(0, 3)],
        [g.b, after.slice(3)],
      ] as const;
      for (const [before, clipped] of parts) expect(norm(clipped)).toBeCloseTo(Math.min(5, norm(before)), 10);
    }),
  );
});

test("clipping by value bounds each entry, and is the identity within the bound", () => {
  const optimizer = standalone(clipByValue(0.5));
  fc.assert(
    fc.property(gradients, (g) => {
      const expected = [...g.a, ...g.b].map((value) => Math.max(-0.5, Math.min(0.5, value)));
      const after = feed(optimizer, start, [g])[0]!.updates;
      for (const [i, value] of after.entries()) expect(Math.abs(value - expected[i]!)).toBe(0);
    }),
  );
  expect(feed(optimizer, { a: [0] }, [{ a: [Number.NaN] }])[0]!.updates[0]).toBeNaN();
});

describe("adaptive clipping", () => {
  const weights = {
    weight: [
      [3, 4],
      [0, 0],
    ],
    bias: [0.6, 0.8],
  };
  const pushed = {
    weight: [
      [0, 30],
      [4, 0],
    ],
    bias: [0, 0.1],
  };

  test("bounds each unit by a share of its weights' norm, or of ε; a bias is one unit", () => {
    const rows = feed(clipAdaptively({ ratio: 0.2, epsilon: 0.5 }), weights, [pushed]);
    const expected = [0, 0.2 * 5, 0.2 * 0.5, 0, 0, 0.1];
    expect(rows[0]!.updates).toEqual(expected.map((value) => expect.closeTo(value, 13)));
  });

  test("with units along the last axis, takes columns for them", () => {
    const rows = feed(clipAdaptively({ ratio: 0.2, epsilon: 0.5, outputAxis: -1 }), weights, [pushed]);
    const expected = [0, 0.2 * 4, 0.2 * 3, 0, 0, 0.1];
    expect(rows[0]!.updates).toEqual(expected.map((value) => expect.closeTo(value, 13)));
  });

  test("leaves a gradient of 0 at 0, and checks its options", () => {
    const none = feed(clipAdaptively(), { w: [1, 2] }, [(params) => trees.map((w) => w.ref.sub(w), params)]);
    expect(none[0]!.updates).toEqual([0, 0]);
    expect(() => clipAdaptively({ outputAxis: 1 as never })).toThrow(
      "clipAdaptively: outputAxis must be 0 or -1, got 1",
    );
  });
});

test("a bound must be positive", () => {
  expect(() => clipByGlobalNorm(-1)).toThrow(
    "clipByGlobalNorm: largest must be a positive number or a schedule, got -1",
  );
  expect(() => clipByNorm(0)).toThrow("clipByNorm: largest");
  expect(() => clipByValue(Number.NaN)).toThrow("clipByValue: largest");
});
