import { grad, numpy as np, random } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import type { OutputLossName } from "../../core/relu-training.ts";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  adam,
  fromParams,
  lastRow,
  minimize,
  networkObjective,
  planarTeacher,
  pointsInBox,
  shieldedFeatures,
  thresholdedTeacher,
} from "../../index.ts";
import { networkGradient } from "../../methods/convex-networks/relu-descent.ts";
import { reluProblem } from "./relu-problem.ts";

const X = { rows: 4, columns: 2, data: Float64Array.of(1, 2, -0.5, 1, 0.3, -2, -1, -1) };

describe.each(["half-squared", "cross-entropy", "hinge", "smoothed-hinge", "logistic"] as OutputLossName[])(
  "%s",
  (loss) => {
    const y = loss === "cross-entropy" ? [1, 0, 0, 1] : [1, -1, -1, 1];
    const problem = reluProblem({ name: "four points", X, y, beta: 0.3, loss, width: 3, deviation: 1 });

    test("the engine's loss and gradient are those of the host", async () => {
      const params = problem.initial(random.key(1));
      const network = await fromParams(params);
      const value = problem.loss({ U: params.U.ref, alpha: params.alpha.ref }, undefined);
      expect(await value.item()).toBeCloseTo(networkObjective(network, problem.reluTraining), 10);
      const gradient = grad((p: typeof params) => problem.loss(p, undefined))(params);
      const own = networkGradient(network, problem.reluTraining);
      for (const [k, g] of (await gradient.U.ravel().data()).entries()) expect(g).toBeCloseTo(own.U[k]!, 9);
      for (const [k, g] of (await gradient.alpha.data()).entries()) expect(g).toBeCloseTo(own.alpha[k]!, 9);
    });
  },
);

test("equal seeds give equal data, others do not", () => {
  for (const make of [planarTeacher, thresholdedTeacher, shieldedFeatures, pointsInBox]) {
    expect(make({ seed: 2 }).reluTraining.X).toEqual(make({ seed: 2 }).reluTraining.X);
    expect(make({ seed: 2 }).reluTraining.X).not.toEqual(make({ seed: 3 }).reluTraining.X);
  }
});

test("labels are at most half positive, features shielded by the bias, points apart", () => {
  const { y } = thresholdedTeacher().reluTraining;
  // Fewer than half where many samples are at the median itself: the teacher's neurons are silent together.
  const above = y.filter((label) => label > 0).length;
  expect(above).toBeLessThanOrEqual(75);
  expect(above).toBeGreaterThan(30);
  const { radii } = shieldedFeatures({ radius: 0.2 }).reluTraining;
  expect([radii![0], radii![19], radii![20]]).toEqual([0.2, 0.2, 0]);
  const { X: points } = pointsInBox().reluTraining;
  for (let i = 0; i < 30; i++) {
    for (let j = 0; j < i; j++) {
      const apart = [0, 1].map((l) => Math.abs(points.data[3 * i + l]! - points.data[3 * j + l]!));
      expect(Math.max(...apart)).toBeGreaterThanOrEqual(2.2 * 0.08);
    }
  }
  expect(() => pointsInBox({ radius: 0.5 })).toThrow("samples must fit into the square");
});

test("held-out samples must fit", () => {
  const test = { X, y: [1] };
  expect(() => reluProblem({ name: "p", X, y: [1, 1, 1, 1], beta: 1, loss: "hinge", test })).toThrow(
    "with a label each, got 4 × 2 and 1",
  );
});

test("any optimizer trains it, with metrics on held-out samples, and leaves nothing", async () => {
  await expectNoLeak(async () => {
    const problem = thresholdedTeacher({ samples: 30, heldOut: 50 });
    const { trace, answer } = await minimize(problem, adam({ learningRate: 0.01 }), { steps: 100 });
    answer.U.dispose();
    answer.alpha.dispose();
    const { objective, extra } = lastRow(trace);
    expect(objective).toBeLessThan(trace.rows[0]!.objective);
    expect(extra["testAccuracy"]).toBeGreaterThan(0.5);
    expect(extra["testLoss"]).toBeGreaterThan(0);
  });
});

test("params are arrays of float64", async () => {
  const params = planarTeacher({ width: 4 }).initial(random.key(0));
  expect([params.U.shape, params.alpha.shape, params.U.dtype]).toEqual([[2, 4], [4], np.float64]);
  params.U.dispose();
  params.alpha.dispose();
});
