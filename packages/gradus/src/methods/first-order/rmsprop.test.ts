import { expect, test } from "vitest";
import { rmsprop } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

const constant = () => [5];

test("the first step has length α/√(1 − β), later ones under a constant gradient α", () => {
  const points = iterates(rmsprop({ learningRate: 0.01 }), [0], constant, 200).map(([x]) => x!);
  expect(points[0]).toBeCloseTo(-0.01 / Math.sqrt(0.1), 8);
  expect(points[199]! - points[198]!).toBeCloseTo(-0.01, 8);
});

test("momentum adds up scaled gradients", () => {
  const points = iterates(rmsprop({ learningRate: 0.01, momentum: 0.5 }), [0], constant, 200).map(([x]) => x!);
  expect(points[199]! - points[198]!).toBeCloseTo(-0.02, 8);
});

test("centered, steps under a constant gradient grow, as the variance falls to 0", () => {
  const points = iterates(rmsprop({ learningRate: 0.01, centered: true, epsilon: 1e-3 }), [0], constant, 60).map(
    ([x]) => x!,
  );
  expect(Math.abs(points[59]! - points[58]!)).toBeGreaterThan(0.1);
});

test("weight decay is part of the gradient", () => {
  const [[x]] = iterates(rmsprop({ learningRate: 0.1, decay: 0, weightDecay: 1 }), [2], () => [-1], 1) as [number[]];
  expect(x).toBeCloseTo(1.9, 7);
});
