import { numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import { lars } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("the first step is η ‖θ‖ long, and longer by the momentum later", () => {
  const points = iterates(lars({ weightDecay: 0 }), [3, 4], () => [0, 1e6], 2);
  expect(points[0]).toEqual([3, expect.closeTo(4 - 5e-3, 12)]);
  const norm = Math.hypot(3, points[0]![1]!);
  expect(points[1]![1]).toBeCloseTo(points[0]![1]! - (0.9 * 5e-3 + 1e-3 * norm), 12);
});

test("algorithm 1 of the paper, decay included", () => {
  const [eta, w, rate, m] = [0.01, 0.1, 2, 0.9];
  let [x, v] = [
    [3, -4],
    [0, 0],
  ];
  const gradientAt = ([a, b]: number[]) => [a! + 1, 2 * b!];
  const optimizer = lars({ learningRate: rate, momentum: m, weightDecay: w, trustCoefficient: eta });
  for (const point of iterates(optimizer, x, gradientAt, 6)) {
    const g = gradientAt(x);
    const ratio = (eta * Math.hypot(...x)) / (Math.hypot(...g) + w * Math.hypot(...x));
    v = v.map((value, i) => m * value + rate * ratio * (g[i]! + w * x[i]!));
    x = x.map((value, i) => value - v[i]!);
    expect(point).toEqual(x.map((value) => expect.closeTo(value, 12)));
  }
});

test("each tensor has its own ratio", () => {
  const optimizer = lars({ momentum: 0, weightDecay: 0, trustCoefficient: 0.1 });
  const params = { a: np.array([10]), b: np.array([1]) };
  const [updates] = optimizer.update({ a: np.array([1]), b: np.array([100]) }, optimizer.init(params), params);
  expect([updates.a.item(), updates.b.item()]).toEqual([-1, expect.closeTo(-0.1, 6)]);
});
