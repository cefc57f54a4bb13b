import fc from "fast-check";
import { expect, test } from "vitest";
import { scaleByAdamax } from "../index.ts";
import { updatesFor } from "./gradient-stream.ts";

test("algorithm 2 of the paper, with ε beside the gradient's size", () => {
  const [beta1, beta2, epsilon] = [0.8, 0.95, 1e-8];
  const direction = scaleByAdamax({ beta1, beta2, epsilon });
  fc.assert(
    fc.property(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 6, maxLength: 6 }), (gradients) => {
      let [m, w] = [0, 0];
      const rows = updatesFor(
        direction,
        gradients.map((g) => [g]),
      );
      for (const [i, g] of gradients.entries()) {
        m = beta1 * m + (1 - beta1) * g;
        w = Math.max(beta2 * w, Math.abs(g) + epsilon);
        expect(rows[i]![0]).toBeCloseTo(m / (1 - beta1 ** (i + 1)) / w, 11);
      }
    }),
    { numRuns: 20 },
  );
});

test("under gradients of one size no direction is longer than 1", () => {
  const rows = updatesFor(
    scaleByAdamax(),
    [1, -1, 1, 1, -1, 1].map((g) => [g]),
  );
  for (const [u] of rows) expect(Math.abs(u!)).toBeLessThanOrEqual(1);
  expect(rows[0]![0]).toBeCloseTo(1, 7);
});

test("a gradient that is always 0 gives 0, not NaN", () => {
  expect(updatesFor(scaleByAdamax(), Array(3).fill([0]))).toEqual(Array(3).fill([0]));
});
