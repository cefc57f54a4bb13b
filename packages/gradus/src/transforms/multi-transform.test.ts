import type { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import {
  accumulateMomentum,
  averageUniformly,
  chain,
  multiTransform,
  namedChain,
  scale,
  scaleByBelief,
  scaleByLearningRate,
  setToZero,
  trees,
} from "../index.ts";
import { arrays, feed } from "./feed.ts";

const start = { weight: [[1, 2]], bias: [3], gain: 4 };
const gradients = [
  { weight: [[1, -1]], bias: [2], gain: 3 },
  { weight: [[2, 5]], bias: [-1], gain: 1 },
];

describe("different transformations for different arrays", () => {
  const matrices = chain(accumulateMomentum(0.9), scaleByLearningRate(0.1));
  const rest = chain(scaleByBelief(), scaleByLearningRate(0.5));
  const method = multiTransform({ matrices, rest, frozen: setToZero() }, (path, array) => {
    if (path === "gain") return "frozen";
    return array.ndim === 2 ? "matrices" : "rest";
  });

  test("are each what they are alone", () => {
    const rows = feed(method, start, gradients);
    const weight = feed(
      matrices,
      { weight: start.weight },
      gradients.map((g) => ({ weight: g.weight })),
    );
    const bias = feed(
      rest,
      { bias: start.bias },
      gradients.map((g) => ({ bias: g.bias })),
    );
    for (const [i, { params }] of rows.entries()) {
      expect(params).toEqual([...weight[i]!.params, ...bias[i]!.params, 4]);
    }
  });

  test("report under their labels", () => {
    expect(method.reportNumbers!(1)).toEqual({ "matrices.learningRate": 0.1, "rest.learningRate": 0.5 });
  });

  test("keep state for their own arrays only, under their labels", () => {
    const params = arrays(start);
    const state = method.init(params);
    expect(Object.keys(state)).toEqual(["matrices", "rest", "frozen"]);
    expect(trees.leaves<np.Array>(state["matrices"]!).map((leaf) => leaf.shape)).toEqual([[1, 2]]);
    trees.dispose([state, params]);
  });
});

test("labels may be a tree; a label without arrays has no part", () => {
  const method = multiTransform(
    { still: scale(0), twice: scale(2), unused: chain(scale(3), averageUniformly()) },
    { weight: "still", bias: "twice", gain: "twice" },
  );
  const [row] = feed(method, start, gradients.slice(0, 1));
  expect(row!.updates.map(Math.abs)).toEqual([0, 0, 4, 6]);
  expect(row!.answer).toEqual(row!.params);
});

test("an unknown label is named, with the nearest one", () => {
  const method = multiTransform({ matrices: scale(1), rest: scale(1) }, (() => "matrixes") as never);
  expect(() => feed(method, start, gradients)).toThrow(
    "multiTransform: unknown label 'matrixes': did you mean 'matrices'?",
  );
  const partial = multiTransform({ matrices: scale(1) }, { weight: "matrices" });
  expect(() => feed(partial, start, gradients)).toThrow(
    "multiTransform: labels must give a label for 'bias', got undefined",
  );
});

describe("a named chain", () => {
  const links = { direction: scaleByBelief(), step: scaleByLearningRate(0.1), mean: averageUniformly() };

  test("does what the chain does, with its state by name", () => {
    const named = namedChain(links);
    expect(feed(named, start, gradients)).toEqual(feed(chain(...Object.values(links)), start, gradients));
    const params = arrays(start);
    const state = named.init(params);
    expect(Object.keys(state)).toEqual(["direction", "step", "mean"]);
    expect(Object.keys(state.direction.m)).toEqual(["weight", "bias", "gain"]);
    expect(named.reportNumbers!(1)).toEqual({ learningRate: 0.1 });
    trees.dispose([params, state as never]);
  });

  test("refuses names that an object would put first", () => {
    expect(() => namedChain({ ...links, 0: scale(2) })).toThrow(
      "namedChain: a name must not be a whole number, got '0'",
    );
  });
});
