import { expect, test } from "vitest";
import { adafactor } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("steps are ρ_t = min(0.01, 1/√t) relative to the parameters' root mean square", () => {
  const [[a, b]] = iterates(adafactor(), [3, 4], () => [7, -0.1], 1) as [number[]];
  const step = 0.01 * Math.sqrt(12.5);
  expect(a).toBeCloseTo(3 - step, 12);
  expect(b).toBeCloseTo(4 + step, 12);
});

test("parameters at 0 move by ε₂ times the rate", () => {
  expect(iterates(adafactor(), [0], () => [1], 1)[0]![0]).toBeCloseTo(-1e-5, 15);
});

test("with steps that are not relative the learning rate is the step", () => {
  expect(iterates(adafactor({ relativeStep: false, learningRate: 0.1 }), [3], () => [50], 1)[0]![0]).toBeCloseTo(
    2.9,
    12,
  );
});
