import { expect, test } from "vitest";
import { emaSgd, OptionError, sgd } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

const curvatures = [1, 0.1];
const quadratic = (x: number[]) => x.map((value, i) => curvatures[i]! * value);

test("gradient descent contracts a quadratic by 1 − α c a step", () => {
  for (const [t, x] of iterates(sgd({ learningRate: 0.5 }), [1, 1], quadratic, 10).entries()) {
    expect(x).toEqual(curvatures.map((c) => expect.closeTo((1 - 0.5 * c) ** (t + 1), 14)));
  }
});

test("is stable just below α = 2/L, and not above", () => {
  const last = (learningRate: number) => Math.abs(iterates(sgd({ learningRate }), [1, 0], quadratic, 200).at(-1)![0]!);
  expect(last(1.99)).toBeLessThan(1);
  expect(last(2.01)).toBeGreaterThan(1);
});

test("heavy ball follows its recursion, and a constant gradient with step α/(1 − β) in the end", () => {
  let [x, m] = [
    [1, -2],
    [0, 0],
  ];
  for (const point of iterates(sgd({ learningRate: 0.1, momentum: 0.8 }), x, quadratic, 12)) {
    m = quadratic(x).map((g, i) => 0.8 * m[i]! + g);
    x = x.map((value, i) => value - 0.1 * m[i]!);
    expect(point).toEqual(x.map((value) => expect.closeTo(value, 13)));
  }
  const points = iterates(sgd({ learningRate: 0.1, momentum: 0.8 }), [0], () => [1], 200);
  expect(points[199]![0]! - points[198]![0]!).toBeCloseTo(-0.1 / 0.2, 12);
});

test("Nesterov's first step is 1 + β times the plain one", () => {
  const [[x]] = iterates(sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }), [0], () => [1], 1) as [number[]];
  expect(x).toBeCloseTo(-0.19, 14);
});

test("weight decay is coupled: momentum sees it", () => {
  const points = iterates(sgd({ learningRate: 0.1, momentum: 0.5, weightDecay: 1 }), [1], () => [0], 2);
  expect(points[0]![0]).toBeCloseTo(0.9, 14);
  expect(points[1]![0]).toBeCloseTo(0.9 - 0.1 * (0.5 * 1 + 0.9), 14);
});

test("a momentum of 0 is no momentum, and the average's form differs by 1/(1 − β) alone in the long run", () => {
  expect(iterates(sgd({ momentum: 0 }), [1, 1], quadratic, 3)).toEqual(iterates(sgd(), [1, 1], quadratic, 3));
  const sum = iterates(sgd({ learningRate: 0.1, momentum: 0.5 }), [0], () => [1], 60);
  const mean = iterates(emaSgd({ learningRate: 0.2, momentum: 0.5 }), [0], () => [1], 60);
  expect(sum[59]![0]! - sum[58]![0]!).toBeCloseTo(mean[59]![0]! - mean[58]![0]!, 12);
});

test("names what is wrong", () => {
  expect(() => sgd({ momentum: 1 })).toThrow(OptionError);
  expect(() => sgd({ momentum: 1 })).toThrow("sgd: momentum must be in [0, 1), got 1");
});
