import fc from "fast-check";
import { expect, test } from "vitest";
import { expectNoLeak } from "../engine/live-arrays.ts";
import { chain, fixNorms, masked, OptionError, scaleByLearningRate, trees } from "../index.ts";
import { arrays, feed } from "./feed.ts";

const descent = chain(scaleByLearningRate(0.3), fixNorms());

test("each array keeps its norm, whatever the gradients", () => {
  const entry = fc.double({ min: -5, max: 5, noNaN: true });
  const vector = fc.array(entry, { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(vector, fc.array(vector, { minLength: 1, maxLength: 4 }), (x, gradients) => {
      fc.pre(Math.hypot(...x) > 1e-3);
      const rows = feed(
        descent,
        { x, y: [3, 4] },
        gradients.map((g) => ({ x: g, y: [g[0]!, g[1]!] })),
      );
      for (const { params } of rows) {
        // What is carried exactly through the origin has no direction left.
        if (params.some(Number.isNaN)) continue;
        expect(Math.hypot(...params.slice(0, 3)) / Math.hypot(...x)).toBeCloseTo(1, 9);
        expect(Math.hypot(...params.slice(3))).toBeCloseTo(5, 9);
      }
    }),
    { numRuns: 15 },
  );
});

test("a step is that of the chain before, brought back", () => {
  const [row] = feed(descent, { x: [3, 4] }, [{ x: [10, 0] }]);
  expect(row!.params).toEqual([expect.closeTo(0, 12), expect.closeTo(5, 12)]);
});

test("an array of zeros has no norm to keep, unless it is left out", () => {
  const params = arrays({ W: [[1, 2]], b: [0, 0] });
  expect(() => fixNorms().init(params)).toThrow("fixNorms: every array must start with a norm > 0, got 0");
  expect(() => fixNorms().init(params)).toThrow(OptionError);
  const state = masked(fixNorms(), { W: true, b: false }).init(params);
  trees.dispose([params, state]);
});

test("leaves no arrays behind", async () => {
  await expectNoLeak(() => feed(descent, { x: [3, 4] }, [{ x: [1, 0] }, { x: [0, 1] }]));
});
