import { expect, test } from "vitest";
import { emaSgd, sgd } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("a constant gradient is followed with step η from the first step on, whatever β", () => {
  for (const momentum of [0, 0.5, 0.99]) {
    const points = iterates(emaSgd({ learningRate: 0.2, momentum }), [0], () => [3], 4).map(([x]) => x);
    expect(points).toEqual([1, 2, 3, 4].map((t) => expect.closeTo(-0.6 * t, 12)));
  }
});

test("without momentum it is gradient descent", () => {
  const gradientAt = ([x]: number[]) => [x! * x! - 2];
  const plain = iterates(sgd({ learningRate: 0.1 }), [3], gradientAt, 6);
  expect(iterates(emaSgd({ learningRate: 0.1, momentum: 0 }), [3], gradientAt, 6)).toEqual(plain);
});

test("follows its recursion on a quadratic, with and without look-ahead", () => {
  for (const nesterov of [false, true]) {
    let [x, d] = [2, Number.NaN];
    const points = iterates(emaSgd({ learningRate: 0.5, momentum: 0.7, nesterov }), [x], ([x]) => [x!], 8);
    for (const [t, [point]] of points.entries()) {
      d = t === 0 ? x : 0.7 * d + 0.3 * x;
      x -= 0.5 * (nesterov ? 0.7 * d + 0.3 * x : d);
      expect(point).toBeCloseTo(x, 13);
    }
  }
});

test("weight decay is part of the gradient", () => {
  expect(iterates(emaSgd({ learningRate: 0.1, weightDecay: 0.5 }), [2], () => [1], 1)[0]![0]).toBeCloseTo(1.8, 14);
});
