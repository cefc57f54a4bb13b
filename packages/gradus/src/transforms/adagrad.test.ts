import { expect, test } from "vitest";
import { OptionError, scaleByAdagrad } from "../index.ts";
import { updatesFor } from "./gradient-stream.ts";

test("under a constant gradient the t-th direction is 1/√t, whatever the gradient's size", () => {
  for (const [t, [u, w]] of updatesFor(scaleByAdagrad(), Array(20).fill([5, -1e-3])).entries()) {
    expect(u).toBeCloseTo(1 / Math.sqrt(t + 1), 8);
    expect(w).toBeCloseTo(-1 / Math.sqrt(t + 1), 6);
  }
});

test("divides by the root of the sum of squares, from where the sum starts", () => {
  const rows = updatesFor(scaleByAdagrad({ initialAccumulator: 9, epsilon: 1 }), [[4], [12]]);
  expect(rows[0]![0]).toBeCloseTo(4 / (5 + 1), 12);
  expect(rows[1]![0]).toBeCloseTo(12 / (13 + 1), 12);
});

test("a gradient that is always 0 gives 0, not NaN", () => {
  expect(updatesFor(scaleByAdagrad(), [[0], [0]])).toEqual([[0], [0]]);
});

test("rejects a negative start", () => {
  expect(() => scaleByAdagrad({ initialAccumulator: -1 })).toThrow(OptionError);
});
