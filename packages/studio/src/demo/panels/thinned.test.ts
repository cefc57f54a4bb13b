import { expect, test } from "vitest";
import { thinned } from "./thinned.ts";

const wave = (count: number) => Array.from({ length: count }, (_, x) => ({ x, y: Math.sin(x / 3) * x }));

test("few points stay as they are", () => {
  const points = wave(100);
  expect(thinned(points, 100)).toBe(points);
});

test("of many the lowest, the highest and the last are kept, in order", () => {
  const points = wave(5000);
  points[1234] = { x: 1234, y: 1e9 };
  points[4321] = { x: 4321, y: -1e9 };
  const kept = thinned(points, 600);
  expect(kept.length).toBeLessThanOrEqual(601);
  expect(kept).toContainEqual({ x: 1234, y: 1e9 });
  expect(kept).toContainEqual({ x: 4321, y: -1e9 });
  expect(kept.at(-1)).toEqual(points.at(-1));
  expect(kept.map(({ x }) => x)).toEqual(kept.map(({ x }) => x).toSorted((a, b) => a - b));
});

test("a line that grows keeps what it showed, but for its end", () => {
  const before = thinned(wave(3000), 600);
  const after = thinned(wave(3010), 600);
  expect(after.slice(0, before.length - 4)).toEqual(before.slice(0, -4));
});
