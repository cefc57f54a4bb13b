import { jacobian, numpy as np, random } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import {
  lastRow,
  lossScaleConflict,
  type MultiTaskToy,
  minimize,
  multiTaskToy1,
  multiTaskToy2,
  OptionError,
  samGs,
  trees,
} from "../../index.ts";

const vector = (x: ArrayLike<number>) => np.array(Float64Array.from(x), { dtype: np.float64 });
const lossesAt = async (toy: MultiTaskToy, x: ArrayLike<number>) => [
  ...(await toy.taskLosses(vector(x), undefined).data()),
];

const points = [
  [-8, 5],
  [3, 7.5],
  [1, 0.4],
  [-2, -0.3],
  [10, -3],
  [0, -8.4],
];

describe.each([
  ["one optimum", multiTaskToy1],
  ["two optima", multiTaskToy2],
] as const)("the toy with %s", (_, make) => {
  test("is the same on the host and in the engine, and the loss is the sum", async () => {
    const toy = make({ scale: 0.5 });
    for (const x of points) {
      const [first, second] = toy.taskValues(x);
      expect(await lossesAt(toy, x)).toEqual([expect.closeTo(first, 10), expect.closeTo(second, 10)]);
      expect((await toy.loss(vector(x), undefined).data())[0]).toBeCloseTo(first + second, 10);
      expect(toy.evaluate([Float64Array.from(x)])).toEqual([first + second]);
    }
  });

  test("has the gradients of finite differences", async () => {
    const toy = make();
    const jacobianOf = jacobian((x: np.Array) => toy.taskLosses(x, undefined));
    for (const x of points) {
      const J = await jacobianOf(vector(x)).data();
      for (const [i] of x.entries()) {
        const [ahead, behind] = [1e-6, -1e-6].map((h) =>
          toy.taskValues(x.map((value, k) => value + (k === i ? h : 0))),
        );
        for (const k of [0, 1]) expect(J[2 * k + i]).toBeCloseTo((ahead![k]! - behind![k]!) / 2e-6, 5);
      }
    }
  });

  test("has slope 0 on the line b = 0, where neither valleys nor bowls reach", async () => {
    const J = await jacobian((x: np.Array) => make().taskLosses(x, undefined))(vector([1, 0])).data();
    expect([...J].map((slope) => slope + 0)).toEqual([0, 0, 0, 0]);
  });

  test("is lowest where it says, and nowhere near it lower", () => {
    const { minimum, evaluate } = make();
    for (const at of minimum!.at!) {
      const near = (radius: number) =>
        Array.from({ length: 12 }, (_, i) =>
          Float64Array.of(at[0]! + radius * Math.cos(i), at[1]! + radius * Math.sin(i)),
        );
      expect((evaluate([Float64Array.from(at)]) as number[])[0]).toBeCloseTo(minimum!.value, 9);
      for (const radius of [1e-3, 0.1, 1]) {
        expect(Math.min(...(evaluate(near(radius)) as number[]))).toBeGreaterThan(minimum!.value);
      }
    }
  });

  test("refuses scales and starts that are none", () => {
    expect(() => make({ scale: 0 })).toThrow(OptionError);
    expect(() => make({ start: [1] })).toThrow(/start must be two numbers/);
  });
});

test("the argument of a logarithm is held at 5e-6, where its slope is 0", async () => {
  const toy = multiTaskToy1();
  // ½(−a − 7) + tanh b = 0
  const x = [2 * Math.tanh(3) - 7, 3];
  const J = await jacobian((x: np.Array) => toy.taskLosses(x, undefined))(vector(x)).data();
  expect(J[0]).toBeCloseTo(0, 12);
  expect((await lossesAt(toy, x))[0]).toBeCloseTo(Math.tanh(1.5) * (Math.log(5e-6) + 6), 8);
});

describe("tasks of different loss scales", () => {
  test("start with losses in proportion to the squares of their scales", async () => {
    const { train, answers } = await startOf([1, 0.3, 3]);
    expect(train.every((nmse) => nmse > 0.3 && nmse < 5)).toBe(true);
    trees.dispose(answers);
  });

  test("equal seeds give equal problems, others differ", async () => {
    const losses = async (seed: number) => {
      const problem = lossScaleConflict({ seed, samples: 16 });
      return [...(await problem.taskLosses(problem.initial(random.key(0)), undefined).data())];
    };
    expect(await losses(3)).toEqual(await losses(3));
    expect(await losses(3)).not.toEqual(await losses(4));
  });

  test("are learned together", async () => {
    const method = samGs({ learningRate: 1e-2, threshold: 0.9 });
    const { trace, answer } = await minimize(lossScaleConflict(), method, { steps: 200 });
    trees.dispose(answer);
    for (const k of [1, 2, 3]) expect(lastRow(trace).extra[`testTask${k}Nmse`]).toBeLessThan(0.3);
  });
});

async function startOf(scales: number[]) {
  const problem = lossScaleConflict({ scales });
  const answers = problem.initial(random.key(0));
  const metrics = await problem.metrics(answers);
  return { answers, train: scales.map((_, k) => metrics[`trainTask${k + 1}Nmse`]!) };
}
