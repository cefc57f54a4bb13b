import { numpy as np, random } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  adam,
  conditionedLogistic,
  convolutional,
  crossEntropy,
  minibatches,
  minimize,
  OptionError,
  perceptron,
  type Samples,
  shiftedTemplates,
  supervised,
} from "../index.ts";

const counting = (count: number): Samples => ({
  inputs: Float64Array.from({ length: count }, (_, i) => i),
  shape: [1],
  targets: Float64Array.from({ length: count }, (_, i) => i),
});

describe("minibatches", () => {
  test("an epoch takes every sample once, in an order of its own", () => {
    fc.assert(
      fc.property(fc.nat(99), (seed) => {
        const next = minibatches(counting(12), 4, np.float32)(seed);
        const epoch = (from: number) =>
          [0, 1, 2].flatMap((i) => {
            const { inputs, targets } = next(from + i);
            inputs.dispose();
            return [...targets.dataSync()];
          });
        const [first, second] = [epoch(0), epoch(3)];
        expect(first.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i));
        expect(second.toSorted((a, b) => a - b)).toEqual(first.toSorted((a, b) => a - b));
      }),
      { numRuns: 10 },
    );
  });

  test("a batch depends on seed and number alone", () => {
    const open = () => minibatches(counting(12), 4, np.float32)(5);
    const take = (next: ReturnType<typeof open>, index: number) => {
      const { inputs, targets } = next(index);
      targets.dispose();
      return [...inputs.dataSync()];
    };
    const inOrder = open();
    for (let i = 0; i < 7; i++) take(inOrder, i);
    expect(take(inOrder, 7)).toEqual(take(open(), 7));
  });

  test("a batch larger than the samples is refused", () => {
    expect(() => minibatches(counting(3), 4, np.float32)).toThrow(
      new OptionError("minibatches: batchSize must be a whole number in [1, 3], got 4"),
    );
  });
});

describe("shifted templates", () => {
  test("are standardised, reproducible, and in ten classes", () => {
    const { train, test: held } = shiftedTemplates(0);
    expect([train.targets.length, held.targets.length]).toEqual([1500, 1000]);
    expect(new Set(train.targets).size).toBe(10);
    const column = Array.from({ length: 1500 }, (_, row) => train.inputs[row * 64 + 9]!);
    const mean = column.reduce((sum, v) => sum + v, 0) / 1500;
    expect(mean).toBeCloseTo(0, 10);
    expect(column.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 1500).toBeCloseTo(1, 10);
    expect(shiftedTemplates(0).train.inputs).toEqual(train.inputs);
    expect(shiftedTemplates(1).train.inputs).not.toEqual(train.inputs);
  });
});

describe("a perceptron on shifted templates", () => {
  test("learns: far above the one in ten of guessing", async () => {
    const { train, test: held } = shiftedTemplates(1);
    const problem = supervised({
      name: "templates",
      model: perceptron([64, 64, 10]),
      fit: crossEntropy(10),
      train,
      test: held,
      dtype: np.float32,
      batchSize: 64,
    });
    const { trace, answer } = await minimize(problem, adam({ learningRate: 0.01 }), { steps: 150 });
    expect(trace.rows.at(-1)!.extra["testAccuracy"]).toBeGreaterThan(0.6);
    for (const { weight, bias } of answer.layers) {
      weight.dispose();
      bias.dispose();
    }
  });
});

test("a convolutional network keeps rows apart: its scores for two images are those of each alone", () => {
  const { initial, predict } = convolutional({ side: 8, channels: [2, 3], classes: 4 });
  const params = () => initial(random.key(3));
  const images = random.normal(random.key(1), [2, 1, 8, 8]);
  const both = predict(params(), images.ref).js() as number[][];
  const first = predict(params(), images.slice([0, 1])).js() as number[][];
  expect(both).toHaveLength(2);
  for (const [i, score] of first[0]!.entries()) expect(both[0]![i]).toBeCloseTo(score, 4);
});

describe("conditioned logistic regression", () => {
  test("has no value below its minimum, and its curvature is at most L", async () => {
    const problem = conditionedLogistic({ samples: 80, dimension: 6, seed: 2 });
    const value = (x: number[]) => problem.loss(np.array(x, { dtype: np.float64 }), undefined).item();
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 6, maxLength: 6 }), (x) => {
        expect(value(x)).toBeGreaterThanOrEqual(problem.minimum.value - 1e-12);
      }),
      { numRuns: 25 },
    );
    expect(value([0, 0, 0, 0, 0, 0])).toBeCloseTo(Math.log(2), 12);
    expect(problem.smoothness).toBeGreaterThan(0);
  });
});
