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

test("one gradient against a long memory does not turn the step, ten do", () => {
  const points = iterates(lion({ learningRate: 1 }), [0], (_, t) => [t < 200 ? 1 : -1], 240).map(([x]) => x!);
  expect(points[200]! - points[199]!).toBe(-1);
  expect(points[239]! - points[238]!).toBe(1);
});
