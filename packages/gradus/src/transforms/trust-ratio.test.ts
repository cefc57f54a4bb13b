import { numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import { OptionError, scaleByTrustRatio, standalone } from "../index.ts";
import { updatesFor } from "./gradient-stream.ts";

test("an update gets η times the length of its parameters and keeps its direction", () => {
  const [u] = updatesFor(scaleByTrustRatio({ coefficient: 0.1 }), [[30, 40]], [6, 8]);
  expect(u).toEqual([expect.closeTo(0.6, 12), expect.closeTo(0.8, 12)]);
});

test("each tensor has its own ratio", () => {
  const optimizer = standalone(scaleByTrustRatio());
  const params = { a: np.array([3, 4]), b: np.array([[10]]) };
  const [updates] = optimizer.update({ a: np.array([0, 2]), b: np.array([[-4]]) }, optimizer.init(params), params);
  expect(updates.a.js()).toEqual([0, 5]);
  expect(updates.b.js()).toEqual([[-10]]);
});

test("where a norm is 0 the ratio is 1", () => {
  expect(updatesFor(scaleByTrustRatio(), [[3, 4]], [0, 0])).toEqual([[3, 4]]);
  expect(updatesFor(scaleByTrustRatio(), [[0, 0]], [3, 4])).toEqual([[0, 0]]);
});

test("decay in the way of LARS: norms are added in the denominator, decay is part of the update", () => {
  const [u] = updatesFor(scaleByTrustRatio({ coefficient: 0.5, weightDecay: 0.2, epsilon: 1 }), [[0, 2]], [5, 0]);
  const ratio = (0.5 * 5) / (2 + 0.2 * 5 + 1);
  expect(u).toEqual([expect.closeTo(ratio * 1, 12), expect.closeTo(ratio * 2, 12)]);
});

test("names what is wrong", () => {
  expect(() => scaleByTrustRatio({ coefficient: 0 })).toThrow(OptionError);
});
