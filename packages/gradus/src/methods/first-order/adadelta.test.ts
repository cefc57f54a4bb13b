import { expect, test } from "vitest";
import { adadelta } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("the first step is √(ε/(1 − ρ)) at the paper's constants", () => {
  expect(iterates(adadelta(), [0], () => [1000], 1)[0]![0]).toBeCloseTo(-Math.sqrt(1e-6 / 0.05), 9);
});

test("the scale of the loss does not matter while gradients are far above √ε", () => {
  const at = (scale: number) => iterates(adadelta(), [1], ([x]) => [scale * x!], 20).at(-1)![0]!;
  expect(at(1e6)).toBeCloseTo(at(1e4), 8);
});

test("the learning rate scales the steps, not their memory", () => {
  const gradientAt = (_: number[], t: number) => [Math.cos(t)];
  const plain = iterates(adadelta(), [0], gradientAt, 10);
  for (const [t, [x]] of iterates(adadelta({ learningRate: 0.5 }), [0], gradientAt, 10).entries()) {
    expect(x).toBeCloseTo(0.5 * plain[t]![0]!, 14);
  }
});
