import { numpy as np } from "@jax-js/jax";
import {
  adamw,
  amAdamw,
  amSgd,
  conditionedLogistic,
  emaSgd,
  minimize,
  type Optimizer,
  type OptimizerState,
  trees,
} from "gradus";
import { describe, expect, test } from "vitest";
import { finalObjective, runTrial, seeds, verdictOf } from "../src/experiment.ts";
import { convexRuns } from "./claims/convex.ts";

const problem = conditionedLogistic({ seed: 0, condition: 100 });
const rate = (size: number) => size / problem.smoothness;

/** f − f* after 400 steps, and the momenta on the way. */
async function run(optimizer: Optimizer) {
  const { answer, trace } = await minimize(problem, optimizer, { steps: 400 });
  answer.dispose();
  return {
    excess: finalObjective(trace) - problem.minimum.value,
    betas: trace.rows.slice(1).map(({ extra }) => extra["beta"]!),
  };
}

describe("findings", () => {
  test("β_max matters and λ does not: 0.99 beats the best fixed momentum, 0.9 does not", async () => {
    const learningRate = rate(2);
    const best = await run(emaSgd({ learningRate, momentum: 0.9 }));
    expect((await run(amSgd({ learningRate, betaMax: 0.99 }))).excess).toBeLessThan(0.8 * best.excess);
    expect((await run(amSgd({ learningRate, betaMax: 0.99, lambda: 0 }))).excess).toBeLessThan(0.8 * best.excess);
    expect((await run(amSgd({ learningRate, betaMax: 0.9 }))).excess).toBeGreaterThan(best.excess);
  });

  test("AM-AdamW at its default bound is AdamW with β₁ = 0.89: the momentum never leaves the bound", async () => {
    const adaptive = await run(amAdamw({ learningRate: 0.03 }));
    const fixed = await run(adamw({ learningRate: 0.03, beta1: 0.89, weightDecay: 0 }));
    for (const beta of adaptive.betas) expect(beta).toBeCloseTo(0.89, 12);
    expect(adaptive.excess / fixed.excess).toBeCloseTo(1, 2);
  });

  test("at a large rate a good fixed momentum beats a high bound, and the bound beats itself as a fixed momentum", async () => {
    const adaptive = await run(amAdamw({ learningRate: 0.3, betaMax: 0.99 }));
    const good = await run(adamw({ learningRate: 0.3, beta1: 0.95, weightDecay: 0 }));
    const bound = await run(adamw({ learningRate: 0.3, beta1: 0.99, weightDecay: 0 }));
    expect(good.excess).toBeLessThan(0.1 * adaptive.excess);
    expect(adaptive.excess).toBeLessThan(0.1 * bound.excess);
  });

  test("the exact gap is as good as the linear one at 2/L and stalls at 8/L", async () => {
    const ends = async (size: number) => {
      const linear = await run(amSgd({ learningRate: rate(size), betaMax: 0.99 }));
      const exact = await run(amSgd({ learningRate: rate(size), betaMax: 0.99, gap: "exact" }));
      return exact.excess / linear.excess;
    };
    expect(await ends(2)).toBeCloseTo(1, 1);
    expect(await ends(8)).toBeGreaterThan(100);
  });

  test("the momentum in effect at the bound is (β_max + λ)/(1 + λ)", () => {
    const optimizer = amSgd({ learningRate: 1, lambda: 0.1, betaMax: 0.9 });
    let x = np.array([0], { dtype: np.float64 });
    let state: OptimizerState = optimizer.init(x);
    const positions = [1, 0.5].map((gradient) => {
      [x, state] = optimizer.step(np.array([gradient], { dtype: np.float64 }), state, x);
      return x.ref.item();
    });
    trees.dispose([x, state.inner]);
    const effective = (0.9 + 0.1) / 1.1;
    expect(positions[1]! - positions[0]!).toBeCloseTo(-(effective * 1 + (1 - effective) * 0.5), 14);
  });
});

test("fixed momentum under AM-MGD's name does not outperform itself", async () => {
  const contender = ({ learningRate }: { learningRate: number }) => emaSgd({ learningRate, momentum: 0.9 });
  const experiment = { ...convexRuns({ contender, sizes: [4] }), trials: seeds(0) };
  const result = await runTrial(experiment, experiment.trials[0]!, { signal: new AbortController().signal });
  const { verdict, outcomes } = verdictOf(experiment, [result]);
  expect(verdict).toBe("does not hold");
  expect(outcomes[0]!.value).toBeGreaterThanOrEqual(1);
});
