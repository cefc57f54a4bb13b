import fc from "fast-check";
import { expect, test } from "vitest";
import { labelHeight, labelsFit, spreadOut } from "./labels.ts";

test("labels do not overlap, and stay where they are if there is room", () => {
  const height = 200;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: height }), { minLength: 1, maxLength: 8 }), (places) => {
      const moved = spreadOut(
        places.map((y) => ({ x: 100, y })),
        height,
      ).toSorted((a, b) => a - b);
      for (const [i, place] of moved.entries()) {
        if (i > 0) expect(place - moved[i - 1]!).toBeGreaterThanOrEqual(labelHeight - 1e-9);
      }
      expect(moved.at(-1)).toBeLessThanOrEqual(height);
    }),
  );
  expect(
    spreadOut(
      [
        { x: 0, y: 20 },
        { x: 0, y: 150 },
      ],
      height,
    ),
  ).toEqual([20, 150]);
});

test("of lines that end at one height the first to end has the lowest label", () => {
  const [early, late] = spreadOut(
    [
      { x: 40, y: 200 },
      { x: 90, y: 200 },
    ],
    200,
  );
  expect(early).toBeGreaterThan(late!);
});

test("labels stand beside the plot where they leave it most of its width and there is a line for each", () => {
  expect(labelsFit([60, 100], 700, 300)).toBe(true);
  expect(labelsFit([60, 300], 700, 300)).toBe(false);
  expect(labelsFit([60, 60, 60, 60], 700, 50)).toBe(false);
  expect(
    labelsFit(
      Array.from({ length: 9 }, () => 10),
      700,
      300,
    ),
  ).toBe(false);
});
