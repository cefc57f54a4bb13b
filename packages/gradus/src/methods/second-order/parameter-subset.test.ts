import fc from "fast-check";
import { expect, test } from "vitest";
import { markedEntries, randomArrays, randomEntries, subsetOf } from "./parameter-subset.ts";

const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 6 });
const total = (sizes: number[]) => sizes.reduce((sum, size) => sum + size, 0);

test("parts say which entries of which array the chosen ones are; gather and put are inverse", () => {
  fc.assert(
    fc.property(sizes, fc.double({ min: 0.05, max: 1, noNaN: true }), fc.nat(99), (sizes, fraction, seed) => {
      const n = total(sizes);
      for (const draw of [randomEntries, randomArrays]) {
        const places = draw(sizes, fraction, seed, 3);
        expect(places.length).toBe(Math.max(1, Math.floor(fraction * n)));
        expect(new Set(places).size).toBe(places.length);
        const subset = subsetOf(sizes, places);
        const starts = sizes.map((_, leaf) => total(sizes.slice(0, leaf)));
        const listed = subset.parts.flatMap(({ leaf, places }) => [...places].map((place) => starts[leaf]! + place));
        expect(listed).toEqual([...places]);
        const all = Float64Array.from({ length: n }, (_, i) => i + 0.5);
        expect(subset.put(subset.gather(all), all)).toEqual(all);
        const put = subset.put(new Float64Array(places.length).fill(-1), all);
        expect([...put].filter((value) => value === -1).length).toBe(places.length);
      }
    }),
    { numRuns: 60 },
  );
});

test("whole arrays are taken before the last is cut", () => {
  const sizes = [10, 10, 10, 10];
  for (let step = 0; step < 10; step++) {
    const { parts } = subsetOf(sizes, randomArrays(sizes, 0.6, 1, step));
    expect(parts.map(({ places }) => places.length).toSorted()).toEqual([10, 10, 4]);
  }
});

test("steps and seeds draw anew, and the same again", () => {
  const draw = (seed: number, step: number) => [...randomEntries([50], 0.3, seed, step)];
  expect(draw(1, 2)).toEqual(draw(1, 2));
  expect(draw(1, 2)).not.toEqual(draw(1, 3));
  expect(draw(1, 2)).not.toEqual(draw(2, 2));
});

test("a mask must fit and choose something", () => {
  expect([...markedEntries("sven", [0, 1, true, false], [3, 1])]).toEqual([1, 2]);
  expect(() => markedEntries("sven", [1], [3])).toThrow(
    "sven: mask must have an entry for each of 3 parameters, got 1",
  );
  expect(() => markedEntries("sven", [0, 0, 0], [3])).toThrow("sven: mask must choose a parameter, got none");
});
