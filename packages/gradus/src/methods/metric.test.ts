import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { innerProducts } from "../engine/linear-algebra/inner-products.ts";
import { apply, identity, type Matrix, toRows } from "../engine/linear-algebra/matrix.ts";
import { dot, norm } from "../engine/linear-algebra/vector.ts";
import { generator } from "../engine/random.ts";
import { metricOf } from "./metric.ts";

/** A positive definite matrix. */
function positive(n: number, seed: number): Matrix {
  const M: Matrix = { rows: n, columns: n, data: generator(seed).normals(n * n) };
  const gram = innerProducts(M, M);
  return { ...gram, data: gram.data.map((value, k) => value + (k % (n + 1) === 0 ? 1 : 0)) };
}

const close = (a: number, b: number) => expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(b)));

test("every kind of metric solves what it applies, and its norms are dual to each other", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 1000 }), (n, seed) => {
      const B = positive(n, seed);
      const [g, h] = [generator(seed + 1).normals(n), generator(seed + 2).normals(n)];
      for (const option of [undefined, Float64Array.from({ length: n }, (_, i) => i + 0.5), B, toRows(B)]) {
        const metric = metricOf("m", option, n);
        metric.solve(metric.apply(h)).forEach((value, i) => {
          close(value, h[i]!);
        });
        close(metric.norm(h) ** 2, dot(h, metric.apply(h)));
        close(metric.dualNorm(g) ** 2, dot(g, metric.solve(g)));
        close(norm(metric.whiten(g)), metric.dualNorm(g));
        close(metric.norm(metric.unwhiten(g)), norm(g));
        // Cauchy and Schwarz.
        expect(Math.abs(dot(g, h))).toBeLessThanOrEqual(metric.dualNorm(g) * metric.norm(h) * (1 + 1e-12));
        const H = positive(n, seed + 3);
        const sum = apply(metric.regularize(H, 0.3), h);
        const parts = [apply(H, h), metric.apply(h)] as const;
        sum.forEach((value, i) => {
          close(value, parts[0][i]! + 0.3 * parts[1][i]!);
        });
      }
    }),
    { numRuns: 40 },
  );
});

describe("a metric that is none is refused", () => {
  test.each([
    [[1, 0, 2], /diagonal must be positive, got 0/],
    [[1, Number.NaN, 2], /diagonal must be positive, got NaN/],
    [[1, 2], /must be of 3 parameters, got one of 2/],
    [identity(4), /must be of 3 parameters, got one of 4/],
    [{ ...identity(3), data: Float64Array.of(1, 0, 0, 0, -1, 0, 0, 0, 1) }, /must be symmetric positive definite/],
  ])("%j", (option, message) => {
    expect(() => metricOf("m", option, 3)).toThrow(message);
  });
});
