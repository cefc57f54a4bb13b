import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lastRow, minimize, type RunOptions } from "../../core/index.ts";
import { fromRows, minimumNormSolution } from "../../engine/linear-algebra/index.ts";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import * as tree from "../../engine/tree.ts";
import "../../index.ts";
import { adam } from "../first-order/adam.ts";
import { sgd } from "../first-order/sgd.ts";
import { armijoDescent } from "./inner/armijo-descent.ts";
import { exponentialDecay } from "./outer/schedules.ts";
import { targetAdagrad } from "./outer/target-adagrad.ts";
import { targetLineSearch } from "./outer/target-line-search.ts";
import { batched, type Loss, type Params, type SmallOptions, whole } from "./small-problems.ts";
import { type SsoOptions, sso } from "./sso.ts";

type AnyProblem = Parameters<ReturnType<typeof sso>>[0];

async function follow(problem: object, options: SsoOptions, run: RunOptions) {
  const { answer, trace, status, checkpoint } = await minimize(problem as never, sso(options), run);
  const numbers = [...(await tree.toVector(answer as unknown as Params).data())] as number[];
  return { numbers, trace, status, checkpoint, objectives: trace.rows.map(({ objective }) => objective) };
}

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
        trace.rows.forEach(({ objective }, i) => expect(own.objectives[i]).toBeCloseTo(objective, 11));
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
      column.numbers.forEach((value, i) => expect(value).toBeCloseTo(flat.numbers[i]!, 12));
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

describe("the oracle", () => {
  /** The loss as a black box: asked for values and gradients of rows, and counting. */
  const blackBox = (options: SmallOptions = {}) => {
    const { lossOfPrediction: _, loss, ...problem } = batched({ ...options, loss: "squared" });
    const asked = { count: 0 };
    return {
      asked,
      loss,
      problem: {
        ...problem,
        async targetOracle(z: np.Array, { inputs, targets }: { inputs: np.Array; targets: np.Array }) {
          asked.count++;
          inputs.dispose();
          const off = z.sub(targets);
          return { losses: np.square(off.ref), gradient: off.mul(2) };
        },
      },
    };
  };

  test("is asked exactly once a step, however many inner steps, and makes the steps of the loss that it hides", async () => {
    for (const innerSteps of [1, 7]) {
      const { asked, problem } = blackBox();
      const hidden = await follow(problem, { innerSteps }, { steps: 5 });
      expect(asked.count).toBe(6);
      expect(lastRow(hidden.trace).calls).toEqual({ gradient: 6 });
      const open = await follow(batched({ loss: "squared" }), { innerSteps }, { steps: 5 });
      hidden.numbers.forEach((value, i) => expect(value).toBeCloseTo(open.numbers[i]!, 12));
    }
  });

  test("evaluations and pullbacks of the model are counted beside it", async () => {
    const count = async (options: SsoOptions) => {
      const { extra, calls } = lastRow((await follow(batched(), options, { steps: 4 })).trace);
      return { ...calls, evaluations: extra["targetEvaluations"], pullbacks: extra["pullbacks"] };
    };
    const inner = sgd({ learningRate: 0.1 });
    expect(await count({ inner, innerSteps: 3 })).toEqual({ gradient: 5, evaluations: 5 + 4 * 4, pullbacks: 12 });
    const searched = await count({ inner, innerSteps: 1, outer: "sls" });
    expect(searched).toMatchObject({ gradient: 5, evaluations: 5 + 4 * 2, pullbacks: 4 });
    expect(searched.loss).toBeGreaterThanOrEqual(4);
  });

  test("must answer in the predictions' shape, and cannot be searched along", async () => {
    const { problem } = blackBox();
    const wrong = { ...problem, targetOracle: () => ({ losses: np.zeros([2]), gradient: np.zeros([3]) }) };
    await expect(follow(wrong, {}, { steps: 1 })).rejects.toThrow(
      /losses of shape \[3\] and a gradient of shape \[3\], got \[2\]/,
    );
    await expect(follow(problem, { outer: "sls" }, { steps: 1 })).rejects.toThrow(/needs 'lossOfPrediction'/);
  });
});

describe("other outer rules", () => {
  test("the line search accepts what Armijo's rule accepts, in the space of predictions", async () => {
    const outer = targetLineSearch({ c: 0.3 });
    const value = (zeta: number) => (1 - zeta) ** 2;
    const context = {
      gradient: async () => Float64Array.of(-2),
      loss: async () => 1,
      lossAfter: async (zeta: number) => value(2 * zeta),
    } as never;
    const { memory } = await outer.weights(context, { zeta: 8 });
    expect(value(2 * memory.zeta)).toBeLessThanOrEqual(1 - 0.3 * memory.zeta * 4);
    expect(value((2 * memory.zeta) / 0.9)).toBeGreaterThan(1 - (0.3 * memory.zeta * 4) / 0.9);
  });

  test("diagonal AdaGrad needs numbered samples", async () => {
    const { sampleCount: _, batchRows: __, ...problem } = batched();
    await expect(follow(problem, { outer: "adagrad-diagonal" }, { steps: 1 })).rejects.toThrow(
      /'sampleCount' and 'batchRows'/,
    );
  });

  test("Newton's weights are for the logistic loss", async () => {
    await expect(follow(batched({ loss: "squared" }), { outer: "newton" }, { steps: 1 })).rejects.toThrow(
      /for the logistic loss, of smoothness 0.25; the problem's is 2/,
    );
  });

  test("mirror descent: a gradient step is one of the loss, many lower it, and scores are refused", async () => {
    const problem = whole({ isProbability: true, samples: 12 });
    const options: SsoOptions = { outer: "mirror", targetRate: 0.05 };
    const inner = sgd({ learningRate: 0.1 });
    const once = await follow(problem, { ...options, innerSteps: 1, inner }, { steps: 1 });
    const { answer, trace } = await minimize(problem, sgd({ learningRate: 0.1 }), { steps: 1 });
    tree.dispose(answer);
    expect(once.objectives[1]).toBeCloseTo(lastRow(trace).objective, 12);
    const { objectives } = await follow(problem, { ...options, innerSteps: 20 }, { steps: 30 });
    expect(objectives.at(-1)).toBeLessThan(objectives[0]! - 0.05);
    await expect(follow(whole(), options, { steps: 1 })).rejects.toThrow(/probabilities > 0, got -/);
    await expect(follow(problem, { outer: "mirror" }, { steps: 1 })).rejects.toThrow(
      /targetRate must be given with outer 'mirror'/,
    );
  });
});

describe("failures", () => {
  test("options out of range, or without use", () => {
    expect(() => sso({ innerSteps: 0 })).toThrow("sso: innerSteps must be a whole number ≥ 1, got 0");
    expect(() => sso({ targetRate: -1 })).toThrow(/targetRate must be a positive number or a schedule, got -1/);
    expect(() => sso({ outer: "fast" as never })).toThrow(
      /outer must be one of constant, sqrt, .*, or a rule, got 'fast'/,
    );
    expect(() => sso({ inner: 3 as never })).toThrow(/inner must be one of armijo, .* got 3/);
    expect(() => sso({ learningRate: 0.1 })).toThrow(
      /learningRate must be left out unless inner is 'gradient' or 'adam'/,
    );
    expect(() => exponentialDecay({ steps: 0 })).toThrow(/steps must be a whole number/);
  });

  test("a problem without predictions, or one that does not tell its smoothness", async () => {
    expect(() => sso()({ name: "blob", initial: () => [] } as unknown as AnyProblem)).toThrow(
      /sso needs 'predict', which blob/,
    );
    const { predictionSmoothness: _, ...problem } = whole();
    await expect(follow(problem, {}, { steps: 1 })).rejects.toThrow(/targetRate must be given, since the problem/);
  });

  test("exact least squares: not for networks, penalties or divergences", async () => {
    await expect(follow(whole({ model: "tanh" }), { inner: "least-squares" }, { steps: 3 })).rejects.toThrow(
      /for models that are linear in their parameters/,
    );
    await expect(follow(whole({ penalty: 1 }), { inner: "least-squares" }, { steps: 1 })).rejects.toThrow(
      /without penalty/,
    );
  });

  test("steps that blow up end the run as diverged, with the last finite parameters", async () => {
    const inner = sgd({ learningRate: 1e200 });
    const { status, numbers } = await follow(batched({ loss: "squared" }), { inner }, { steps: 9 });
    expect(status).toBe("diverged");
    expect(numbers.every(Number.isFinite)).toBe(true);
  });

  test("in float32 Armijo's rule goes on to where rounding hides the loss", async () => {
    const { objectives, numbers } = await follow(whole({ dtype: np.float32, penalty: 0.1 }), {}, { steps: 100 });
    const exact = await follow(whole({ penalty: 0.1 }), {}, { steps: 400 });
    expect(objectives.at(-1)).toBeCloseTo(exact.objectives.at(-1)!, 4);
    expect(numbers.every(Number.isFinite)).toBe(true);
  });
});

const combinations: [string, SsoOptions, SmallOptions?][] = [
  ["Armijo", {}],
  ["Armijo that remembers", { inner: armijoDescent({ reset: false, backtrack: 0.5 }) }],
  ["Adam", { inner: adam({ learningRate: 0.01 }) }, { model: "tanh" }],
  ["a named Adam", { inner: "adam", learningRate: 0.02 }],
  ["L-BFGS", { inner: "lbfgs", innerSteps: 4 }, { model: "tanh", loss: "softmax" }],
  ["least squares", { inner: "least-squares" }, { loss: "softmax" }],
  ["SLS", { outer: "sls" }, { model: "tanh" }],
  ["AdaGrad", { outer: "adagrad", targetRate: 10 }],
  ["diagonal AdaGrad", { outer: "adagrad-diagonal", targetRate: 2 }, { loss: "softmax" }],
  ["Newton", { outer: "newton" }],
  ["mirror descent", { outer: "mirror", targetRate: 0.1 }, { isProbability: true }],
  ["a penalty", {}, { penalty: 0.1, dtype: np.float32 }],
];

describe.each(combinations)("%s", (_, options, of = {}) => {
  test("gives the same numbers from the same seed, stopped and resumed or not, and others from another", async () => {
    const run = (own: RunOptions) => follow(batched(of), options, { checkpoint: true, ...own });
    const all = await run({ steps: 6, seed: 3 });
    const half = await run({ steps: 2, seed: 3 });
    const rest = await run({ steps: 6, resume: half.checkpoint! });
    expect(rest.objectives).toEqual(all.objectives);
    expect(rest.numbers).toEqual(all.numbers);
    expect(all.numbers.every(Number.isFinite)).toBe(true);
    expect((await run({ steps: 2, seed: 4 })).numbers).not.toEqual(half.numbers);
  });

  test("leaves no arrays behind, on batches and on all samples", async () => {
    const problems = [batched(of), whole(of)];
    for (const problem of problems) await expectNoLeak(() => follow(problem, options, { steps: 2 }));
  });
});
