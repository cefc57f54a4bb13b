import { numpy as np, random } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../engine/live-arrays.ts";
import * as tree from "../engine/tree.ts";
import "../index.ts";
import { imitation } from "./imitation.ts";
import { actor, imitationDynamics, startPolicy } from "./imitation-dynamics.ts";
import type { Batch } from "./samples.ts";

const numbers = async ({ inputs, targets }: Batch) => ({
  inputs: [...(await inputs.data())],
  targets: [...(await targets.data())],
});

describe.each(["linear", "tanh"] as const)("%s policy", (policy) => {
  const problem = imitation({ policy });

  test("acts on the host as it predicts", async () => {
    const params = startPolicy(policy, 3).map((array, i) => array.add(0.1 * (i + 1)));
    const act = await actor(policy, params);
    const x = Float64Array.from([0.3, -1, 0.2, 2, -0.5, 0.7]);
    const predicted = await problem.predict(params, np.array(x.slice(), { shape: [1, 6], dtype: np.float64 })).data();
    for (const [i, a] of act(x).entries()) expect(a).toBeCloseTo(predicted[i]!, 14);
  });

  test("equal seeds bring about equal batches, from a saved world too", async () => {
    const params = problem.initial(random.key(0));
    const first = await problem.rollOut(params, problem.start(1));
    const again = await problem.rollOut(params, problem.start(1));
    expect(again.world).toEqual(first.world);
    expect(await numbers(again.batch)).toEqual(await numbers(first.batch));
    const second = await problem.rollOut(params, first.world);
    expect(second.world.step).toBe(200);
    const other = await problem.rollOut(params, problem.start(2));
    expect(await numbers(other.batch)).not.toEqual(await numbers(second.batch));
    tree.dispose(params);
  });

  test("leaves no arrays behind", () =>
    expectNoLeak(async () => {
      const params = problem.initial(random.key(0));
      const { batch } = await problem.rollOut(params, problem.start(0));
      await problem.metrics(params);
      await problem.loss(params, batch).data();
    }));
});

test("what the policy does decides which states it is asked about", async () => {
  const problem = imitation();
  const at = async (bias: number) => {
    const params = problem.initial(random.key(0)).map((array, i) => (i === 1 ? array.add(bias) : array));
    const { batch } = await problem.rollOut(params, problem.start(0));
    tree.dispose(params);
    return (await numbers(batch)).inputs;
  };
  const [idle, pushing] = [await at(0), await at(1)];
  expect(pushing.slice(0, 6)).toEqual(idle.slice(0, 6));
  expect(pushing.slice(6, 12)).not.toEqual(idle.slice(6, 12));
  // Both are started anew at step 50, by the same draw.
  const norm = (x: number[], step: number) => Math.hypot(...x.slice(6 * step, 6 * step + 6));
  expect(norm(idle, 50)).not.toBe(norm(idle, 49));
  // Actions are clipped at 3.
  expect(await at(1000)).toEqual(await at(4000));
});

test("the expert's actions stay within ±1.5, and its labels are what is asked of it", async () => {
  const { expert } = imitationDynamics(0);
  const state = Float64Array.from([9, -9, 9, -9, 9, -9]);
  expect(Math.max(...expert(state).map(Math.abs))).toBeLessThanOrEqual(1.5);
  expect([...expert(new Float64Array(6))].map(Math.abs)).toEqual([0, 0]);
});

test("a policy that is no number brings about a loss that is no number", async () => {
  const problem = imitation();
  const params = problem.initial(random.key(0)).map((array) => array.add(Number.NaN));
  const { batch } = await problem.rollOut(params, problem.start(0));
  expect((await problem.loss(params, batch).data())[0]).toBeNaN();
});

test("options out of range", () => {
  expect(() => imitation({ policy: "cubic" as never })).toThrow(/policy must be 'linear' or 'tanh', got 'cubic'/);
  expect(() => imitation({ steps: 0 })).toThrow(/steps must be a whole number ≥ 1, got 0/);
});
