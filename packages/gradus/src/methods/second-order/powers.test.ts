import fc from "fast-check";
import { expect, test } from "vitest";
import { powers } from "./powers.ts";

const at = (value: number, kappa: number, isSigned: boolean) => {
  const { R, scale } = powers({ values: Float64Array.of(value), isSigned }, kappa);
  return [R[0]!, scale[0]!] as const;
};
const kappas = fc.double({ min: 0.5, max: 3, noNaN: true });

test("the factor is the derivative of the power", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 10, noNaN: true }), kappas, fc.boolean(), (value, kappa, isSigned) => {
      const h = 1e-5 * value;
      const slope = (at(value + h, kappa, isSigned)[0] - at(value - h, kappa, isSigned)[0]) / (2 * h);
      expect(at(value, kappa, isSigned)[1]).toBeCloseTo(slope, 5);
    }),
  );
});

test("a residual and the loss that is half its square have the same power, and row for row the same derivative", () => {
  fc.assert(
    fc.property(fc.double({ min: -9, max: 9, noNaN: true }), kappas, (r, kappa) => {
      fc.pre(Math.abs(r) > 1e-3);
      const [signed, scale] = at(r, kappa, true);
      const [power, slope] = at((r * r) / 2, kappa, false);
      expect(Math.abs(signed)).toBeCloseTo(power, 8);
      // ∂L = r ∂r; the row of a negative residual has the other sign, as its R has.
      expect(scale * Math.sign(r)).toBeCloseTo(slope * r, 8);
    }),
  );
});

test("where a loss is 0 its condition is left out or kept, but never infinite", () => {
  expect(at(0, 1, false)).toEqual([0, 0]);
  expect(at(0, 1.5, false)).toEqual([0, 0]);
  expect(at(0, 2, false)).toEqual([0, 1]);
  expect(at(0, 0.5, true)).toEqual([0, 0]);
  expect(at(0, 1, true)[1]).toBeCloseTo(Math.SQRT1_2, 12);
  expect(at(0, 2, true)).toEqual([0, 0]);
});
