import type { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import {
  accumulateMomentum,
  addDecayedWeights,
  averageUniformly,
  chain,
  clipByGlobalNorm,
  identity,
  masked,
  type PerLeaf,
  scale,
  scaleByLearningRate,
  standalone,
  trees,
} from "../index.ts";
import { arrays, entries, feed } from "./feed.ts";

const start = { a: [1, 2], b: [3], c: 4 };
const ones = { a: [1, 1], b: [1], c: 1 };

/** What a mask gives to each leaf of a nested tree, seen by what is scaled to 0. */
function chosen(mask: PerLeaf<boolean>): number[] {
  const { weight, bias } = arrays({ weight: [[1, 2]], bias: [3] });
  const params = { layers: [{ weight: weight!, bias: bias! }], head: arrays({ gain: 5 })["gain"]! };
  const optimizer = standalone(masked(scale(0), mask));
  const state = optimizer.init(params);
  const [updates] = optimizer.update(trees.ref(params), state, params);
  trees.dispose(params);
  return entries(updates).map((value) => Number(value === 0));
}

describe("a mask", () => {
  test("is a tree of booleans, in which one may stand for a branch", () => {
    expect(chosen({ layers: [{ weight: true, bias: false }], head: false })).toEqual([1, 1, 0, 0]);
    expect(chosen({ layers: true, head: false })).toEqual([1, 1, 1, 0]);
    expect(chosen(true)).toEqual([1, 1, 1, 1]);
    expect(chosen(false)).toEqual([0, 0, 0, 0]);
  });

  test("or a function of path and array", () => {
    const paths: string[] = [];
    const isMatrix = (path: string, array: np.Array) => {
      paths.push(path);
      return array.ndim === 2;
    };
    expect(chosen(isMatrix)).toEqual([1, 1, 0, 0]);
    expect([...new Set(paths)]).toEqual(["layers.0.weight", "layers.0.bias", "head"]);
  });

  test("that does not fit is named by its path", () => {
    expect(() => chosen({ layers: [{ weight: true, bais: false }], head: false } as never)).toThrow(
      "masked: mask: unknown parameter 'layers.0.bais': did you mean 'layers.0.bias'?",
    );
    expect(() => chosen({ layers: [{ weight: true }], head: false } as never)).toThrow(
      "masked: mask must give true or false for 'layers.0.bias', got undefined",
    );
    expect(() => chosen({ layers: true, head: { gain: true } })).toThrow(
      "masked: mask must give true or false for 'head', got a branch",
    );
    expect(() => chosen(() => 1 as never)).toThrow("masked: mask must give true or false for 'layers.0.weight', got 1");
  });
});

test("what is not chosen passes through and has no state; norms are over what is chosen", () => {
  const part = masked(chain(clipByGlobalNorm(1), accumulateMomentum(0.9)), { a: false, b: true, c: true });
  const params = arrays(start);
  const state = part.init(params);
  expect(trees.leaves<np.Array>(state).map((leaf) => leaf.shape)).toEqual([[1], []]);
  trees.dispose([state, params]);
  const [row] = feed(part, start, [{ a: [7, 7], b: [3], c: 4 }]);
  expect(row!.updates).toEqual([7, 7, expect.closeTo(0.6, 13), expect.closeTo(0.8, 13)]);
});

test("where nothing is chosen, the transformation inside is left out", () => {
  expect(feed(masked(clipByGlobalNorm(1), false), start, [ones])[0]!.updates).toEqual([1, 1, 1, 1]);
});

test("the answer is the inner one for what is chosen, and the parameters for the rest", () => {
  const method = chain(scaleByLearningRate(1), masked(averageUniformly(), { a: true, b: false, c: false }));
  const rows = feed(method, start, [ones, ones, ones]);
  expect(rows[2]!.params).toEqual([-2, -1, 0, 1]);
  expect(rows[2]!.answer).toEqual([expect.closeTo(-1, 13), expect.closeTo(0, 13), 0, 1]);
});

test("masks nest: an inner one need not say what the outer one took out", () => {
  const inner = masked(scale(0), { a: { never: "asked" }, b: true, c: false } as never);
  expect(feed(masked(inner, { a: false, b: true, c: true }), start, [ones])[0]!.updates).toEqual([1, 1, 0, 1]);
});

describe("weight decay with a mask", () => {
  test("decays what is chosen", () => {
    const method = addDecayedWeights(0.5, { mask: (path) => path !== "b" });
    expect(feed(method, start, [ones])[0]!.updates).toEqual([1.5, 2, 1, 3]);
    expect(feed(addDecayedWeights(0.5), start, [ones])[0]!.updates).toEqual([1.5, 2, 2.5, 3]);
  });

  test("follows a schedule", () => {
    const rows = feed(
      addDecayedWeights((step) => step),
      { w: 2 },
      [{ w: 0 }, { w: 0 }],
    );
    expect(rows.map(({ updates }) => updates[0])).toEqual([0, 2]);
  });

  test("says at the start if the mask does not fit", () => {
    const params = arrays(start);
    expect(() => addDecayedWeights(0.5, { mask: { a: true, b: true } }).init(params)).toThrow(
      "addDecayedWeights: mask must give true or false for 'c', got undefined",
    );
    expect(() => addDecayedWeights(0.5, { msak: true } as never)).toThrow("did you mean 'mask'?");
    trees.dispose(params);
  });
});

test("identity changes nothing", () => {
  expect(feed(identity(), start, [ones])[0]!.updates).toEqual([1, 1, 1, 1]);
});
