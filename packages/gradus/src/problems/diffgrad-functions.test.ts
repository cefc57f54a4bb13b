import { numpy as np, random } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { valueAndGradient } from "../engine/compile.ts";
import { diffgradF1, diffgradF2, diffgradF3 } from "../index.ts";

const at = (problem: ReturnType<typeof diffgradF1>, ...x: number[]) => {
  const lossAndSlope = valueAndGradient((x: np.Array) => problem.loss(x, undefined));
  const parts = x.map((point) => {
    const [value, gradient] = lossAndSlope(np.array([point], { dtype: np.float64 }));
    return [value.item(), gradient.item()] as const;
  });
  return { values: parts.map(([value]) => value), slopes: parts.map(([, slope]) => slope) };
};

/** Each function with its formula and derivative on each piece. */
const pieces = {
  F1: {
    problem: diffgradF1(),
    value: (x: number) => (x <= 0 ? (x + 0.3) ** 2 : (x - 0.2) ** 2 + 0.05),
    slope: (x: number) => (x <= 0 ? 2 * x + 0.6 : 2 * x - 0.4),
  },
  F2: {
    problem: diffgradF2(),
    value: (x: number) => (x <= -0.9 ? -40 * x - 35.15 : x ** 3 + x * Math.sin(8 * x) + 0.85),
    slope: (x: number) => (x <= -0.9 ? -40 : 3 * x * x + Math.sin(8 * x) + 8 * x * Math.cos(8 * x)),
  },
  F3: {
    problem: diffgradF3(),
    value: (x: number) => {
      const size = Math.abs(x);
      return size > 0.5 || x === -0.5 ? x * x : size <= 0.4 && x !== -0.4 ? (7 / 8) * size : 0.75 - size;
    },
    slope: (x: number) => {
      if (x <= -0.5 || x > 0.5) return 2 * x;
      if (x <= -0.4) return 1;
      if (x <= 0) return -7 / 8;
      return x <= 0.4 ? 7 / 8 : -1;
    },
  },
};

describe.each(Object.entries(pieces))("%s", (_, { problem, value, slope }) => {
  const points = [-1.2, -1, -0.9, -0.89, -0.6, -0.5, -0.45, -0.4, -0.2, 0, 0.1, 0.3, 0.4, 0.45, 0.5, 0.7, 1.1];

  test("has the values and slopes of its pieces, breaks included", () => {
    const { values, slopes } = at(problem, ...points);
    for (const [i, x] of points.entries()) {
      expect(values[i], `value at ${x}`).toBeCloseTo(value(x), 13);
      expect(slopes[i], `slope at ${x}`).toBeCloseTo(slope(x), 13);
    }
  });

  test("is nowhere below its minimum, and there at its place", () => {
    const { value: least, at: places } = problem.minimum;
    expect(at(problem, places![0]![0]!).values[0]).toBeCloseTo(least, 14);
    for (let x = -1.5; x < 1.5; x += 0.01) expect(value(x)).toBeGreaterThanOrEqual(least - 1e-9);
  });
});

test("a vector's loss is the sum over its entries", () => {
  const problem = diffgradF1({ start: [-1, 0.5] });
  expect(problem.loss(problem.initial(random.key(0)), undefined).item()).toBeCloseTo(0.49 + 0.09 + 0.05, 14);
});
