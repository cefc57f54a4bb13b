import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OptionError, scaleByRms } from "../index.ts";
import { updatesFor } from "./gradient-stream.ts";

const sequences = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 5, maxLength: 5 });

describe("the formula, on any gradients", () => {
  test.each([
    {},
    { epsilonInRoot: true, epsilon: 0.01 },
    { centered: true, epsilon: 1e-3 },
    { centered: true, epsilonInRoot: true, epsilon: 1e-3, decay: 0.5 },
  ])("%j", (options) => {
    const { decay = 0.9, epsilon = 1e-8, epsilonInRoot = false, centered = false } = options as Record<string, never>;
    const direction = scaleByRms(options);
    fc.assert(
      fc.property(sequences, (gradients) => {
        let [v, m] = [0, 0];
        const rows = updatesFor(
          direction,
          gradients.map((g) => [g]),
        );
        for (const [i, g] of gradients.entries()) {
          v = decay * v + (1 - decay) * g * g;
          m = decay * m + (1 - decay) * g;
          const spread = centered ? Math.max(v - m * m, 0) : v;
          const expected = g / (epsilonInRoot ? Math.sqrt(spread + epsilon) : Math.sqrt(spread) + epsilon);
          expect(rows[i]![0]! / (1 + Math.abs(expected))).toBeCloseTo(expected / (1 + Math.abs(expected)), 9);
        }
      }),
      { numRuns: 20 },
    );
  });
});

test("the first direction has length 1/√(1 − β), for lack of a bias correction", () => {
  expect(updatesFor(scaleByRms({ decay: 0.99 }), [[7, -7]])[0]).toEqual([
    expect.closeTo(10, 6),
    expect.closeTo(-10, 6),
  ]);
});

test("centered, under a constant gradient, rounding cannot make the variance negative", () => {
  for (const [u] of updatesFor(scaleByRms({ decay: 0.1, centered: true }), Array(100).fill([0.1]))) {
    expect(u).toBeGreaterThan(0);
    expect(Number.isFinite(u)).toBe(true);
  }
});

test("names what is wrong", () => {
  expect(() => scaleByRms({ decay: -0.1 })).toThrow(OptionError);
  expect(() => scaleByRms({ centred: true } as object)).toThrow(/did you mean 'centered'/);
});
