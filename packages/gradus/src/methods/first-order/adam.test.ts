import { expect, test } from "vitest";
import { adam, OptionError } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("the first step has the learning rate's length, 1e-3 by default, against the gradient's sign", () => {
  expect(iterates(adam(), [1, 1], () => [40, -0.01], 1)[0]).toEqual([
    expect.closeTo(1 - 1e-3, 8),
    expect.closeTo(1 + 1e-3, 8),
  ]);
});

test("weight decay is coupled: at first it can but change the step's sign", () => {
  const at = (g: number) => iterates(adam({ learningRate: 0.1, weightDecay: 0.5 }), [2], () => [g], 1)[0]![0]!;
  expect(at(0.9)).toBeCloseTo(1.9, 7);
  expect(at(-0.9)).toBeCloseTo(1.9, 7);
  expect(at(-1.1)).toBeCloseTo(2.1, 7);
});

test("a schedule sees the number of steps made before", () => {
  const rates: number[] = [];
  const learningRate = (step: number) => {
    rates.push(step);
    return 0.1 / (step + 1);
  };
  const points = iterates(adam({ learningRate }), [0], () => [1], 4).map(([x]) => x!);
  expect(points[1]! - points[0]!).toBeCloseTo(-0.05, 7);
  expect(points[3]! - points[2]!).toBeCloseTo(-0.025, 7);
  expect(Math.min(...rates)).toBe(0);
});

test("nadam's switch is not an option here", () => {
  expect(() => adam({ nesterov: true } as object)).toThrow(OptionError);
});
