import { numpy as np } from "@jax-js/jax";
import {
  compile,
  gd,
  gradientRegularizedNewton,
  hessians,
  lastRow,
  linearAlgebra,
  logisticOf,
  logSumExpOf,
  minimize,
  objectiveBelow,
  poweredChebyshev,
  poweredLinear,
  poweredRosenbrock,
  softmaxOf,
} from "gradus";
import { describe, expect, test } from "vitest";
import { judge } from "../src/criterion.ts";
import { runTrial, verdictOf } from "../src/experiment.ts";
import { type GoldenCase, readGoldenFiles } from "../src/golden/runner.ts";
import { centredLogSumExp, weightedGaussNewton } from "./claims/log-sum-exp.ts";
import { nonConvex } from "./claims/non-convex.ts";
import { linearRate, separable } from "./claims/separable-logistic.ts";

const { signal } = new AbortController();
const file = readGoldenFiles().find(({ paper }) => paper === "17-gradient-normalized-smoothness")!;
const goldenCases: GoldenCase[] = ("cases" in file ? file.cases : []).filter(({ kind }) => kind === "gns");

/** The approximation that a golden case names, made by hand. */
function approximation({ problem, hessian }: GoldenCase["inputs"], start: number[]): hessians.ApproximateHessian {
  const A = problem.A && linearAlgebra.fromRows(problem.A);
  const made: Record<string, () => object> = {
    logSumExp: () => logSumExpOf({ A, b: problem.b, temperature: problem.mu, start }),
    logistic: () => logisticOf({ A, labels: problem.y }),
    softmaxRegression: () => softmaxOf({ A, labels: problem.labels, classes: problem.classes }),
    pNormRosenbrock: () => poweredRosenbrock({ power: problem.p, a: problem.a, b: problem.b }),
    pNormChebyshev: () => poweredChebyshev({ dimension: start.length, power: problem.p }),
    pNormLinear: () => poweredLinear({ A, b: problem.b, power: problem.p, start }),
  };
  // biome-ignore lint/suspicious/noExplicitAny: which of its members there are depends on the case.
  const { loss, exponents, temperature, sampleLosses, normed, power } = made[problem.type]!() as any;
  switch (hessian) {
    case "exact":
      return hessians.exact(loss);
    case "weightedGaussNewton":
      return hessians.weightedGaussNewton(exponents, { temperature });
    case "fisher":
      return hessians.empiricalFisher(sampleLosses);
    case "inexact":
      return hessians.poweredNorm(normed, { power });
    default:
      return hessians.poweredNorm(normed, { power, gaussNewton: false });
  }
}

test.each(goldenCases.map((golden) => [golden.name, golden] as const))(
  "%s: the approximation alone, at the start",
  async (_, { inputs }) => {
    const { x0, hessianAtX0: wanted } = inputs;
    const x = () => np.array(x0 as number[], { dtype: np.float64 });
    const hessian = approximation(inputs, x0);
    const column = compile((at: np.Array, v: np.Array) => {
      if (hessian.product) return hessian.product(at, v, undefined);
      const { a, v: along } = hessian.rankOne!(at, undefined);
      return along.ref.mul((along as np.Array).mul(v).sum()).mul(a);
    });
    for (const j of (x0 as number[]).keys()) {
      const unit = np.array(
        (x0 as number[]).map((_, i) => Number(i === j)),
        { dtype: np.float64 },
      );
      const values = await column(x(), unit).data();
      values.forEach((value: number, i: number) => {
        expect(Math.abs(value - wanted[i][j])).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(wanted[i][j])));
      });
    }
    column.dispose();
  },
);

describe("the criteria", () => {
  const trialOf = ({ quick }: typeof linearRate) => runTrial(quick, quick.trials[0]!, { signal });

  test("hold for a seed as they are, and fail where another method stands under the name", async () => {
    const { quick } = linearRate;
    const result = await trialOf(linearRate);
    expect(verdictOf({ ...quick, trials: [quick.trials[0]!] }, [result]).verdict).toBe("holds");
    // Gradient descent with a fixed step, whose iterations grow tenfold from goal to goal.
    const sublinear = { ...result.measurements };
    for (const [goal, count] of [
      ["0.01", 90],
      ["0.0001", 9e3],
      ["0.000001", 9e5],
      ["1e-8", 9e7],
    ] as const) {
      sublinear[`iterations of Fisher to ${goal}`] = count;
    }
    expect(quick.criteria.map((criterion) => judge(criterion, [sublinear]).holds)).toEqual([false, false, true, true]);
  });

  test("fail where the gradient method runs with no metric in place of weighted Gauss-Newton", async () => {
    const problem = centredLogSumExp(1, { dimension: 100, terms: 100 });
    const stop = objectiveBelow(problem.minimum.value + 1e-8);
    const { trace, answer } = await minimize(problem, gd({ gradientTolerance: 0 }), { steps: 60, stop });
    answer.dispose();
    expect(trace.status).toBe("budget");
    const { measurements } = await runTrial(weightedGaussNewton.quick, weightedGaussNewton.quick.trials[0]!, {
      signal,
    });
    const wrong = { ...measurements, "iterations of weighted Gauss-Newton to 1e-8": Number.POSITIVE_INFINITY };
    const held = weightedGaussNewton.quick.criteria.map((criterion) => judge(criterion, [wrong]).holds);
    expect(held).toEqual([false, false, false, true]);
  });

  test("of the function that is not convex hold", async () => {
    const result = await trialOf(nonConvex);
    expect(verdictOf(nonConvex.quick, [result]).verdict).toBe("holds");
  });
});

describe("findings", () => {
  test("without a margin Fisher is far from 1e-8 after 100 iterations, where the exact Hessian needs 24", async () => {
    const run = async (hessian: string, steps: number) => {
      const method = gradientRegularizedNewton({ hessian, gradientTolerance: 0 });
      const { trace, answer } = await minimize(separable(1, 0), method, { steps, every: steps });
      answer.dispose();
      return lastRow(trace).objective;
    };
    expect(await run("fisher", 100)).toBeGreaterThan(1e-4);
    expect(await run("exact", 24)).toBeLessThan(1e-8);
  });
});
