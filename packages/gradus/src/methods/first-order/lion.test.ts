import { expect, test } from "vitest";
import { lion } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("every step has the learning rate's length, against the sign", () => {
  expect(iterates(lion({ learningRate: 0.1 }), [1, 1], () => [1e-9, -1e9], 3)).toEqual([
    [expect.closeTo(0.9, 14), expect.closeTo(1.1, 14)],
    [expect.closeTo(0.8, 14), expect.closeTo(1.2, 14)],
    [expect.closeTo(0.7, 14), expect.closeTo(1.3, 14)],
  ]);
});

test("weight decay is decoupled", () => {
  const [[x]] = iterates(lion({ learningRate: 0.1, weightDecay: 0.5 }), [2], () => [3], 1) as [number[]];
  expect(x).toBeCloseTo(2 * 0.95 - 0.1, 14);
});

test("a reversal of the gradient turns the step once the memory has decayed to (1 − β₁)/β₁", () => {
  const points = iterates(lion({ learningRate: 1 }), [0], (_, t) => [t < 200 ? 1 : -1], 270).map(([x]) => x!);
  const memory = 1 - 0.99 ** 200;
  // After j reversed gradients the memory is (1 + memory) 0.99ʲ − 1.
  const needed = Math.ceil(Math.log((1 / 9 + 1) / (1 + memory)) / Math.log(0.99));
  const turned = points.findIndex((x, t) => t > 0 && x > points[t - 1]!);
  expect(turned).toBe(200 + needed);
});
