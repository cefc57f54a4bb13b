import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addScaled, dot, norm, scaled } from "../../engine/linear-algebra/vector.ts";
import { linearAlgebra, OptionError, proximal } from "../../index.ts";

const { ontoBall, ontoBox, ontoL1Ball, ontoMaximumBall, ontoSimplex } = proximal;
const { proxGroups, proxL1, proxL2, proxNuclear, proxTotalVariation } = proximal;

const n = 6;
/** Entries near the smallest numbers are 0: the decomposition behind the nuclear norm loses them. */
const entry = fc.double({ min: -5, max: 5, noNaN: true }).map((value) => (Math.abs(value) < 1e-9 ? 0 : value));
const vector = fc.array(entry, { minLength: n, maxLength: n }).map((values) => Float64Array.from(values));
const step = fc.double({ min: 1e-3, max: 4, noNaN: true });
const scales = fc.constantFrom(1, 1e-6, 1e6);
const sum = (x: Float64Array) => x.reduce((total, value) => total + value, 0);
const l1 = (x: Float64Array) => sum(x.map(Math.abs));
const distance = (a: Float64Array, b: Float64Array) => norm(addScaled(a, -1, b));
const groups = [[0, 3], [1, 2, 5], [4]];
const lengths = (x: Float64Array) => groups.map((group) => norm(Float64Array.from(group, (i) => x[i]!)));
const asMatrix = (data: Float64Array) => ({ rows: 2, columns: 3, data });
const variation = (x: Float64Array) => x.slice(1).reduce((total, value, i) => total + Math.abs(value - x[i]!), 0);
const nuclear = (x: Float64Array) => sum(linearAlgebra.svd(asMatrix(x)).values);

/** Each with a function that is 0 inside its set and grows outside. */
const projections: Record<string, { project(x: Float64Array): Float64Array; outside(x: Float64Array): number }> = {
  simplex: {
    project: (x) => ontoSimplex(x),
    outside: (x) => Math.abs(sum(x) - 1) + sum(x.map((value) => Math.max(-value, 0))),
  },
  "simplex of total 3": {
    project: (x) => ontoSimplex(x, 3),
    outside: (x) => Math.abs(sum(x) - 3) + sum(x.map((value) => Math.max(-value, 0))),
  },
  box: {
    project: (x) => ontoBox(x, -1, [2, 2, 1, 0, 2, Number.POSITIVE_INFINITY]),
    outside: (x) => Math.max(-1 - Math.min(...x), x[3]!, 0),
  },
  ball: { project: (x) => ontoBall(x, 2, 0.5), outside: (x) => Math.max(norm(x.map((value) => value - 0.5)) - 2, 0) },
  "l1 ball": { project: (x) => ontoL1Ball(x, 2), outside: (x) => Math.max(l1(x) - 2, 0) },
  "maximum ball": {
    project: (x) => ontoMaximumBall(x, 2),
    outside: (x) => Math.max(Math.max(...x.map(Math.abs)) - 2, 0),
  },
};

describe.each(Object.entries(projections))("onto the %s", (_, { project, outside }) => {
  test("lands inside, stays there, and the rest points away from every point of the set", () => {
    fc.assert(
      fc.property(vector, vector, (x, y) => {
        const p = project(x);
        expect(outside(p)).toBeLessThan(1e-12);
        expect(distance(project(p), p)).toBeLessThan(1e-12);
        // Variational inequality: ⟨x − p, q − p⟩ ≤ 0 for q in the set.
        const q = project(y);
        expect(dot(addScaled(x, -1, p), addScaled(q, -1, p))).toBeLessThan(1e-10);
        expect(distance(p, q)).toBeLessThanOrEqual(distance(x, y) + 1e-12);
      }),
    );
  });

  test("passes on what is no number, and leaves its argument alone", () => {
    const x = Float64Array.of(1, Number.NaN, 3, 4, 5, 6);
    const before = x.slice();
    expect(project(x).some(Number.isNaN)).toBe(true);
    expect(x).toEqual(before);
  });
});

/** Norms g with their proximal operators and the projections onto the balls of their dual norms. */
const norms: Record<
  string,
  {
    g(x: Float64Array): number;
    prox(x: Float64Array, t: number): Float64Array;
    ontoDual?(x: Float64Array, t: number): Float64Array;
  }
> = {
  l1: { g: l1, prox: proxL1, ontoDual: ontoMaximumBall },
  l2: { g: norm, prox: proxL2, ontoDual: ontoBall },
  "group norm": {
    g: (x) => lengths(x).reduce((total, length) => total + length, 0),
    prox: (x, t) => proxGroups(x, t, groups),
    ontoDual(x, t) {
      const result = x.slice();
      for (const group of groups) {
        const projected = ontoBall(
          Float64Array.from(group, (i) => x[i]!),
          t,
        );
        for (const [j, i] of group.entries()) result[i] = projected[j]!;
      }
      return result;
    },
  },
  "maximum norm": {
    g: (x) => Math.max(...x.map(Math.abs)),
    // By Moreau from the l1 ball, so that the ball is tested as a dual, too.
    prox: (x, t) => addScaled(x, -1, ontoL1Ball(x, t)),
  },
  "nuclear norm": { g: nuclear, prox: (x, t) => proxNuclear(asMatrix(x), t).data },
  "total variation": { g: variation, prox: proxTotalVariation },
};

describe.each(Object.entries(norms))("prox of the %s", (_, { g, prox, ontoDual }) => {
  test("is the minimum: (x − p)/t is a subgradient at p", () => {
    fc.assert(
      fc.property(vector, vector, step, scales, (x0, y0, t0, scale) => {
        const [x, y, t] = [scaled(x0, scale), scaled(y0, scale), t0 * scale];
        const p = prox(x, t);
        const slope = scaled(addScaled(x, -1, p), 1 / t);
        // g is a norm or a seminorm: slope is a subgradient if ⟨slope, p⟩ = g(p) and ⟨slope, y⟩ ≤ g(y) for all y.
        expect(Math.abs(dot(slope, p) - g(p))).toBeLessThan(1e-8 * (1 + norm(x) * (1 + norm(slope))));
        expect(dot(slope, y) - g(y)).toBeLessThan(1e-8 * (1 + norm(y) * (1 + norm(slope))));
      }),
    );
  });

  if (ontoDual) {
    test("and the projection onto the dual ball add up (Moreau)", () => {
      fc.assert(
        fc.property(vector, step, (x, t) => {
          expect(distance(addScaled(prox(x, t), 1, ontoDual(x, t)), x)).toBeLessThan(1e-12);
        }),
      );
    });
  }

  test("with t = 0 is the identity; what is no number does not pass silently", () => {
    fc.assert(fc.property(vector, (x) => distance(prox(x, 0), x) < 1e-12));
    expect(prox(Float64Array.of(1, Number.NaN, 3, 4, 5, 6), 1).some(Number.isNaN)).toBe(true);
  });
});

test("the taut string agrees with its dual, projected gradients on y ∈ [−t, t]", () => {
  fc.assert(
    fc.property(vector, step, (x, t) => {
      let y = new Float64Array(n - 1);
      const primal = (dual: Float64Array) =>
        x.map((value, i) => value + (i < n - 1 ? dual[i]! : 0) - (i > 0 ? dual[i - 1]! : 0));
      for (let k = 0; k < 4000; k++) {
        const u = primal(y);
        y = y.map((value, i) => Math.min(Math.max(value + (u[i + 1]! - u[i]!) / 4, -t), t));
      }
      expect(distance(primal(y), proxTotalVariation(x, t))).toBeLessThan(1e-6);
    }),
    { numRuns: 30 },
  );
});

test("total variation: a long step gives the mean, one entry and none stay", () => {
  const x = Float64Array.of(3, -1, 4);
  for (const value of proxTotalVariation(x, 100)) expect(value).toBeCloseTo(2, 12);
  expect(proxTotalVariation(Float64Array.of(7), 3)).toEqual(Float64Array.of(7));
  expect(proxTotalVariation(new Float64Array(), 3)).toEqual(new Float64Array());
});

test("the simplex of large and of equal entries", () => {
  expect(ontoSimplex(Float64Array.of(1e12, 1e12 + 0.5))).toEqual(Float64Array.of(0.25, 0.75));
  for (const value of ontoSimplex(new Float64Array(4))) expect(value).toBe(0.25);
  expect(ontoL1Ball(Float64Array.of(1, -2), 0)).toEqual(new Float64Array(2));
});

describe("a simple part", () => {
  const parts = { free: proximal.free, simplex: proximal.simplex(), box: proximal.box(-1, 1), ball: proximal.ball(2) };

  test.each(Object.entries(parts))("with %s: its step is the minimum", (_, g) => {
    fc.assert(
      fc.property(vector, vector, step, step, (v, other, W, mu) => {
        const chi = proximal.simplePart(mu, g, 0.3);
        const at = (u: Float64Array) => dot(v, u) + chi.value(u) + (W / 2) * dot(u, u);
        const least = at(chi.prox(v, W));
        const u = g.prox(other, 1);
        // Strong convexity: not only no less, but by the square of the distance.
        expect(at(u)).toBeGreaterThanOrEqual(least + ((W + mu) / 2) * distance(u, chi.prox(v, W)) ** 2 - 1e-8);
      }),
    );
  });

  test("is infinite outside of its set, but not by rounding; μ must be a number ≥ 0", () => {
    const chi = proximal.simplePart(1, proximal.simplex());
    expect(chi.value(Float64Array.of(0.5, 0.5 + 1e-13))).toBeCloseTo(0.25, 10);
    expect(chi.value(Float64Array.of(0.5, 0.6))).toBe(Number.POSITIVE_INFINITY);
    expect(() => proximal.simplePart(-1)).toThrow(OptionError);
    expect(() => proximal.simplePart(Number.NaN)).toThrow(OptionError);
  });
});

describe("a dual set", () => {
  const sets = {
    box: {
      dual: proximal.dualBox(n, [-1, -2, 0, 0, -1, -3], [1, 0, 1, 2, 1, 3], 0.2),
      inside: (y: Float64Array) => ontoBox(y, [-1, -2, 0, 0, -1, -3], [1, 0, 1, 2, 1, 3]),
    },
    balls: {
      dual: proximal.dualBalls(3, 2, 1.5),
      inside: (y: Float64Array) => Float64Array.from([0, 2, 4].flatMap((i) => [...ontoBall(y.slice(i, i + 2), 1.5)])),
    },
  };

  test.each(Object.entries(sets))(
    "%s: its maximiser beats all others, and tends to the maximum",
    (_, { dual, inside }) => {
      fc.assert(
        fc.property(vector, vector, step, (v, other, eta) => {
          const at = (y: Float64Array, weight: number) => dot(v, y) - dual.penalty(y) - (weight / 2) * dot(y, y);
          const y = dual.maximiser(v, eta);
          expect(distance(y, inside(y))).toBeLessThan(1e-12);
          expect(at(y, eta)).toBeGreaterThanOrEqual(at(inside(other), eta) - 1e-10);
          expect(dual.support(v)).toBeGreaterThanOrEqual(at(y, 0) - 1e-10);
          expect(dual.support(v)).toBeLessThanOrEqual(at(y, eta) + eta * dual.size + 1e-10);
        }),
      );
    },
  );

  test("a box's ends have an entry for each row", () => {
    expect(() => proximal.dualBox(3, [0, 1], 2)).toThrow("must have 3 entries, got 2");
  });
});
