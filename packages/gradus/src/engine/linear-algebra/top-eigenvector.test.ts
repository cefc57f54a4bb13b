import fc from "fast-check";
import { expect, test } from "vitest";
import { fromRows, zeros } from "./matrix.ts";
import { topEigenvector } from "./top-eigenvector.ts";
import { cosine, norm } from "./vector.ts";

/** I/d + λ v vᵀ */
function spiked(v: Float64Array, lambda: number) {
  const d = v.length;
  const A = zeros(d, d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) A.data[i * d + j] = (i === j ? 1 / d : 0) + lambda * v[i]! * v[j]!;
  }
  return A;
}

test.each([5, 300])("a direction that stands out of an isotropic background, n = %i", (d) => {
  const v = Float64Array.from({ length: d }, (_, i) => Math.cos(i + 1));
  const unit = v.map((value) => value / norm(v));
  const { value, vector, gap } = topEigenvector(spiked(unit, 0.5));
  expect(Math.abs(cosine(vector, unit))).toBeCloseTo(1, 10);
  expect(value).toBeCloseTo(1 / d + 0.5, 10);
  expect(gap).toBeCloseTo(0.5, 8);
});

test("the largest eigenvalue is meant, not that of largest magnitude; its largest entry is positive", () => {
  const { value, vector } = topEigenvector(
    fromRows([
      [-5, 0],
      [0, 1],
    ]),
  );
  expect(value).toBe(1);
  expect([...vector]).toEqual([0, 1]);
  fc.assert(
    fc.property(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 }), ([a, b, c]) => {
      const { vector: top } = topEigenvector(
        fromRows([
          [a!, b!],
          [b!, c!],
        ]),
      );
      const largest = [...top].reduce((most, entry) => (Math.abs(entry) > Math.abs(most) ? entry : most), 0);
      expect(largest).toBeGreaterThan(0);
      expect(norm(top)).toBeCloseTo(1, 10);
    }),
  );
});

test("a matrix without rows has none, one with a row has no gap below it", () => {
  expect(() => topEigenvector(zeros(0, 0))).toThrow("a row or more");
  expect(topEigenvector(fromRows([[2]]))).toMatchObject({ value: 2, gap: Number.POSITIVE_INFINITY });
});
