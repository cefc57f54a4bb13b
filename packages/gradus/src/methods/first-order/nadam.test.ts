import { expect, test } from "vitest";
import { adam, nadam } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("the first step is β₁/(1 + β₁) + 1 times Adam's", () => {
  const [[x]] = iterates(nadam({ learningRate: 0.1, beta1: 0.8 }), [0], () => [7], 1) as [number[]];
  expect(x).toBeCloseTo(-0.1 * (0.8 / 1.8 + 1), 8);
});

test("a reversal of the gradient is answered at once, before Adam does", () => {
  const gradientAt = (_: number[], t: number) => [t < 5 ? 1 : -1];
  const lastStep = (optimizer: ReturnType<typeof adam>) => {
    const points = iterates(optimizer, [0], gradientAt, 7);
    return points[6]![0]! - points[5]![0]!;
  };
  expect(lastStep(nadam({ learningRate: 0.1 }))).toBeGreaterThan(lastStep(adam({ learningRate: 0.1 })));
});

test("without momentum it is Adam without momentum", () => {
  const gradientAt = ([x]: number[]) => [Math.cos(x!)];
  const plain = iterates(adam({ beta1: 0, learningRate: 0.1 }), [1], gradientAt, 5);
  for (const [t, [x]] of iterates(nadam({ beta1: 0, learningRate: 0.1 }), [1], gradientAt, 5).entries()) {
    expect(x).toBeCloseTo(plain[t]![0]!, 13);
  }
});
