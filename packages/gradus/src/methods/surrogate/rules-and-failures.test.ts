import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { lastRow, minimize } from "../../core/index.ts";
import * as tree from "../../engine/tree.ts";
import "../../index.ts";
import { sgd } from "../first-order/sgd.ts";
import { follow } from "./follow.ts";
import { exponentialDecay } from "./outer/schedules.ts";
import { targetLineSearch } from "./outer/target-line-search.ts";
import { batched, type SmallOptions, whole } from "./small-problems.ts";
import { type SsoOptions, sso } from "./sso.ts";

type AnyProblem = Parameters<ReturnType<typeof sso>>[0];

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
      for (const [i, value] of hidden.numbers.entries()) expect(value).toBeCloseTo(open.numbers[i]!, 12);
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
    expect(() => sso({ learningRate: 0.1 })).toThrow(/learningRate is for inner 'gradient' or 'adam' alone, got/);
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
