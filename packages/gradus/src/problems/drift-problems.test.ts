import { type numpy as np, random } from "@jax-js/jax";
import { expect, test } from "vitest";
import { compile, lastRow, logCosh, logCoshOf, minimize, sgd, tanhTeacher, trees, valueAndGradient } from "../index.ts";

test("log cosh is that of its data, however large", async () => {
  const problem = logCoshOf({
    B: [
      [1, 2],
      [0, 500],
    ],
    c: [0.5, 100],
    ridge: 0.4,
    start: [0.3, -2],
  });
  const evaluate = compile(valueAndGradient((x: np.Array) => problem.loss(x, undefined)));
  const [value, gradient] = evaluate(problem.initial(random.key(0)));
  const small = 0.3 - 4 - 0.5;
  const expected = Math.log(Math.cosh(small)) + (1100 - Math.LN2) + 0.2 * (0.09 + 4);
  expect((await value.data())[0]).toBeCloseTo(expected, 10);
  const slope = Math.tanh(small);
  const [first, second] = await gradient.data();
  expect(first).toBeCloseTo(slope + 0.4 * 0.3, 12);
  expect(second).toBeCloseTo(2 * slope - 500 - 0.8, 10);
  evaluate.dispose();
  expect(() => logCoshOf({ B: [[1]], c: [1, 2], start: [0] })).toThrow("logCosh: c must have 1 entries, got 2");
  expect(() => logCoshOf({ B: [[1]], c: [1], start: [] })).toThrow("logCosh: start must have 1 entries, got 0");
});

test("no step shorter than 2 over the largest curvature of log cosh raises it", async () => {
  for (const seed of [0, 1, 2]) {
    const problem = logCosh({ seed });
    const method = sgd({ learningRate: 1.99 / problem.largestCurvature });
    const { answer, trace } = await minimize(problem, method, { steps: 30 });
    answer.dispose();
    const losses = trace.rows.map(({ objective }) => objective);
    for (const [i, loss] of losses.slice(1).entries()) expect(loss).toBeLessThanOrEqual(losses[i]! + 1e-12);
  }
});

test("the teacher's samples follow from the seed, the student's start from the run's", async () => {
  const [one, other] = [tanhTeacher({ seed: 1 }), tanhTeacher({ seed: 2 })];
  const vector = async (problem: typeof one, seed: number) => {
    const params = problem.initial(random.key(seed));
    expect(params.layers.map(({ weight }) => weight.shape)).toEqual([
      [6, 16],
      [16, 16],
      [16, 1],
    ]);
    return [...(await trees.toVector(params).data())];
  };
  expect(await vector(one, 0)).toEqual(await vector(other, 0));
  expect(await vector(one, 0)).not.toEqual(await vector(one, 1));
  const weights = (await vector(one, 0)).slice(6 * 16 + 16, 6 * 16 + 16 + 256);
  const variance = weights.reduce((sum, w) => sum + w * w, 0) / 256;
  expect(variance * 16).toBeGreaterThan(0.7);
  expect(variance * 16).toBeLessThan(1.3);
  const lossAt = async (problem: typeof one) => {
    const { answer, trace } = await minimize(problem, sgd({ learningRate: 0.1 }), { steps: 1 });
    trees.dispose(answer);
    return lastRow(trace);
  };
  const [first, second] = [await lossAt(one), await lossAt(other)];
  expect(first.objective).not.toBe(second.objective);
  expect(first.extra["testLoss"]).toBeGreaterThan(0);
});
