import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import {
  accumulateMomentum,
  chain,
  descend,
  injectHyperparameters,
  minimize,
  quadratic,
  scaleByLearningRate,
  scheduleFree,
  schedules,
  type Tree,
  trees,
} from "../index.ts";
import { entries, feed } from "./feed.ts";

/** The paper's three sequences, written out with x kept, on gradients that depend on y. */
function recursion(
  gradientAt: (y: number) => number,
  {
    start,
    beta,
    rate,
    power,
    steps,
  }: { start: number; beta: number; rate: (t: number) => number; power: number; steps: number },
) {
  let z = start;
  let x = start;
  let y = start;
  let sum = 0;
  let largest = 0;
  return Array.from({ length: steps }, (_, t) => {
    z -= rate(t) * gradientAt(y);
    largest = Math.max(largest, rate(t));
    const weight = largest ** power;
    sum += weight;
    const c = sum > 0 ? weight / sum : 0;
    x = (1 - c) * x + c * z;
    y = (1 - beta) * z + beta * x;
    return { x, y };
  });
}

const curvature = 1.7;
const gradientOf = (params: Tree) => {
  const { w } = params as { w: np.Array };
  return { w: w.mul(np.array(curvature, { dtype: np.float64 })) };
};

describe.each([
  ["a constant rate", 0.9, () => 0.4, 2],
  ["a warm-up from 0", 0.9, schedules.warmup({ to: 0.4, steps: 4 }), 2],
  ["a rate that falls again", 0.6, schedules.linear({ from: 0.4, to: 0.1, steps: 5 }), 1],
  ["β = 1", 1, () => 0.4, 2],
] as const)("with %s", (_, momentum, rate, weightPower) => {
  test("trains y and answers x of the paper's recursion", () => {
    const method = scheduleFree(scaleByLearningRate(rate), { momentum, learningRate: rate, weightPower });
    const rows = feed(method, { w: 3 }, Array(8).fill(gradientOf));
    const expected = recursion((y) => curvature * y, { start: 3, beta: momentum, rate, power: weightPower, steps: 8 });
    for (const [i, { x, y }] of expected.entries()) {
      expect(rows[i]!.params[0]).toBeCloseTo(y, 11);
      expect(rows[i]!.answer[0]).toBeCloseTo(x, 11);
    }
  });
});

test("a constant rate needs no telling: every constant gives equal weights", () => {
  const inner = scaleByLearningRate(0.4);
  const gradients = [1, -2, 3, 4].map((w) => ({ w }));
  const told = feed(scheduleFree(inner, { learningRate: 0.4 }), { w: 3 }, gradients);
  const untold = feed(scheduleFree(inner), { w: 3 }, gradients);
  for (const [i, { params }] of untold.entries()) expect(params[0]).toBeCloseTo(told[i]!.params[0]!, 12);
});

test("gives the figures of optax.contrib.schedule_free_sgd's documentation", async () => {
  // f(x) = Σ x², from (1, 2, 3), learning rate 1; the objective at the averaged parameters after steps 1, 2, …
  const published = ["1.40e+1", "1.75e-14", "9.96e-1", "8.06e-1", "2.41e-1"];
  const rows = feed(
    scheduleFree(scaleByLearningRate(1)),
    { w: [1, 2, 3] },
    Array(5).fill((params: Tree) => trees.scale(params, 2)),
  );
  const objectives = rows.map(({ answer }) => answer.reduce((sum, x) => sum + x * x, 0));
  // The second is zero but for float32's rounding there.
  expect(objectives[1]).toBeLessThan(1e-13);
  for (const i of [0, 2, 3, 4]) expect(objectives[i]!.toExponential(2)).toBe(published[i]);
});

test("momentum that is injected is the one that the answer undoes", () => {
  const method = injectHyperparameters(({ momentum }) => scheduleFree(scaleByLearningRate(0.4), { momentum }), {
    momentum: schedules.linear({ from: 0.5, to: 0.9, steps: 4 }),
  });
  const rows = feed(method, { w: 3 }, Array(6).fill(gradientOf));
  let [x, y, z] = [3, 3, 3];
  for (const [t, row] of rows.entries()) {
    const beta = 0.5 + 0.4 * Math.min(t / 4, 1);
    z -= 0.4 * curvature * y;
    x += (z - x) / (t + 1);
    y = (1 - beta) * z + beta * x;
    expect(row.params[0]).toBeCloseTo(y, 11);
    expect(row.answer[0]).toBeCloseTo(x, 11);
  }
});

test("reaches a minimum with no schedule", async () => {
  const problem = quadratic({
    A: [
      [2, 0.5],
      [0.5, 1],
    ],
    b: [1, 1],
    start: [3, -2],
  });
  const { answer } = await minimize(problem, descend("schedule-free", scheduleFree(scaleByLearningRate(0.5))), {
    steps: 2000,
  });
  // A x = b.
  for (const [i, value] of entries(answer).entries()) expect(value).toBeCloseTo([0.5 / 1.75, 1.5 / 1.75][i]!, 2);
});

test("momentum must be in (0, 1]", () => {
  const inner = chain(accumulateMomentum(0), scaleByLearningRate(1));
  expect(() => scheduleFree(inner, { momentum: 0 })).toThrow("scheduleFree: momentum must be in (0, 1], got 0");
});
