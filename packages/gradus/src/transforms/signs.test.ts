import type { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../engine/live-arrays.ts";
import {
  chain,
  OptionError,
  type Signs,
  scaleByAdam,
  scaleByLearningRate,
  scaleBySigns,
  standalone,
  trees,
} from "../index.ts";
import { arrays, feed, type Numbers } from "./feed.ts";

const start = {
  W: [
    [0, 0, 0],
    [0, 0, 0],
  ],
  b: [0, 0],
  c: 0,
};
const gradient = {
  W: [
    [1, 2, 3],
    [4, 5, 6],
  ],
  b: [7, 8],
  c: 9,
};
const updatesOf = (signs: Signs, given: Numbers = gradient) => feed(scaleBySigns(signs), start, [given])[0]!.updates;

describe("signs", () => {
  test.each<[string, Signs, number[]]>([
    ["one for all", -1, [-1, -2, -3, -4, -5, -6, -7, -8, -9]],
    ["one a layer", { W: -1, b: 1, c: 1 }, [-1, -2, -3, -4, -5, -6, 7, 8, 9]],
    ["one a column", { W: [-1, 1, 1], b: 1, c: 1 }, [-1, 2, 3, -4, 5, 6, 7, 8, 9]],
    ["one a row", { W: [[-1], [1]], b: 1, c: 1 }, [-1, -2, -3, 4, 5, 6, 7, 8, 9]],
    [
      "one a weight",
      {
        W: [
          [1, -1, 1],
          [1, 1, -1],
        ],
        b: [1, -1],
        c: -1,
      },
      [1, -2, 3, 4, 5, -6, 7, -8, -9],
    ],
    ["smooth", { W: 0.5, b: 0, c: -0.25 }, [0.5, 1, 1.5, 2, 2.5, 3, 0, 0, -2.25]],
    [
      "by a function",
      (path, array) => (array.ndim === 2 ? [-1, 1, 1] : path === "b" ? [1, -1] : 1),
      [-1, 2, 3, -4, 5, 6, 7, -8, 9],
    ],
  ])("%s", (_, signs, expected) => {
    expect(updatesOf(signs)).toEqual(expected);
  });

  test("twice are the identity, and never change a length", () => {
    const sign = fc.constantFrom(-1, 1);
    const size = fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((x) => x + 0);
    fc.assert(
      fc.property(
        fc.array(sign, { minLength: 3, maxLength: 3 }),
        fc.array(size, { minLength: 3, maxLength: 3 }),
        (s, g) => {
          const link = scaleBySigns({ x: s });
          const [once] = feed(link, { x: [0, 0, 0] }, [{ x: g }]);
          const [twice] = feed(chain(link, link), { x: [0, 0, 0] }, [{ x: g }]);
          expect(twice!.updates.map((x) => x + 0)).toEqual(g.map((x) => x + 0));
          expect(once!.updates.map(Math.abs)).toEqual(g.map(Math.abs));
        },
      ),
      { numRuns: 20 },
    );
  });

  test.each<[unknown, string]>([
    [{ W: [-1, 1], b: 1, c: 1 }, "scaleBySigns: signs of shape [2] do not broadcast to 'W' of shape [2,3]"],
    [{ W: 2, b: 1, c: 1 }, "scaleBySigns: signs must be numbers in [−1, 1] for 'W', got 2"],
    [{ W: Number.NaN, b: 1, c: 1 }, "scaleBySigns: signs must be numbers in [−1, 1] for 'W', got NaN"],
    [{ W: [[1, 1, 1], [1]], b: 1, c: 1 }, "scaleBySigns: signs must be lists of equal length for 'W'"],
    [{ W: 1, b: 1 }, "scaleBySigns: signs must be numbers in [−1, 1] for 'c', got undefined"],
    [{ W: 1, b: 1, c: 1, d: 1 }, "scaleBySigns: signs: unknown parameter 'd'"],
    [{ W: 1, b: [[[1, 1]]], c: 1 }, "scaleBySigns: signs of shape [1,1,2] do not broadcast to 'b' of shape [2]"],
    [{ W: [], b: 1, c: 1 }, "scaleBySigns: signs must be numbers in [−1, 1] for 'W', got "],
  ])("%j do not fit", (signs, message) => {
    const params = arrays(start);
    expect(() => scaleBySigns(signs as Signs).init(params)).toThrow(message);
    expect(() => scaleBySigns(signs as Signs).init(params)).toThrow(OptionError);
    trees.dispose(params);
  });
});

test("any chain can contain them: Adam's first step, turned round for one weight", () => {
  const flipped = chain(scaleByAdam(), scaleBySigns({ x: [1, -1] }), scaleByLearningRate(0.1));
  const [row] = feed(flipped, { x: [0, 0] }, [{ x: [3, 4] }]);
  expect(row!.updates).toEqual([expect.closeTo(-0.1, 8), expect.closeTo(0.1, 8)]);
});

test("leave no arrays behind", async () => {
  const optimizer = standalone(scaleBySigns({ x: [-1, 0.5] }));
  await expectNoLeak(() => {
    const params = arrays({ x: [1, 2] });
    const [updates] = optimizer.update(trees.ref(params), optimizer.init(params), params);
    trees.dispose([params, updates as Record<string, np.Array>]);
  });
});
