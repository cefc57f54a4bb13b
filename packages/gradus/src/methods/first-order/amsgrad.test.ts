import { expect, test } from "vitest";
import { adam, amsgrad } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("while squared gradients grow it is Adam", () => {
  const gradientAt = (_: number[], t: number) => [2 ** t];
  expect(iterates(amsgrad(), [0], gradientAt, 8)).toEqual(iterates(adam(), [0], gradientAt, 8));
});

test("Reddi's counterexample: Adam drifts to the worse end, AMSGrad towards the better", () => {
  // f_t(x) = 1010 x every 101st step, −10 x in between, on [−1, 1]: the mean gradient is positive, so −1 is best.
  const gradientAt = (_: number[], t: number) => [t % 101 === 0 ? 1010 : -10];
  const options = { learningRate: 0.5 / Math.sqrt(3000), beta1: 0, beta2: 0.99 };
  const drift = (optimizer: ReturnType<typeof adam>) => iterates(optimizer, [0], gradientAt, 3030).at(-1)![0]!;
  expect(drift(adam(options))).toBeGreaterThan(0.5);
  expect(drift(amsgrad(options))).toBeLessThan(0);
});
