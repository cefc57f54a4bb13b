import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../engine/live-arrays.ts";
import {
  accumulateGradients,
  chain,
  descend,
  masked,
  minimize,
  quadratic,
  scale,
  scaleByLearningRate,
  sharpnessAware,
  standalone,
  type Tree,
  trees,
} from "../index.ts";
import { entries, feed } from "./feed.ts";

const A = [
  [3, 1],
  [1, 2],
];
const b = [1, -1];
const start = [2, -1];
const problem = quadratic({ A, b, start });

const loss = (x: number[]) =>
  0.5 * x.reduce((sum, xi, i) => sum + xi * A[i]!.reduce((row, a, j) => row + a * x[j]!, 0), 0) -
  x.reduce((sum, xi, i) => sum + xi * b[i]!, 0);

/** Central differences, exact on a quadratic but for rounding. */
const gradient = (x: number[], h = 1e-3) =>
  x.map((_, i) => {
    const shifted = (by: number) => loss(x.map((value, j) => (j === i ? value + by : value)));
    return (shifted(h) - shifted(-h)) / (2 * h);
  });

/** The gradient at the end of a step of length ρ along the gradient. */
const sharpGradient = (x: number[], rho: number) => {
  const g = gradient(x);
  const length = Math.hypot(...g);
  return gradient(x.map((value, i) => value + (rho * g[i]!) / length));
};

test("the inner optimizer gets the gradient at θ + ρ g/‖g‖, at the price of one more gradient a step", async () => {
  const learningRate = 0.1;
  const rho = 0.3;
  const method = descend("sam", sharpnessAware(scaleByLearningRate(learningRate), { rho }));
  const { answer, trace } = await minimize(problem, method, { steps: 5 });
  let x = start;
  for (let step = 0; step < 5; step++) {
    const g = sharpGradient(x, rho);
    x = x.map((value, i) => value - learningRate * g[i]!);
  }
  expect(entries(answer)).toEqual(x.map((value) => expect.closeTo(value, 9)));
  expect(trace.rows.at(-1)!.calls).toEqual({ gradient: 11 });
  expect(trace.rows.at(-1)!.extra).toEqual({ learningRate });
});

describe("in a user's own loop", () => {
  const gradientAt = (params: Tree) => {
    const { w } = params as { w: np.Array };
    return { w: np.dot(np.array(A, { dtype: np.float64 }), w).sub(np.array(b, { dtype: np.float64 })) };
  };
  const optimizer = standalone(sharpnessAware(scale(1), { rho: 0.3 }));
  const run = () => feed(optimizer, { w: start }, [gradientAt, gradientAt], { extras: () => ({ gradientAt }) });

  test("gradientAt is handed to the update", () => {
    expect(run()[0]!.updates).toEqual(sharpGradient(start, 0.3).map((value) => expect.closeTo(value, 9)));
  });

  test("nothing is left behind, though such an update is not compiled", () => expectNoLeak(run));

  test("without it the error says what to do", () => {
    expect(() => feed(optimizer, { w: start }, [{ w: [1, 1] }])).toThrow(
      "sharpnessAware needs the gradient at other parameters: run it by 'descend', or hand 'gradientAt' to the update",
    );
  });

  test("a gradient of 0 is not perturbed", () => {
    // Computed, since the engine folds 0 · x to 0 where the 0 is written.
    const zero = (params: Tree) => trees.map((w) => w.ref.sub(w), params);
    const [row] = feed(optimizer, { w: start }, [zero], { extras: () => ({ gradientAt }) });
    expect(row!.updates).toEqual(gradient(start).map((value) => expect.closeTo(value, 9)));
  });
});

test("on part of the parameters it looks around in those only, the others as they are", async () => {
  const rho = 0.5;
  const parts = {
    name: "a b + a²",
    initial: (key: np.Array) => {
      key.dispose();
      return { a: np.array(1, { dtype: np.float64 }), b: np.array(2, { dtype: np.float64 }) };
    },
    loss: ({ a, b }: { a: np.Array; b: np.Array }) => a.ref.mul(b).add(np.square(a)),
  };
  const sam = masked(sharpnessAware(scaleByLearningRate(1), { rho }), { a: true, b: false });
  const { answer } = await minimize(parts, descend("sam on a", chain(sam)), { steps: 1 });
  // ∂f/∂a = b + 2a = 4 at (1, 2), and 5 at (1.5, 2); b's gradient, 1, is handed on as it is.
  const { a, b: other } = answer;
  expect(a.item()).toBeCloseTo(1 - 5, 12);
  expect(other.item()).toBeCloseTo(2 + 1, 12);
});

test("accumulation goes inside, so that each batch has its own perturbation", async () => {
  const method = descend(
    "sam",
    sharpnessAware(accumulateGradients(scaleByLearningRate(0.1), { every: 2 }), { rho: 0.3 }),
  );
  const { answer } = await minimize(problem, method, { steps: 2 });
  const g = sharpGradient(start, 0.3);
  expect(entries(answer)).toEqual(start.map((value, i) => expect.closeTo(value - 0.1 * g[i]!, 9)));
  const outside = descend("sam", accumulateGradients(sharpnessAware(scaleByLearningRate(0.1)), { every: 2 }));
  await expect(minimize(problem, outside, { steps: 2 })).rejects.toThrow("sharpnessAware needs the gradient");
});

test("ρ must be positive", () => {
  expect(() => sharpnessAware(scale(1), { rho: 0 })).toThrow(
    "sharpnessAware: rho must be a positive number or a schedule, got 0",
  );
});
