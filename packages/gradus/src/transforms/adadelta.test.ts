import fc from "fast-check";
import { expect, test } from "vitest";
import { scaleByAdadelta } from "../index.ts";
import { updatesFor } from "./gradient-stream.ts";

const [decay, epsilon] = [0.9, 1e-4];

test("algorithm 1 of the paper, on any gradients", () => {
  const direction = scaleByAdadelta({ decay, epsilon });
  fc.assert(
    fc.property(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 6, maxLength: 6 }), (gradients) => {
      let [v, w] = [0, 0];
      const rows = updatesFor(
        direction,
        gradients.map((g) => [g]),
      );
      for (const [i, g] of gradients.entries()) {
        v = decay * v + (1 - decay) * g * g;
        const u = (Math.sqrt(w + epsilon) / Math.sqrt(v + epsilon)) * g;
        w = decay * w + (1 - decay) * u * u;
        expect(rows[i]![0]).toBeCloseTo(u, 12);
      }
    }),
    { numRuns: 20 },
  );
});

test("the first step is √(ε/(1 − ρ)), whatever the gradient's size, and steps grow from there", () => {
  const rows = updatesFor(scaleByAdadelta({ decay, epsilon }), Array(30).fill([1000]));
  expect(rows[0]![0]).toBeCloseTo(Math.sqrt(epsilon / (1 - decay)), 7);
  for (const [i, [u]] of rows.slice(1).entries()) expect(u).toBeGreaterThan(rows[i]![0]! * 0.9);
  expect(rows.at(-1)![0]).toBeGreaterThan(rows[0]![0]!);
});
