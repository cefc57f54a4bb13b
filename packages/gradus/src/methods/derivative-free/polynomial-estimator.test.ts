import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generator } from "../../engine/random.ts";
import { allMonomials, regressors } from "./monomials.ts";
import { fitPolynomial } from "./polynomial-estimator.ts";

const seed = fc.integer({ min: 0, max: 10_000 });

describe("a fit", () => {
  test("finds a polynomial from enough of its values", () => {
    fc.assert(
      fc.property(seed, (s) => {
        const random = generator(s);
        const monomials = allMonomials(2, 2);
        const truth = random.normals(6);
        const X = Array.from({ length: 12 }, () => random.normals(2));
        const value = (x: Float64Array) => regressors(x, monomials).reduce((sum, v, i) => sum + v * truth[i]!, 0);
        const { theta, estimate } = fitPolynomial(X, X.map(value), monomials);
        for (const [i, v] of theta.entries()) expect(v).toBeCloseTo(truth[i]!, 8);
        const other = random.normals(2);
        expect(estimate(other)).toBeCloseTo(value(other), 8);
      }),
    );
  });

  test("of fewer values than coefficients goes through all of them, with the least norm", () => {
    fc.assert(
      fc.property(seed, (s) => {
        const random = generator(s);
        const monomials = allMonomials(2, 3);
        const X = Array.from({ length: 4 }, () => random.normals(2));
        const h = random.normals(4);
        const { theta, phi, estimate } = fitPolynomial(X, h, monomials);
        for (const [l, x] of X.entries()) expect(estimate(x)).toBeCloseTo(h[l]!, 8);
        // Of least norm: a combination of the rows, so that fitting it by them leaves nothing.
        const columns = phi[0]!.length;
        const rows = Array.from({ length: columns }, (_, i) => phi.map((row) => row[i]!));
        const inRows = fitPolynomial(rows, theta, [[0], [1], [2], [3]], { cutoff: 1e-12 });
        for (const [i, row] of rows.entries()) expect(inRows.estimate(row)).toBeCloseTo(theta[i]!, 7);
      }),
      { numRuns: 30 },
    );
  });

  test("of one value is a multiple of the regressors", () => {
    const { theta } = fitPolynomial([[2, 1]], [12], allMonomials(2, 1));
    expect([...theta]).toEqual([4, 2, 2].map((v) => expect.closeTo(v, 12)));
  });

  test("of what is not finite has coefficients that are not numbers", () => {
    expect([...fitPolynomial([[1]], [Number.NaN], [[0]]).theta]).toEqual([Number.NaN, Number.NaN]);
    expect([...fitPolynomial([[Number.NaN]], [1], [[0]]).theta]).toEqual([Number.NaN, Number.NaN]);
  });

  test("refuses points and values that do not go together", () => {
    expect(() => fitPolynomial([[1], [2]], [1], [[0]])).toThrow("b must have 2 entries, got 1");
  });
});
