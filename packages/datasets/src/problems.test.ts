import {
  adam,
  convexReluAdmm,
  type HasBatches,
  type HasInitial,
  type HasLoss,
  type ManyHeadedProblem,
  minimize,
  type ReluProblem,
  samGs,
  type Tree,
  trees,
} from "gradus";
import { describe, expect, test } from "vitest";
import { datasetProblems } from "./index.ts";

type Trainable = HasInitial<Tree> &
  HasLoss<Tree, unknown> &
  Partial<HasBatches<unknown>> & { minimum?: { value: number } };

const make = async (name: string) => (await datasetProblems[name]!.create()) as Trainable & Record<string, unknown>;

/** Trains shortly and returns the last metrics. */
async function trained(name: string, steps: number, learningRate: number) {
  const problem = await make(name);
  const { answer, trace } = await minimize(problem, adam({ learningRate }), { steps });
  trees.dispose(answer);
  return { problem, objective: trace.rows.at(-1)!.objective, ...trace.rows.at(-1)!.extra } as unknown as {
    problem: Trainable;
    objective: number;
  } & Record<string, number>;
}

test.each(Object.entries(datasetProblems))("%s offers what is written", async (name, { capabilities, summary }) => {
  const problem = await make(name);
  expect(summary).not.toBe("");
  for (const offered of [
    "initial",
    "loss",
    "residuals",
    "batches",
    "metrics",
    "predict",
    "minimum",
    "taskLosses",
    "isShared",
  ]) {
    expect(problem[offered] !== undefined, offered).toBe(capabilities.includes(offered));
  }
});

describe("a short training does far better on held-out samples than guessing", () => {
  test.each([
    ["digits-softmax", 150, 0.05, 0.9],
    ["digits-mlp", 150, 0.01, 0.9],
    ["iris-softmax", 150, 0.05, 0.8],
    ["wine-softmax", 100, 0.05, 0.9],
    ["breast-cancer-logistic", 150, 0.05, 0.9],
    ["mnist-mlp", 100, 0.003, 0.85],
  ] as const)("%s", async (name, steps, rate, least) => {
    expect((await trained(name, steps, rate))["testAccuracy"]).toBeGreaterThan(least);
  });

  test("digits-two-tasks: a shared layer serves both tasks", async () => {
    const problem = (await make("digits-two-tasks")) as unknown as ManyHeadedProblem;
    const { answer, trace } = await minimize(problem, samGs({ learningRate: 3e-2, threshold: 0.9 }), { steps: 60 });
    trees.dispose(answer);
    const { testDigitAccuracy, testCentreRSquared } = trace.rows.at(-1)!.extra as Record<string, number>;
    expect(testDigitAccuracy).toBeGreaterThan(0.8);
    expect(testCentreRSquared).toBeGreaterThan(0.8);
  });

  test("diabetes-linear: least squares explains about half of the variance, and no run goes below its minimum", async () => {
    const { problem, objective, trainRSquared, testRSquared } = await trained("diabetes-linear", 300, 0.05);
    expect(objective - problem.minimum!.value).toBeGreaterThanOrEqual(0);
    expect(objective - problem.minimum!.value).toBeLessThan(0.01);
    // Standardised targets: the loss of all samples is half of what is left unexplained.
    expect(trainRSquared).toBeCloseTo(1 - 2 * objective, 8);
    expect(testRSquared).toBeGreaterThan(0.3);
  });
});

test("twos and eights are told apart by a convex program's network", async () => {
  const problem = (await datasetProblems["digits-two-or-eight"]!.create()) as ReluProblem;
  const { answer, trace } = await minimize(problem, convexReluAdmm({ patterns: 6, rho: 1 }), { steps: 40, every: 40 });
  trees.dispose(answer);
  expect(trace.rows.at(-1)!.extra["testAccuracy"]).toBeGreaterThan(0.95);
});
