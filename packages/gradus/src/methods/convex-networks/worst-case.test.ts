import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dot, norm } from "../../engine/linear-algebra/vector.ts";
import { projectOnL1Epigraph, proxWorstCase, worstCase } from "./worst-case.ts";

const number = fc.double({ min: -3, max: 3, noNaN: true });
const vector = (length: number) =>
  fc.array(number, { minLength: length, maxLength: length }).map((list) => Float64Array.from(list));
const kinds = ["hinge", "logistic", "half-squared"] as const;

describe.each(kinds)("%s", (kind) => {
  test("the worst case is the largest loss at a corner of the box", () => {
    fc.assert(
      fc.property(vector(2), vector(2), fc.constantFrom(-1, 1), (q, x, y) => {
        const e = [0.3, 0.1];
        const corners = [
          [1, 1],
          [1, -1],
          [-1, 1],
          [-1, -1],
        ].map((signs) =>
          worstCase(
            kind,
            q.reduce((sum, ql, l) => sum + ql * (x[l]! + signs[l]! * e[l]!), 0),
            y,
            0,
          ),
        );
        const reach = 0.3 * Math.abs(q[0]!) + 0.1 * Math.abs(q[1]!);
        expect(worstCase(kind, dot(q, x), y, reach)).toBeCloseTo(Math.max(...corners), 9);
      }),
    );
  });

  test("no point near or far is better than the prox", () => {
    fc.assert(
      fc.property(vector(3), vector(3), vector(3), fc.constantFrom(-1, 1), (q0, x, other, y) => {
        const [e, kappa] = [Float64Array.of(0.2, 0.5, 0), 0.7];
        const value = (q: Float64Array) => {
          const reach = q.reduce((sum, ql, l) => sum + e[l]! * Math.abs(ql), 0);
          const square = q.reduce((sum, ql, l) => sum + (ql - q0[l]!) ** 2, 0);
          return kappa * worstCase(kind, dot(q, x), y, reach) + square / 2;
        };
        const best = proxWorstCase(kind, q0, x, y, e, kappa);
        for (const share of [1e-3, 0.1, 1]) {
          const q = best.map((b, l) => b + share * (other[l]! - b));
          // The objective is 1-strongly convex.
          const room = norm(q.map((v, l) => v - best[l]!)) ** 2 / 2;
          expect(value(q)).toBeGreaterThanOrEqual(value(best) + room - 1e-8);
        }
      }),
    );
  });
});

test("the projection on ‖c‖₁ ≤ t is inside, is itself again, and is nearest", () => {
  fc.assert(
    fc.property(vector(4), number, vector(4), (c, t, other) => {
      const at = projectOnL1Epigraph(c, t);
      const size = at.c.reduce((sum, v) => sum + Math.abs(v), 0);
      expect(size).toBeLessThanOrEqual(at.t + 1e-12);
      const again = projectOnL1Epigraph(at.c, at.t + 1e-12);
      expect(norm(again.c.map((v, l) => v - at.c[l]!))).toBeLessThan(1e-10);
      // The angle to any other point of the cone is obtuse.
      const height = other.reduce((sum, v) => sum + Math.abs(v), 0);
      const product =
        other.reduce((sum, v, l) => sum + (v - at.c[l]!) * (c[l]! - at.c[l]!), 0) + (height - at.t) * (t - at.t);
      expect(product).toBeLessThanOrEqual(1e-9);
    }),
  );
  expect(projectOnL1Epigraph(Float64Array.of(1, -1), -5)).toEqual({ c: new Float64Array(2), t: 0 });
});
