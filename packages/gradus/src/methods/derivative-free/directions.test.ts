import fc from "fast-check";
import { expect, test } from "vitest";
import { dot, norm } from "../../engine/linear-algebra/vector.ts";
import { generator } from "../../engine/random.ts";
import {
  coveringDirection,
  largestEntry,
  normalsOf,
  pollDirections,
  randomDirection,
  seededSource,
} from "./directions.ts";

const vectors = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.nat()).map(([n, seed]) => normalsOf(generator(seed), n));
const radii = fc.double({ min: 1e-6, max: 1e3, noNaN: true });

test("a poll of 2n directions is an orthogonal basis and its negatives, each of length r in the maximum norm", () => {
  fc.assert(
    fc.property(vectors, radii, (g, r) => {
      const directions = pollDirections(g, r, "2n");
      expect(directions).toHaveLength(2 * g.length);
      for (const [i, d] of directions.entries()) {
        expect(largestEntry(d) / r).toBeCloseTo(1, 12);
        for (const other of directions.slice(0, Math.min(i, g.length))) {
          if (i < g.length) expect(dot(d, other) / (norm(d) * norm(other))).toBeCloseTo(0, 10);
        }
        if (i >= g.length) expect(dot(d, directions[i - g.length]!)).toBeCloseTo(-(norm(d) ** 2), 6);
      }
    }),
  );
});

test.each(["2n", "n+1"] as const)("some direction of a poll of %s has a positive product with any vector", (kind) => {
  fc.assert(
    fc.property(vectors, fc.nat(), (g, seed) => {
      const v = normalsOf(generator(seed), g.length);
      const directions = pollDirections(g, 1, kind);
      expect(directions).toHaveLength(kind === "2n" ? 2 * g.length : g.length + 1);
      expect(Math.max(...directions.map((d) => dot(d, v)))).toBeGreaterThan(0);
    }),
  );
});

test("in one dimension a poll goes both ways", () => {
  for (const kind of ["2n", "n+1"] as const) {
    expect(pollDirections(Float64Array.of(0.3), 0.5, kind).map(([d]) => d)).toEqual([-0.5, 0.5]);
  }
});

test("a covering direction has the length (U r₀)^(1/n), a random one the length r", () => {
  fc.assert(
    fc.property(vectors, radii, fc.double({ min: 0, max: 1, noNaN: true }), (g, r, uniform) => {
      expect(largestEntry(coveringDirection(g, uniform, r))).toBeCloseTo((uniform * r) ** (1 / g.length), 9);
      expect(largestEntry(randomDirection(g, r)) / r).toBeCloseTo(1, 12);
    }),
  );
});

test("the code's covering radius is not the textbook's: r₀ = 1e-3 reaches 0.032 in two dimensions", () => {
  expect(largestEntry(coveringDirection(Float64Array.of(1, 0), 1, 1e-3))).toBeCloseTo(0.0316, 4);
});

test("zero vectors are drawn again, and a source of nothing else is refused", () => {
  let draws = 0;
  const zeroFirst = { uniform: () => 0, normals: (n: number) => new Float64Array(n).fill(draws++ === 0 ? 0 : 1) };
  expect([...normalsOf(zeroFirst, 2)]).toEqual([1, 1]);
  const zeros = { uniform: () => 0, normals: (n: number) => new Float64Array(n) };
  expect(() => normalsOf(zeros, 2)).toThrow(/normals must not be zero vectors/);
});

test("random numbers depend on purpose, step and seed alone", () => {
  const numbers = (purpose: string, step: number, seed: number) => [...seededSource(purpose, step, seed).normals(3)];
  expect(numbers("poll", 4, 1)).toEqual(numbers("poll", 4, 1));
  expect(numbers("poll", 4, 1)).not.toEqual(numbers("search", 4, 1));
  expect(numbers("poll", 4, 1)).not.toEqual(numbers("poll", 5, 1));
  expect(numbers("poll", 4, 1)).not.toEqual(numbers("poll", 4, 2));
});
