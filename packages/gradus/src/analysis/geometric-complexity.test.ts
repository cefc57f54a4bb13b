import { numpy as np, random } from "@jax-js/jax";
import { expect, test } from "vitest";
import { valueAndGradient } from "../engine/compile.ts";
import { expectNoLeak } from "../engine/live-arrays.ts";
import { geometricComplexity, OptionError, withGeometricComplexity } from "../index.ts";
import { linear } from "../problems/networks.ts";

const array = (rows: number[][]) => np.array(rows, { dtype: np.float64 });

test("of a linear function it is its matrix's squared norm, and its gradient twice the matrix", async () => {
  const { predict } = linear(2, 3);
  const inputs = () =>
    array([
      [1, 2],
      [-1, 0.5],
    ]);
  const params = () => ({
    weight: array([
      [1, 2, 3],
      [0, -1, 1],
    ]),
    bias: np.zeros([3], { dtype: np.float64 }),
  });
  await expectNoLeak(() => {
    expect(geometricComplexity(predict, params(), inputs()).item()).toBeCloseTo(16, 12);
  });
  const slope = valueAndGradient((own: ReturnType<typeof params>) => geometricComplexity(predict, own, inputs()));
  const [, { weight }] = slope(params());
  expect(weight.js()).toEqual([
    [2, 4, 6],
    [0, -2, 2],
  ]);
});

test("as a regulariser it is added to the loss with its weight", () => {
  const predict = (w: np.Array, x: np.Array) => np.tanh(np.dot(x, w));
  const inputs = () =>
    array([
      [0.5, 1],
      [0.2, -0.3],
    ]);
  const problem = {
    initial: (key: np.Array) => random.normal(key, [2]).astype(np.float64),
    loss: (w: np.Array, batch: np.Array) => np.square(predict(w, batch)).mean(),
    predict,
    inputsOf: (batch: np.Array) => batch,
    lossOfPrediction(y: np.Array, batch: np.Array) {
      batch.dispose();
      return np.square(y).mean();
    },
  };
  const w = () => np.array([0.7, -0.2], { dtype: np.float64 });
  const smooth = withGeometricComplexity(problem, { weight: 0.3 });
  const expected = [
    [0.5, 1],
    [0.2, -0.3],
  ].map(([a, b]) => (1 - Math.tanh(0.7 * a! - 0.2 * b!) ** 2) ** 2 * 0.53);
  const complexity = (expected[0]! + expected[1]!) / 2;
  const plain = problem.loss(w(), inputs()).item() as number;
  expect(smooth.loss(w(), inputs()).item()).toBeCloseTo(plain + 0.3 * complexity, 12);
  expect(() => withGeometricComplexity(problem, { weight: -1 })).toThrow(OptionError);
});
