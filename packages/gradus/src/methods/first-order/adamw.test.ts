import { expect, test } from "vitest";
import { adam, adamw } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("decay shrinks the weights by 1 − α w, beside Adam's step", () => {
  const [[x]] = iterates(adamw({ learningRate: 0.1, weightDecay: 0.5 }), [2], () => [-3], 1) as [number[]];
  expect(x).toBeCloseTo(2 * (1 - 0.05) + 0.1, 8);
});

test("where there is no gradient only decay is left", () => {
  const points = iterates(adamw({ learningRate: 0.1, weightDecay: 0.5 }), [2], () => [0], 10);
  expect(points.at(-1)![0]).toBeCloseTo(2 * 0.95 ** 10, 13);
});

test("the gradient's moments do not see the decay", () => {
  const gradientAt = (_: number[], t: number) => [Math.sin(t + 1)];
  const rate = 0.01;
  let x = 5;
  let before = 0;
  const decayed = iterates(adamw({ learningRate: rate, weightDecay: 0.3 }), [x], gradientAt, 8);
  for (const [t, [plain]] of iterates(adam({ learningRate: rate }), [0], gradientAt, 8).entries()) {
    x = x * (1 - rate * 0.3) + (plain! - before);
    before = plain!;
    expect(decayed[t]![0]).toBeCloseTo(x, 13);
  }
});

test("without decay it is Adam", () => {
  const gradientAt = ([x]: number[]) => [x! ** 3];
  expect(iterates(adamw({ weightDecay: 0 }), [2], gradientAt, 5)).toEqual(iterates(adam(), [2], gradientAt, 5));
});
