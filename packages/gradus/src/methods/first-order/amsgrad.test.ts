import { expect, test } from "vitest";
import { adam, amsgrad } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("while squared gradients grow it is Adam", () => {
  const gradientAt = (_: number[], t: number) => [2 ** t];
  expect(iterates(amsgrad(), [0], gradientAt, 8)).toEqual(iterates(adam(), [0], gradientAt, 8));
});

test("Reddi's counterexample: Adam drifts uphill, AMSGrad downhill", () => {
  // f_t(x) = 1010 x every 101st step, −10 x in between: the mean slope is 10/101 > 0.
  const gradientAt = (_: number[], t: number) => [t % 101 === 0 ? 1010 : -10];
  const options = { learningRate: 1e-3, beta1: 0, beta2: 0.99 };
  /** Over the second six periods: in the first, the bias correction is still at work. */
  const drift = (optimizer: ReturnType<typeof adam>) => {
    const points = iterates(optimizer, [0], gradientAt, 12 * 101);
    return points.at(-1)![0]! - points[6 * 101 - 1]![0]!;
  };
  expect(drift(adam(options))).toBeGreaterThan(0);
  expect(drift(amsgrad(options))).toBeLessThan(0);
});
