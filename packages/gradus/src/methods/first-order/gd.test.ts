import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fastGradient, gd, lastRow, logSumExp, minimize, quadratic, rosenbrock } from "../../index.ts";

const vector = (values: number[]) => np.array(values, { dtype: np.float64 });
const quadraticOf = (curvatures: number[], start: number[]) => ({
  initial: (key: np.Array) => {
    key.dispose();
    return vector(start);
  },
  loss: (x: np.Array) => np.square(x).mul(vector(curvatures)).sum().mul(0.5),
});

async function trace(method: ReturnType<typeof gd>, problem: Parameters<typeof gd.prototype>[0], steps: number) {
  const solution = await minimize(problem as ReturnType<typeof quadraticOf>, method, { steps });
  solution.answer.dispose();
  return solution.trace;
}

describe("gd", () => {
  test("L doubles until the model lies above f, and halves after the step", async () => {
    const { rows } = await trace(gd(), quadraticOf([3], [1]), 1);
    // L = 1 and 2 are below the curvature 3; 4 is accepted: x = 1 − 3/4.
    expect(rows[1]).toMatchObject({ calls: { gradient: 4 }, extra: { L: 2, rejected: 2 } });
    expect(rows[1]!.objective).toBeCloseTo(1.5 / 16, 14);
  });

  test("in the metric of a quadratic's own curvatures one step with L = 1 is Newton's", async () => {
    const { rows } = await trace(gd({ metric: [3, 50] }), quadraticOf([3, 50], [1, -2]), 1);
    expect(rows[1]!.objective).toBeLessThan(1e-28);
  });

  test("the objective never rises", async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), async (lipschitz) => {
        const { rows } = await trace(gd({ lipschitz }), rosenbrock(), 25);
        for (const [k, { objective }] of rows.entries()) {
          if (k > 0) expect(objective).toBeLessThanOrEqual(rows[k - 1]!.objective);
        }
      }),
      { numRuns: 10 },
    );
  });

  test("where no L passes it keeps x, and goes on with the larger one", async () => {
    const { rows } = await trace(gd({ lipschitz: 1e-6, maximumTrials: 3 }), quadraticOf([1], [1]), 12);
    expect(rows[1]).toMatchObject({ objective: 0.5, extra: { rejected: 3 } });
    expect(rows[1]!.extra["L"]).toBeCloseTo(8e-6, 14);
    expect(rows[12]!.objective).toBeLessThan(0.5);
  });

  test("steps grow without bound where the curvature vanishes, if L may fall to 0", async () => {
    const flat = { ...quadraticOf([1], [0]), loss: (x: np.Array) => np.exp(x.neg()).sum() };
    const bounded = lastRow(await trace(gd({ smallestLipschitz: 0.1, gradientTolerance: 0 }), flat, 60));
    const free = lastRow(await trace(gd({ smallestLipschitz: 0, gradientTolerance: 0 }), flat, 60));
    expect(free.objective).toBeLessThan(1e-6 * bounded.objective);
  });
});

describe("fast-gradient", () => {
  test("its first step is that of gd", async () => {
    const one = await trace(fastGradient() as never, quadraticOf([3, 1], [1, 2]), 1);
    const other = await trace(gd(), quadraticOf([3, 1], [1, 2]), 1);
    expect(one.rows[1]!.objective).toBeCloseTo(other.rows[1]!.objective, 14);
  });

  test("it leaves gd behind on a badly conditioned quadratic", async () => {
    const problem = quadratic({ eigenvalues: [1e-4, 1e-3, 1e-2, 1e-1, 1] });
    const fast = lastRow(await trace(fastGradient() as never, problem as never, 200));
    const plain = lastRow(await trace(gd(), problem as never, 400));
    expect(fast.calls.gradient!).toBeGreaterThan(2 * 200);
    expect(fast.objective).toBeLessThan(0.2 * plain.objective);
  });

  test("keeps the bound 2 L ‖x₀ − x*‖²/k² of its theory", async () => {
    const problem = logSumExp({ dimension: 10, terms: 15 });
    const { rows } = await trace(fastGradient({ metric: problem.metric }) as never, problem as never, 60);
    // In this metric the gradient's Lipschitz constant is at most 1; a search that doubles at most doubles it.
    const start = problem.metric.data.reduce((sum, value) => sum + value, 0);
    for (const { step, objective } of rows.slice(1)) {
      expect(objective - problem.minimum.value).toBeLessThanOrEqual((4 * start) / step ** 2);
    }
  });
});
