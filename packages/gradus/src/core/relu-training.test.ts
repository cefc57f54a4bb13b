import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromRows } from "../engine/linear-algebra/matrix.ts";
import { dot } from "../engine/linear-algebra/vector.ts";
import { checkReluTraining, type OutputLossName, outputLosses, sigmoid, softplus } from "./relu-training.ts";

const names = Object.keys(outputLosses) as OutputLossName[];
const labelsOf = (name: OutputLossName) =>
  name === "half-squared" ? [0.3, -1.2, 2] : name === "cross-entropy" ? [1, 0, 1] : [1, -1, 1];
const vectors = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 });

describe.each(names)("%s", (name) => {
  const loss = outputLosses[name];
  const y = Float64Array.from(labelsOf(name));

  test("its gradient is that of its value, and it lies above its tangents", () => {
    fc.assert(
      fc.property(vectors, vectors, (a, b) => {
        const [at, other] = [Float64Array.from(a), Float64Array.from(b)];
        const gradient = loss.gradient(at, y);
        const tangent =
          loss.value(at, y) +
          dot(
            gradient,
            other.map((v, k) => v - at[k]!),
          );
        expect(loss.value(other, y)).toBeGreaterThanOrEqual(tangent - 1e-9);
        if (!Number.isFinite(loss.smoothness(3))) return;
        const square = other.reduce((sum, v, k) => sum + (v - at[k]!) ** 2, 0);
        expect(loss.value(other, y)).toBeLessThanOrEqual(tangent + (loss.smoothness(3) / 2) * square + 1e-9);
      }),
    );
  });

  test("value and conjugate are equal to the product at the gradient, and above it elsewhere", () => {
    fc.assert(
      fc.property(vectors, vectors, (a, b) => {
        const [at, other] = [Float64Array.from(a), Float64Array.from(b)];
        const nu = loss.gradient(at, y);
        const sum = (p: Float64Array) => loss.value(p, y) + loss.conjugate!(nu, y) - dot(nu, p);
        expect(Math.abs(sum(at))).toBeLessThan(1e-9);
        expect(sum(other)).toBeGreaterThan(-1e-9);
      }),
    );
  });
});

test("numbers that overflow an exponential do not overflow", () => {
  expect(softplus(1e4)).toBe(1e4);
  expect(softplus(-1e4)).toBe(0);
  expect([sigmoid(1e4), sigmoid(-1e4)]).toEqual([1, 0]);
  const value = outputLosses["cross-entropy"].value(Float64Array.of(-1e4), Float64Array.of(1));
  expect(value).toBe(2e4);
});

test("what cannot be trained on is refused in a line", () => {
  const good = { X: fromRows([[1, 2]]), y: Float64Array.of(1), beta: 0.1, loss: outputLosses.hinge };
  expect(() => checkReluTraining("m", good)).not.toThrow();
  for (const [change, message] of [
    [{ X: fromRows([]) }, "m: X must have rows and columns, got 0 × 0"],
    [{ y: Float64Array.of(1, 1) }, "m: y must have an entry for each of 1 rows, got 2"],
    [{ y: Float64Array.of(Number.NaN) }, "m: X and y must be finite, got NaN"],
    [{ beta: 0 }, "m: beta must be a positive number, got 0"],
    [{ y: Float64Array.of(0) }, "m: labels of 'hinge' must be -1 or 1, got 0"],
    [{ radii: Float64Array.of(1) }, "m: radii must have an entry for each of 2 features, got 1"],
    [{ radii: Float64Array.of(1, -1) }, "m: radii must be numbers ≥ 0, got -1"],
  ] as const) {
    expect(() => checkReluTraining("m", { ...good, ...change })).toThrow(message);
  }
});
