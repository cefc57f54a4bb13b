import { expect, test } from "vitest";
import { lamb } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("every step is α ‖θ‖ long, whatever the gradient", () => {
  let x = [3, 4];
  for (const point of iterates(lamb({ learningRate: 0.1 }), x, (_, t) => [10 ** t, -1], 4)) {
    expect(Math.hypot(point[0]! - x[0]!, point[1]! - x[1]!)).toBeCloseTo(0.1 * Math.hypot(...x), 10);
    x = point;
  }
});

test("decay is inside the direction whose length is set", () => {
  const [[a, b]] = iterates(lamb({ learningRate: 0.1, weightDecay: 0.5 }), [3, 4], () => [1, -1], 1) as [number[]];
  const direction = [1 + 1.5, -1 + 2];
  const scale = (0.1 * 5) / Math.hypot(...direction);
  expect(a).toBeCloseTo(3 - scale * direction[0]!, 5);
  expect(b).toBeCloseTo(4 - scale * direction[1]!, 5);
});
