import { expect, test } from "vitest";
import { adagrad } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("under a constant gradient x_t = x_0 − α Σ 1/√s", () => {
  let x = 1;
  for (const [t, [point]] of iterates(adagrad({ learningRate: 0.5 }), [1], () => [7], 30).entries()) {
    x -= 0.5 / Math.sqrt(t + 1);
    expect(point).toBeCloseTo(x, 8);
  }
});

test("a rare feature keeps its long step", () => {
  const gradientAt = (_: number[], t: number) => [1, t === 49 ? 1 : 0];
  const points = iterates(adagrad({ learningRate: 1 }), [0, 0], gradientAt, 50);
  expect(points[49]![1]! - points[48]![1]!).toBeCloseTo(-1, 8);
  expect(points[49]![0]! - points[48]![0]!).toBeCloseTo(-1 / Math.sqrt(50), 8);
});

test("weight decay is part of the gradient", () => {
  expect(iterates(adagrad({ learningRate: 0.1, weightDecay: 1 }), [2], () => [-1], 1)[0]![0]).toBeCloseTo(1.9, 8);
});
