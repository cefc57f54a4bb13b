import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ConvexSet, DataError, generator, linearAlgebra, OptionError, projectionOn } from "../../index.ts";

const { addScaled, dot, fromRows, multiply, norm } = linearAlgebra;
const seed = fc.integer({ min: 0, max: 1e6 });
const n = 5;

/** A set that holds a known point, and that point. */
function setOf(kind: string, seed: number): { set: ConvexSet; inside: Float64Array } {
  const draw = generator(seed);
  const inside = draw.normals(n);
  const matrix = (rows: number) => ({ rows, columns: n, data: draw.normals(rows * n) });
  switch (kind) {
    case "whole":
      return { set: { kind: "whole" }, inside };
    case "affine": {
      // Rows that depend on each other are no obstacle.
      const A = multiply(matrix(2), fromRows(Array.from({ length: n }, () => draw.normals(n))));
      const twice = fromRows([...linearAlgebra.toRows(A), linearAlgebra.toRows(A)[0]!]);
      return { set: { kind: "affine", A: twice, b: linearAlgebra.apply(twice, inside).map((v) => -v) }, inside };
    }
    case "half-space": {
      const normal = draw.normals(n);
      return { set: { kind: "half-space", normal, bound: dot(normal, inside) + draw.uniform() }, inside };
    }
    case "box":
      return {
        set: {
          kind: "box",
          lower: inside.map((v) => v - draw.uniform()),
          upper: inside.map((v) => v + draw.uniform()),
        },
        inside,
      };
    default: {
      const rows = Array.from({ length: 7 }, (_, i) => {
        const values = draw.normals(n);
        const slack = i === 0 ? 0 : draw.uniform();
        return {
          indices: Int32Array.of(0, 1, 2, 3, 4),
          values,
          bound: dot(values, inside) + slack,
          isEquality: i === 0,
        };
      });
      const polyhedron: ConvexSet = { kind: "polyhedron", rows };
      if (kind === "polyhedron") return { set: polyhedron, inside };
      const parts = [
        { size: n, set: polyhedron },
        { size: 2, set: { kind: "box", lower: -1, upper: 1 } as const },
      ];
      return { set: { kind: "product", parts }, inside: Float64Array.of(...inside, 0.5, -0.5) };
    }
  }
}

const exact = { sweeps: 100_000, tolerance: 1e-13 };

describe.each(["whole", "affine", "half-space", "box", "polyhedron", "product"])("%s", (kind) => {
  test("the projection is in the set, is its own, and no point of the set is nearer", () => {
    fc.assert(
      fc.property(seed, (seed) => {
        const { set, inside } = setOf(kind, seed);
        const project = projectionOn(set, exact);
        const w = addScaled(inside, 3, generator(seed + 1).normals(inside.length));
        const { point, violation } = project(w);
        expect(violation).toBeLessThan(1e-9);
        expect(norm(addScaled(project(point).point, -1, point))).toBeLessThan(1e-8);
        // (w − Π w)ᵀ (v − Π w) ≤ 0 for every v of the set.
        expect(dot(addScaled(w, -1, point), addScaled(inside, -1, point))).toBeLessThan(1e-7);
        expect(norm(addScaled(project(inside).point, -1, inside))).toBeLessThan(1e-9);
      }),
      { numRuns: 30 },
    );
  });
});

test("closed forms", () => {
  const w = Float64Array.of(3, -2);
  const box: ConvexSet = { kind: "box", lower: 0, upper: Float64Array.of(1, 5) };
  expect([...projectionOn(box)(w).point]).toEqual([1, 0]);
  const half: ConvexSet = { kind: "half-space", normal: Float64Array.of(2, 0), bound: 2 };
  expect([...projectionOn(half)(w).point]).toEqual([1, -2]);
  expect([...projectionOn(undefined)(w).point]).toEqual([3, -2]);
  const own: ConvexSet = { kind: "own", project: (v) => v.map(() => 7) };
  expect([...projectionOn(own)(w).point]).toEqual([7, 7]);
});

test("multipliers of a projection nearby save sweeps", () => {
  const { set, inside } = setOf("polyhedron", 3);
  const project = projectionOn(set, exact);
  const w = addScaled(inside, 3, generator(9).normals(n));
  const first = project(w);
  const again = project(w, first.multipliers);
  expect(again.sweeps).toBeLessThan(first.sweeps / 2);
  expect(norm(addScaled(again.point, -1, first.point))).toBeLessThan(1e-10);
});

describe("an empty set", () => {
  test("of equations that contradict each other is refused when it is made", () => {
    const A = fromRows([
      [1, 1],
      [2, 2],
    ]);
    expect(() => projectionOn({ kind: "affine", A, b: Float64Array.of(1, 1) })).toThrow(DataError);
    expect(() => projectionOn({ kind: "affine", A, b: Float64Array.of(1, 2) })).not.toThrow();
  });

  test("of a row of zeros, or of bounds that cross, is refused too", () => {
    const row = { indices: Int32Array.of(0), values: Float64Array.of(0), bound: -1 };
    expect(() => projectionOn({ kind: "polyhedron", rows: [row] })).toThrow("row 0 is 0 and its bound -1");
    expect(() => projectionOn({ kind: "box", lower: 1, upper: 0 })).toThrow(OptionError);
    expect(() => projectionOn({ kind: "half-space", normal: new Float64Array(2), bound: 0 })).toThrow(OptionError);
  });

  test("of inequalities leaves a violation that more sweeps do not remove", () => {
    const row = (sign: number, bound: number) => ({ indices: Int32Array.of(0), values: Float64Array.of(sign), bound });
    const set: ConvexSet = { kind: "polyhedron", rows: [row(1, -1), row(-1, -1)] };
    for (const sweeps of [10, 1000]) {
      expect(projectionOn(set, { sweeps, tolerance: 0 })(Float64Array.of(0)).violation).toBeGreaterThan(0.5);
    }
  });
});
