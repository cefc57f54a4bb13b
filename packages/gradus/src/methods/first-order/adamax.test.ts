import { expect, test } from "vitest";
import { adamax } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("the first step has the learning rate's length", () => {
  expect(iterates(adamax(), [1, 1], () => [30, -2], 1)[0]).toEqual([
    expect.closeTo(1 - 2e-3, 9),
    expect.closeTo(1 + 2e-3, 9),
  ]);
});

test("one large gradient shortens later steps for about 1/(1 − β₂) of them", () => {
  const points = iterates(adamax({ beta1: 0, beta2: 0.9 }), [0], (_, t) => [t === 0 ? 100 : 1], 80).map(([x]) => x!);
  expect(points[1]! - points[2]!).toBeCloseTo(2e-3 / (100 * 0.9 ** 2), 12);
  expect(points[78]! - points[79]!).toBeCloseTo(2e-3, 9);
});
