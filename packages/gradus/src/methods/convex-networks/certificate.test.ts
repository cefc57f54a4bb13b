import fc from "fast-check";
import { expect, test } from "vitest";
import { outputLosses, type ReluTraining } from "../../core/relu-training.ts";
import { generator } from "../../engine/random.ts";
import { certify } from "./certificate.ts";
import { enumeratePatterns2d } from "./patterns.ts";
import { networkObjective } from "./relu-network.ts";

const random = (seed: number): ReluTraining => {
  const draw = generator(seed);
  const X = { rows: 6, columns: 2, data: draw.normals(12) };
  return { X, y: draw.normals(6), beta: 0.2, loss: outputLosses["half-squared"] };
};

test("no network is below the bound that another network gives", () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), (seed, other) => {
      const data = random(seed);
      const network = (of: number) => {
        const draw = generator(of);
        return { U: { rows: 2, columns: 3, data: draw.normals(6) }, alpha: draw.normals(3) };
      };
      const { lowerBound, objective, gap } = certify(data, enumeratePatterns2d(data.X), network(other));
      expect(objective).toBe(networkObjective(network(other), data));
      expect(gap).toBeGreaterThan(-1e-9);
      for (const rival of [1, 2, 3]) expect(networkObjective(network(rival), data)).toBeGreaterThan(lowerBound - 1e-9);
      const zero = { U: { rows: 2, columns: 1, data: new Float64Array(2) }, alpha: new Float64Array(1) };
      expect(networkObjective(zero, data)).toBeGreaterThan(lowerBound - 1e-9);
    }),
    { numRuns: 60 },
  );
});

test("the zero network is certified where β is large enough, and by no more than that", () => {
  const zero = { U: { rows: 2, columns: 1, data: new Float64Array(2) }, alpha: new Float64Array(1) };
  const data = random(3);
  const patterns = enumeratePatterns2d(data.X);
  const { pressure } = certify({ ...data, beta: 1 }, patterns, zero);
  expect(certify({ ...data, beta: pressure * 1.001 }, patterns, zero).gap).toBeLessThan(1e-9);
  const small = certify({ ...data, beta: pressure * 0.9 }, patterns, zero);
  expect(small.pressure).toBeCloseTo(1 / 0.9, 6);
  expect(small.gap).toBeGreaterThan(1e-3);
});

test("a loss without a conjugate has no certificate", () => {
  const { conjugate: _, ...loss } = outputLosses["half-squared"];
  const data = { ...random(1), loss };
  const zero = { U: { rows: 2, columns: 1, data: new Float64Array(2) }, alpha: new Float64Array(1) };
  expect(() => certify(data, enumeratePatterns2d(data.X), zero)).toThrow(
    "the loss must have a conjugate, got 'half-squared'",
  );
});
