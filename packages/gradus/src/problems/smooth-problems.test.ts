import { numpy as np, random } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import {
  compile,
  linearAlgebra,
  logisticOf,
  logSumExp,
  logSumExpOf,
  poweredChebyshev,
  poweredLinear,
  poweredNormOf,
  poweredRosenbrock,
  separableLogistic,
  softmaxOf,
  valueAndGradient,
} from "../index.ts";

type Loss = (x: np.Array, batch: undefined) => np.Array;

const vector = (values: ArrayLike<number>) => np.array(Float64Array.from(values), { dtype: np.float64 });

async function at(loss: Loss, x: number[]): Promise<{ value: number; gradient: number[] }> {
  const program = compile(valueAndGradient((point: np.Array) => loss(point, undefined)));
  const [value, gradient] = program(vector(x));
  const read = { value: (await value.data())[0]!, gradient: Array.from(await gradient.data()) };
  program.dispose();
  return read;
}

const startOf = async ({ initial }: { initial(key: np.Array): np.Array }) =>
  Array.from(await initial(random.key(0)).data());

const A = linearAlgebra.fromRows([
  [1, 2],
  [-1, 0.5],
  [0, -1],
]);

describe.each<[string, Loss, number[]]>([
  ["log-sum-exp", logSumExpOf({ A, b: [0, 1, 2], temperature: 0.5, start: [0, 0] }).loss, [0.3, -0.2]],
  ["logistic", logisticOf({ A, labels: [1, -1, 1] }).loss, [0.3, -0.2]],
  ["softmax", softmaxOf({ A, labels: [0, 1, 1], classes: 2 }).loss, [0.3, -0.2, 0.1, 0.5]],
  ["powered linear", poweredLinear({ A, b: [1, 2, 3], power: 3, start: [0, 0] }).loss, [0.3, -0.2]],
  ["powered Rosenbrock", poweredRosenbrock({ power: 5 }).loss, [0.3, -0.2]],
  ["powered Chebyshev", poweredChebyshev({ dimension: 3 }).loss, [0.3, -0.2, 0.4]],
])("%s", (_, loss, x) => {
  test("has the gradient of its differences", async () => {
    const { gradient } = await at(loss, x);
    for (const i of x.keys()) {
      const moved = async (t: number) =>
        (
          await at(
            loss,
            x.map((value, k) => value + (k === i ? t : 0)),
          )
        ).value;
      const slope = ((await moved(1e-5)) - (await moved(-1e-5))) / 2e-5;
      expect(Math.abs(gradient[i]! - slope)).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)));
    }
  });
});

test("log-sum-exp: values far apart neither overflow nor vanish", async () => {
  const { loss } = logSumExpOf({ A, b: [0, 0, 0], temperature: 1e-3, start: [0, 0] });
  const { value, gradient } = await at(loss, [100, 200]);
  expect(value).toBeCloseTo(500, 9);
  expect(gradient).toEqual([1, 2]);
});

test("the centred log-sum-exp has its minimum at 0, and equal seeds give equal data", async () => {
  const problem = logSumExp({ dimension: 4, terms: 7, temperature: 0.3, seed: 5 });
  const { value, gradient } = await at(problem.loss, [0, 0, 0, 0]);
  expect(value).toBeCloseTo(problem.minimum.value, 13);
  for (const g of gradient) expect(Math.abs(g)).toBeLessThan(1e-14);
  expect(await startOf(problem)).toEqual([1, 1, 1, 1]);
  const again = logSumExp({ dimension: 4, terms: 7, temperature: 0.3, seed: 5 });
  expect(again.metric).toEqual(problem.metric);
  expect(logSumExp({ dimension: 4, terms: 7, seed: 6 }).metric).not.toEqual(problem.metric);
});

test("separable logistic data have their margin", () => {
  const { A: near } = separableLogistic({ margin: 0, seed: 2 });
  const { A: far } = separableLogistic({ margin: 0.5, seed: 2 });
  const moved = linearAlgebra.toRows(far).map((row, i) => row.map((value, j) => value - near.data[i * 20 + j]!));
  for (const change of moved) expect(Math.hypot(...change)).toBeCloseTo(0.5, 12);
});

test("two classes by softmax are logistic regression of their difference", async () => {
  const logistic = await at(logisticOf({ A, labels: [1, -1, -1] }).loss, [0.3, -0.2]);
  const softmax = await at(softmaxOf({ A, labels: [1, 0, 0], classes: 2 }).loss, [0, 0, 0.3, -0.2]);
  expect(softmax.value).toBeCloseTo(logistic.value, 13);
});

describe("powered norms", () => {
  test.each([2, 3, 4, 5, 2.5])("power %d: ‖u‖^p/p, and a gradient of 0 where u = 0", async (power) => {
    const { loss } = poweredRosenbrock({ power });
    const u = Math.hypot(1 - 0.3, 10 * (-0.2 - 0.09));
    expect((await at(loss, [0.3, -0.2])).value / (u ** power / power)).toBeCloseTo(1, 12);
    const { value, gradient } = await at(loss, [1, 1]);
    expect(value).toBe(0);
    for (const g of gradient) expect(Math.abs(g)).toBe(0);
  });

  test("Chebyshev's system: u₁ = (1 − x₁)/2, u_i = x_i − (2 x_{i−1}² − 1)", async () => {
    const { normed } = poweredChebyshev({ dimension: 3 });
    expect(Array.from(await normed(vector([0.5, 1, 2]), undefined).data())).toEqual([0.25, 1.5, 1]);
  });
});

test("what does not fit is refused", () => {
  expect(() => logisticOf({ A, labels: [1, 0, 1] })).toThrow(/label must be −1 or 1, got 0/);
  expect(() => logisticOf({ A, labels: [1] })).toThrow(/3 rows need as many labels, got 1/);
  expect(() => softmaxOf({ A, labels: [0, 1, 2], classes: 2 })).toThrow(/label must be a class 0 … 1, got 2/);
  expect(() => poweredNormOf({ name: "u", normed: (x) => x, power: 1, start: [0] })).toThrow(
    /power must be a number ≥ 2, got 1/,
  );
  expect(() => poweredRosenbrock({ start: [1] })).toThrow(/start must have 2 entries, got 1/);
  expect(() => poweredChebyshev({ dimension: 1 })).toThrow(/dimension must be at least 2, got 1/);
  expect(() => logSumExp({ temperature: 0 })).toThrow(/temperature must be a positive number, got 0/);
});
