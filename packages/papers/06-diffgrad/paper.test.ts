import { numpy as np } from "@jax-js/jax";
import {
  adam,
  diffgrad,
  type HasInitial,
  type HasLoss,
  minimize,
  type Optimizer,
  type OptimizerState,
  trees,
} from "gradus";
import { describe, expect, test } from "vitest";
import { runTrial, verdictOf } from "../src/experiment.ts";
import { threeFunctionRuns } from "./claims/three-functions.ts";

const { signal } = new AbortController();

/** Goes 40 steps down c (x⁴ + y²) and returns where it ends. */
async function end(optimizer: Optimizer, scale: number): Promise<number[]> {
  const problem: HasInitial<np.Array> & HasLoss<np.Array> = {
    initial(key) {
      key.dispose();
      return np.array([1, -2], { dtype: np.float64 });
    },
    loss: (x) =>
      np
        .power(x, np.array([4, 2], { dtype: np.float64 }))
        .sum()
        .mul(scale),
  };
  const { answer } = await minimize(problem, optimizer, { steps: 40 });
  return [...(await answer.data())];
}

/** Follows a slope from x, 299 steps at the paper's setting. */
function follow(optimizer: Optimizer, slope: (x: number) => number, start: number, steps = 299): number[] {
  let x = np.array([start], { dtype: np.float64 });
  let state: OptimizerState = optimizer.init(x);
  const path = [start];
  for (let step = 0; step < steps; step++) {
    [x, state] = optimizer.step(np.array([slope(path.at(-1)!)], { dtype: np.float64 }), state, x);
    path.push(x.ref.item());
  }
  trees.dispose([x, state.inner]);
  return path;
}

const paperSetting = { learningRate: 0.1, beta1: 0.95 };

describe("three functions", () => {
  test("the claim holds, and Adam at half the learning rate does as well", async () => {
    const experiment = threeFunctionRuns();
    const result = await runTrial(experiment, experiment.trials[0]!, { signal });
    const { verdict, remarks } = verdictOf(experiment, [result]);
    expect(verdict).toBe("holds");
    const [first, second, overshoot] = remarks.map(({ value }) => value);
    expect(first).toBeCloseTo(-0.3, 2);
    expect(second).toBeCloseTo(-0.6429, 2);
    expect(overshoot).toBeLessThan(0.65);
  });

  test("Adam under diffGrad's name does not reach the minima", async () => {
    const experiment = threeFunctionRuns({ contender: adam });
    const result = await runTrial(experiment, experiment.trials[0]!, { signal });
    const { verdict, outcomes } = verdictOf(experiment, [result]);
    expect(verdict).toBe("does not hold");
    const failed = outcomes.filter(({ holds }) => !holds).map(({ measures }) => measures.slice(0, 2));
    expect(failed).toEqual(["F1", "F2", "F3"]);
  });
});

describe("findings", () => {
  test("with small gradients diffGrad is Adam at half the learning rate, with large ones Adam", async () => {
    const own = (scale: number) => end(diffgrad({ learningRate: 0.02, epsilon: 1e-30 }), scale);
    const ofAdam = (learningRate: number, scale: number) => end(adam({ learningRate, epsilon: 1e-30 }), scale);
    const [small, half] = [await own(1e-9), await ofAdam(0.01, 1e-9)];
    const [large, whole] = [await own(1e9), await ofAdam(0.02, 1e9)];
    for (const i of [0, 1]) {
      expect(small[i]).toBeCloseTo(half[i]!, 7);
      expect(large[i]).toBeCloseTo(whole[i]!, 7);
    }
  });

  test("the scale of the loss changes diffGrad's path and not Adam's", async () => {
    const [small, large] = [
      await end(diffgrad({ learningRate: 0.02 }), 1),
      await end(diffgrad({ learningRate: 0.02 }), 100),
    ];
    expect(Math.abs(small[0]! - large[0]!)).toBeGreaterThan(0.05);
    const [one, hundred] = [await end(adam({ learningRate: 0.02 }), 1), await end(adam({ learningRate: 0.02 }), 100)];
    expect(one[0]).toBeCloseTo(hundred[0]!, 6);
  });

  test("with the notebook's derivative of F2 diffGrad ends where there is no minimum", () => {
    const notebook = (x: number) => (x <= -0.9 ? -40 : 3 * x * x + Math.sin(8 * x) + x * Math.cos(8 * x));
    expect(follow(diffgrad(paperSetting), notebook, -1).at(-1)).toBeCloseTo(-0.81, 2);
    expect(follow(adam(paperSetting), notebook, -1).at(-1)).toBeCloseTo(0, 2);
  });

  test.each([0.01, 1, 20])("the first step has length α σ(|g|), for g = %d", (gradient) => {
    const [start, next] = follow(diffgrad({ learningRate: 0.1 }), () => gradient, 0, 1);
    expect(start! - next!).toBeCloseTo(0.1 / (1 + Math.exp(-gradient)), 5);
  });
});
