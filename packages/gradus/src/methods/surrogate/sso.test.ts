import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lastRow, minimize } from "../../core/index.ts";
import { fromRows, minimumNormSolution } from "../../engine/linear-algebra/index.ts";
import * as tree from "../../engine/tree.ts";
import "../../index.ts";
import { sgd } from "../first-order/sgd.ts";
import { follow } from "./follow.ts";
import { exponentialDecay } from "./outer/schedules.ts";
import { targetAdagrad } from "./outer/target-adagrad.ts";
import { batched, type Loss, type SmallOptions, whole } from "./small-problems.ts";
import type { SsoOptions } from "./sso.ts";

const small = fc.record({
  seed: fc.nat(1000),
  samples: fc.integer({ min: 1, max: 6 }),
  features: fc.integer({ min: 1, max: 4 }),
  loss: fc.constantFrom<Loss>("squared", "logistic", "softmax"),
  model: fc.constantFrom("linear" as const, "tanh" as const),
  shape: fc.constantFrom("flat" as const, "column" as const),
});

describe("closed forms", () => {
  test("squared loss, all samples, η = 1/2, exact inner steps: one step is least squares", async () => {
    for (const options of [{}, { samples: 2, features: 5 }, { isDeficient: true }, { samples: 1 }]) {
      const problem = whole({ loss: "squared", ...options });
      const { objectives } = await follow(problem, { inner: "least-squares" }, { steps: 1 });
      const X = problem.inputsOf(undefined);
      const z = problem.predict([np.zeros([X.shape[1]!, 1], { dtype: np.float64 })], X.ref);
      // At predictions of 0 the gradient of the loss is −2 y / n.
      const y = z.shape[0]!;
      z.dispose();
      const zeros = np.zeros([y], { dtype: np.float64 });
      const atZero = problem.lossOfPrediction(zeros, undefined).item() as number;
      const rows = fromRows(X.js() as number[][]);
      const targets = targetsOf(problem, y);
      const w = minimumNormSolution(rows, targets);
      const least =
        targets.reduce(
          (sum, t, i) => sum + (t - w.reduce((s, v, j) => s + v * rows.data[i * w.length + j]!, 0)) ** 2,
          0,
        ) / y;
      expect(objectives[1]).toBeCloseTo(least, 12);
      expect(least).toBeLessThanOrEqual(atZero);
    }
  });

  test("one inner step of gradient descent is a step of SGD, whatever η", async () => {
    await fc.assert(
      fc.asyncProperty(small, fc.constantFrom(0.01, 1, 100), async (options, targetRate) => {
        const problem = batched({ ...options, batch: Math.min(2, options.samples) });
        const own = await follow(
          problem,
          { innerSteps: 1, targetRate, inner: sgd({ learningRate: 0.1 }) },
          { steps: 3 },
        );
        const { answer, trace } = await minimize(problem, sgd({ learningRate: 0.1 }), { steps: 3 });
        tree.dispose(answer);
        for (const [i, { objective }] of trace.rows.entries()) expect(own.objectives[i]).toBeCloseTo(objective, 11);
      }),
      { numRuns: 12 },
    );
  });

  test("weights of the schedules: a gradient step's surrogate tells them", async () => {
    // Of S(θ − αg) = −α‖g‖² + ½ α² w gᵀJᵀJg/B, the second part is in proportion to w.
    const curvature = async (options: SsoOptions, step: number) => {
      const learningRate = 1e-3;
      const problem = whole({ loss: "squared" });
      const run = (own: SsoOptions) =>
        follow(problem, { ...own, innerSteps: 1, inner: sgd({ learningRate }) }, { steps: step });
      const [first, second] = [await run(options), await run({ targetRate: 1e9 })];
      return lastRow(first.trace).extra["surrogate"]! - lastRow(second.trace).extra["surrogate"]!;
    };
    const unit = async (step: number) => curvature({ targetRate: 1 }, step);
    expect((await curvature({ targetRate: 0.25 }, 3)) / (await unit(3))).toBeCloseTo(4, 6);
    expect((await curvature({ targetRate: 1, outer: "sqrt" }, 3)) / (await unit(3))).toBeCloseTo(Math.sqrt(3), 6);
    const outer = exponentialDecay({ steps: 5 });
    expect((await curvature({ targetRate: 2, outer }, 3)) / (await unit(3))).toBeCloseTo(1 / (2 * 0.2 ** 0.6), 6);
  });
});

/** Targets of a squared loss: at z = 0 its gradient is −2 y/n. */
function targetsOf(problem: ReturnType<typeof whole>, n: number): Float64Array {
  const at = (k: number, by: number) => {
    const z = new Float64Array(n);
    z[k] = by;
    return problem.lossOfPrediction(np.array(z, { dtype: np.float64 }), undefined).item() as number;
  };
  return Float64Array.from({ length: n }, (_, k) => (n * (at(k, -1) - at(k, 1))) / 4);
}

describe("majorisation", () => {
  test("on all samples with η = 1/L the loss stays below what the surrogate foretells, which stays below the loss", async () => {
    await fc.assert(
      fc.asyncProperty(
        small,
        fc.constantFrom<SsoOptions["inner"]>("armijo", "lbfgs"),
        fc.constantFrom(0, 0.1),
        async (options, inner, penalty) => {
          const { trace } = await follow(whole({ ...options, penalty }), { inner, innerSteps: 5 }, { steps: 4 });
          trace.rows.slice(1).forEach(({ objective, extra }, i) => {
            const before = trace.rows[i]!.objective;
            expect(objective).toBeLessThanOrEqual(before + extra["surrogate"]! + 1e-12);
            expect(extra["surrogate"]).toBeLessThanOrEqual(1e-12);
          });
        },
      ),
      { numRuns: 15 },
    );
  });

  test("far beyond 1/L it is no bound", async () => {
    const { trace } = await follow(whole({ loss: "squared" }), { targetRate: 5, inner: "least-squares" }, { steps: 1 });
    const [before, after] = trace.rows;
    expect(after!.objective).toBeGreaterThan(before!.objective + after!.extra["surrogate"]!);
  });

  test("a penalty is minimised with the loss", async () => {
    const problem = whole({ samples: 20, penalty: 0.1 });
    const own = await follow(problem, { innerSteps: 50, inner: "lbfgs" }, { steps: 200 });
    const other = await follow(problem, { innerSteps: 5 }, { steps: 400 });
    expect(own.status).toBe("finished");
    expect(other.objectives.at(-1)).toBeCloseTo(own.objectives.at(-1)!, 9);
  });
});

describe("shapes", () => {
  test("a row of one prediction and a flat list of predictions make the same steps", async () => {
    for (const options of [{}, { batch: 1 }, { loss: "squared" as const }]) {
      const [flat, column] = [
        await follow(batched({ ...options, shape: "flat" }), {}, { steps: 4 }),
        await follow(batched({ ...options, shape: "column" }), {}, { steps: 4 }),
      ];
      for (const [i, value] of column.numbers.entries()) expect(value).toBeCloseTo(flat.numbers[i]!, 12);
    }
  });

  test("one sample in all is enough", async () => {
    for (const outer of ["constant", "sls", "adagrad", "adagrad-diagonal", "newton"] as const) {
      const { objectives, status } = await follow(whole({ samples: 1 }), { outer }, { steps: 20 });
      expect(["budget", "finished"]).toContain(status);
      expect(objectives.at(-1)).toBeLessThan(objectives[0]!);
    }
  });
});

describe("where nothing is left to do", () => {
  /** Least squares that is solved at the start: G = 0. */
  const solved = (options: SmallOptions = {}) => {
    const problem = whole({ loss: "squared", ...options });
    return { ...problem, lossOfPrediction: (z: np.Array) => np.square(z.sub(z.ref)).mean() };
  };

  test("with G = 0 the parameters stay, whatever the outer rule, and the run has finished", async () => {
    for (const outer of ["constant", "sls", "adagrad", "adagrad-diagonal", "sqrt"] as const) {
      const problem = solved();
      const start = [...(await tree.toVector(problem.initial(np.zeros([2]))).data())];
      const { numbers, status, trace } = await follow(problem, { outer, targetRate: 1 }, { steps: 5 });
      expect(status).toBe("finished");
      expect(lastRow(trace).step).toBe(1);
      expect(lastRow(trace).extra["innerSteps"]).toBe(1);
      expect(numbers).toEqual(start);
    }
    const exact = await follow(solved(), { inner: "least-squares" }, { steps: 5 });
    expect(exact.status).toBe("finished");
  });

  test("AdaGrad without a history has weight ε", async () => {
    const context = { rate: 3, gradient: async () => new Float64Array(4) } as never;
    expect(await targetAdagrad({ epsilon: 1e-3 }).weights(context, { sum: 0 })).toMatchObject({ weights: 1e-3 });
  });

  test("inner steps end after the one whose gradient was within the tolerance, which is counted", async () => {
    const problem = whole({ loss: "squared", model: "linear" });
    const long = await follow(problem, { innerSteps: 500, gradientTolerance: 1e-3 }, { steps: 1 });
    const steps = long.trace.rows[1]!.extra["innerSteps"]!;
    expect(steps).toBeGreaterThan(1);
    expect(steps).toBeLessThan(500);
    const exactly = await follow(problem, { innerSteps: steps, gradientTolerance: 0 }, { steps: 1 });
    expect(exactly.numbers).toEqual(long.numbers);
  });
});
