import fc from "fast-check";
import { expect, test } from "vitest";
import { OptionError, scaleByLion } from "../index.ts";
import { updatesFor } from "./gradient-stream.ts";

const sequences = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 8, maxLength: 8 });

test("program 1 of the paper: the sign of a mean other than the one kept", () => {
  const [beta1, beta2] = [0.6, 0.9];
  const direction = scaleByLion({ beta1, beta2 });
  fc.assert(
    fc.property(sequences, (gradients) => {
      let m = 0;
      const rows = updatesFor(
        direction,
        gradients.map((g) => [g]),
      );
      for (const [i, g] of gradients.entries()) {
        const mean = beta1 * m + (1 - beta1) * g;
        if (Math.abs(mean) > 1e-12) expect(rows[i]![0]).toBe(Math.sign(mean));
        m = beta2 * m + (1 - beta2) * g;
      }
    }),
    { numRuns: 20 },
  );
});

test("the scale of the loss does not matter", () => {
  const g = [1, -3, 2, 0.5, -4, 1];
  const direction = scaleByLion();
  expect(
    updatesFor(
      direction,
      g.map((x) => [1e-6 * x]),
    ),
  ).toEqual(
    updatesFor(
      direction,
      g.map((x) => [x]),
    ),
  );
});

test("names what is wrong", () => {
  expect(() => scaleByLion({ beta2: 1 })).toThrow(OptionError);
});
