import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../engine/live-arrays.ts";
import {
  adam,
  adamEdgeOfStability,
  edgeOfStability,
  gradientAlignment,
  hessianCondition,
  type Look,
  lastRow,
  type Method,
  minimize,
  OptionError,
  observe,
  perceptron,
  quadratic,
  sgd,
  sharpness,
  trees,
} from "../index.ts";

const vector = (values: number[]) => np.array(values, { dtype: np.float64 });
const problem = quadratic({
  A: [
    [4, 0, 0],
    [0, 1, 0],
    [0, 0, 0.5],
  ],
  b: [0, 0, 0],
  start: [1, 2, 4],
});

async function watch(method: unknown, look: Look<np.Array>, steps = 3, every = 1) {
  const { trace, answer } = await minimize(
    problem,
    observe(method as Method<typeof problem, unknown, np.Array>, { look, every }),
    { steps },
  );
  trees.dispose(answer);
  return trace.rows.map(({ extra }) => extra);
}

describe("looks along a run", () => {
  test("tell the sharpness at the chosen steps, and nothing at others", async () => {
    const rows = await watch(sgd({ learningRate: 0.1 }), sharpness(problem, { top: 2 }), 3, 2);
    expect(rows[0]).toMatchObject({ sharpness: expect.closeTo(4, 9), eigenvalue2: expect.closeTo(1, 9) });
    expect(rows[1]).not.toHaveProperty("sharpness");
    expect(rows[2]).toHaveProperty("sharpness");
  });

  test("tell how near gradient descent is to its edge, with momentum and schedules", async () => {
    const still = sgd({ learningRate: 1e-9 });
    const ratio = async (options: Parameters<typeof edgeOfStability>[1]) =>
      (await watch(still, edgeOfStability(problem, options), 2)).map(({ edgeRatio }) => edgeRatio!);
    expect((await ratio({ learningRate: 0.5 }))[0]).toBeCloseTo(1, 9);
    expect((await ratio({ learningRate: 0.5, momentum: 0.5 }))[0]).toBeCloseTo(2 / 3, 9);
    expect((await ratio({ learningRate: 0.5, momentum: 0.5, nesterov: true }))[0]).toBeCloseTo(4 / 3, 9);
    const scheduled = await ratio({ learningRate: (step) => 0.5 / (1 + step) });
    for (const [i, expected] of [1, 1 / 2, 1 / 3].entries()) expect(scheduled[i]).toBeCloseTo(expected, 9);
    expect(() => edgeOfStability(problem, { learningRate: 0 })).toThrow(OptionError);
  });

  test("beyond the edge gradient descent diverges, before it it does not", async () => {
    for (const [learningRate, diverges] of [
      [0.49, false],
      [0.51, true],
    ] as const) {
      const { trace, answer } = await minimize(problem, sgd({ learningRate }), { steps: 400 });
      answer.dispose();
      expect(lastRow(trace).objective > trace.rows[0]!.objective).toBe(diverges);
    }
  });

  test("tell the condition number where there is one", async () => {
    const still = sgd({ learningRate: 1e-9 });
    const [row] = await watch(still, hessianCondition(problem), 1);
    expect(row).toMatchObject({ condition: expect.closeTo(8, 9), smallestEigenvalue: expect.closeTo(0.5, 9) });
    const saddle = (x: np.Array) =>
      np
        .square(x)
        .mul(vector([1, 1, -1]))
        .sum();
    const [there] = await watch(still, hessianCondition(saddle), 1);
    expect(there).toEqual({ largestEigenvalue: expect.closeTo(2, 9), smallestEigenvalue: expect.closeTo(-2, 9) });
  });

  test("tell the share of the gradient along the top eigenvectors", async () => {
    const still = sgd({ learningRate: 1e-9 });
    // g = (4, 2, 2)
    const share = async (top: number) => (await watch(still, gradientAlignment(problem, { top }), 1))[0]!;
    expect((await share(1))["gradientAlignment"]).toBeCloseTo(16 / 24, 9);
    expect((await share(2))["gradientAlignment"]).toBeCloseTo(20 / 24, 9);
    expect(await share(3)).toMatchObject({
      gradientAlignment: expect.closeTo(1, 9),
      gradientNorm: expect.closeTo(Math.sqrt(24), 9),
    });
    const [flat] = await watch(
      still,
      gradientAlignment((x: np.Array) => x.mul(0).sum()),
      1,
    );
    expect(flat).toEqual({ gradientNorm: 0 });
  });

  test("tell Adam's sharpness as Adam meets it", async () => {
    const options = { learningRate: 0.1, beta1: 0.8, beta2: 0.9, epsilon: 1e-3 };
    const watched = adamEdgeOfStability(problem, options);
    const rows = await watch(adam(options), watched, 1);
    expect(rows[0]).toEqual({});
    // After one step v̂ = g², g = (4, 2, 2).
    const p = [4, 2, 2].map((g) => (1 - 0.8) * (g + 1e-3));
    const expected = Math.max(4 / p[0]!, 1 / p[1]!, 0.5 / p[2]!);
    expect(rows[1]!["preconditionedSharpness"]).toBeCloseTo(expected, 7);
    expect(rows[1]!["edge"]).toBeCloseTo((2 * 1.8) / (0.2 * 0.1), 9);
    await expect(watch(sgd(), watched, 1)).rejects.toThrow("adamEdgeOfStability: the method's state has no v of Adam");
  });

  test("leave the steps as they are and no arrays behind, run after run", async () => {
    const look = edgeOfStability(problem, { learningRate: 0.1 });
    const objectives = async (method: unknown) => {
      const run = await minimize(problem, method as Method<typeof problem, unknown, np.Array>, { steps: 4 });
      run.answer.dispose();
      return run.trace.rows.map(({ objective }) => objective);
    };
    const bare = sgd({ learningRate: 0.1 });
    expect(await objectives(observe(bare as never, { look }))).toEqual(await objectives(bare));
    await expectNoLeak(() => objectives(observe(bare as never, { look })));
  });
});

/*
 * Cohen et al. 2021, appendix: full-batch gradient descent on a Chebyshev polynomial. The criterion was set before the first
 * run: with the edge at twice the initial sharpness, the median ratio over the last quarter is within 10 % of 1.
 */
test("gradient descent on a small network sharpens it up to the edge of stability, and stays there", async () => {
  const points = Array.from({ length: 20 }, (_, i) => -1 + (2 * i) / 19);
  const model = perceptron([1, 20, 20, 1], "tanh", np.float64);
  const inputs = () => vector(points).reshape([20, 1]);
  const targets = () => vector(points.map((x) => 8 * x ** 4 - 8 * x ** 2 + 1)).reshape([20, 1]);
  const network = {
    initial: model.initial,
    loss: (params: ReturnType<typeof model.initial>) =>
      np.square(model.predict(params, inputs()).sub(targets())).mean().mul(0.5),
  };
  const still = observe(sgd({ learningRate: 1e-9 })<ReturnType<typeof model.initial>>, { look: sharpness(network) });
  const first = await minimize(network, still, { steps: 0 });
  trees.dispose(first.answer);
  const learningRate = 2 / (2 * first.trace.rows[0]!.extra["sharpness"]!);
  const look = edgeOfStability(network, { learningRate });
  const watched = observe(sgd({ learningRate })<ReturnType<typeof model.initial>>, { look, every: 100 });
  const { trace, answer } = await minimize(network, watched, { steps: 8000 });
  trees.dispose(answer);
  const ratios = trace.rows.flatMap(({ extra }) => extra["edgeRatio"] ?? []);
  expect(ratios[0]).toBeCloseTo(0.5, 3);
  const last = ratios.slice(-Math.floor(ratios.length / 4)).sort((a, b) => a - b);
  const median = last[last.length >> 1]!;
  expect(Math.abs(median - 1)).toBeLessThan(0.1);
  expect(lastRow(trace).objective).toBeLessThan(trace.rows[0]!.objective);
});
