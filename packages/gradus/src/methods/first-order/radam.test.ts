import { expect, test } from "vitest";
import { radam } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("five momentum steps as long as the gradient, then steps free of its scale", () => {
  const at = (scale: number) =>
    iterates(radam({ learningRate: 0.1 }), [0], () => [scale], 8).map(([x], i, all) => x! - (all[i - 1]?.[0] ?? 0));
  const [small, large] = [at(1), at(100)];
  for (let t = 0; t < 5; t++) {
    expect(small[t]).toBeCloseTo(-0.1, 12);
    expect(large[t]! / small[t]!).toBeCloseTo(100, 9);
  }
  for (let t = 5; t < 8; t++) {
    expect(large[t]).toBeCloseTo(small[t]!, 7);
    expect(Math.abs(small[t]!)).toBeLessThan(0.01);
  }
});

test("weight decay is decoupled", () => {
  const points = iterates(radam({ learningRate: 0.1, weightDecay: 0.5 }), [2], () => [0], 9);
  expect(points.at(-1)![0]).toBeCloseTo(2 * 0.95 ** 9, 13);
});
