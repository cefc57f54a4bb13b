import { expect, test } from "vitest";
import { OptionError, sphere, withBounds } from "../index.ts";

const box = { lower: [0, -1], upper: [Number.POSITIVE_INFINITY, 1] };

test("points outside are infinite and not asked for, those inside as they are", async () => {
  const asked: number[][] = [];
  const { evaluate, ...rest } = sphere();
  const bounded = withBounds(
    {
      ...rest,
      evaluate(points: Float64Array[]) {
        asked.push(...points.map((x) => [...x]));
        return evaluate(points);
      },
    },
    box,
  );
  const points = [
    [3, 1],
    [-1e-9, 0],
    [0, -1],
    [2, 1.5],
    [5, Number.NaN],
  ].map((x) => Float64Array.from(x));
  const infinite = Number.POSITIVE_INFINITY;
  expect(await bounded.evaluate(points)).toEqual([10, infinite, 1, infinite, infinite]);
  expect(asked).toEqual([
    [3, 1],
    [0, -1],
  ]);
});

test("what would look past the bounds is gone, the rest is there", () => {
  const bounded = withBounds(sphere(), box) as object;
  for (const gone of ["loss", "residuals", "minimum", "network"]) expect(bounded).not.toHaveProperty(gone);
  for (const kept of ["name", "dimension", "initial", "evaluate"]) expect(bounded).toHaveProperty(kept);
});

test("bounds that do not fit are refused", () => {
  expect(() => withBounds(sphere(), { lower: [0], upper: [1, 1] })).toThrow(OptionError);
  expect(() => withBounds(sphere(), { lower: [0], upper: [1, 1] })).toThrow("lower must have 2 entries, got 1");
  expect(() => withBounds(sphere(), { lower: [0, 2], upper: [1, 1] })).toThrow("lower.1 must be at most 1, got 2");
});
