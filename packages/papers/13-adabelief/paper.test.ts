import { numpy as np } from "@jax-js/jax";
import { type AdabeliefOptions, adabelief, adam, type OptimizerState, trees } from "gradus";
import { describe, expect, test } from "vitest";
import { judge } from "../src/criterion.ts";
import { runTrial } from "../src/experiment.ts";
import { toyRace } from "./claims/toy-functions.ts";

const { signal } = new AbortController();

/** Follows listed gradients of one number from 0, in float64; returns each change of the parameter, and s after it. */
function follow(options: AdabeliefOptions, gradients: number[]) {
  const optimizer = adabelief({ learningRate: 1e-3, ...options });
  let x = np.array([0], { dtype: np.float64 });
  let state: OptimizerState = optimizer.init(x);
  let last = 0;
  const rows = gradients.map((gradient) => {
    [x, state] = optimizer.step(np.array([gradient], { dtype: np.float64 }), state, x);
    const position = x.ref.item();
    const change = position - last;
    last = position;
    const [{ s }] = state.inner as [{ s: np.Array }];
    return { change, s: s.ref.item() };
  });
  trees.dispose([x, state.inner]);
  return rows;
}

const noise = Array.from({ length: 20 }, (_, t) => Math.sin(3 * t + 1));

describe("findings", () => {
  test("ε accumulates: with no gradient, s after bias correction is ε/(1 − β₂)", () => {
    for (const [i, { s }] of follow({ epsilon: 1e-8 }, [0, 0, 0, 0, 0]).entries()) {
      expect(s / (1 - 0.999 ** (i + 1))).toBeCloseTo(1e-8 / 0.001, 15);
    }
  });

  test.each([-3.7, 0.02, 500])("the first step has length α/β₁ whatever the gradient: %d", (gradient) => {
    const { change } = follow({}, [gradient])[0]!;
    // ε makes itself felt in the smallest.
    expect(change / ((-Math.sign(gradient) * 1e-3) / 0.9)).toBeCloseTo(1, 1);
    expect(Math.abs(change)).toBeLessThan(1e-3 / 0.9);
  });

  test("a gradient that stays the same makes steps grow far above α", () => {
    const rows = follow({}, Array(300).fill(1));
    expect(Math.abs(rows.at(-1)!.change)).toBeGreaterThan(5e-3);
    const likeAdam = follow({}, noise);
    expect(Math.max(...likeAdam.map(({ change }) => Math.abs(change)))).toBeLessThan(2e-3);
  });

  test("rectified, the first five steps are momentum steps: of length α |g| where the gradient stays the same", () => {
    const changes = follow({ rectify: true, epsilon: 1e-16 }, Array(6).fill(7)).map(({ change }) => change);
    for (const change of changes.slice(0, 5)) expect(change).toBeCloseTo(-7e-3, 12);
    expect(changes[5]).not.toBeCloseTo(-7e-3, 5);
  });

  test("rectified, amsgrad has no effect; otherwise it has", () => {
    const quieter = [...noise, ...noise.map((g) => g / 50)];
    const path = (options: AdabeliefOptions) => follow(options, quieter).map(({ change }) => change);
    expect(path({ rectify: true, amsgrad: true })).toEqual(path({ rectify: true }));
    expect(path({ amsgrad: true })).not.toEqual(path({}));
  });

  test("on (x + y)² + (x − y)²/10 AdaBelief is faster than Adam, and SGD faster than both", async () => {
    const experiment = toyRace();
    const trial = experiment.trials.find(({ name }) => name.startsWith("(x + y)²"))!;
    const { measurements } = await runTrial(experiment, trial, { signal });
    const { "steps of Adam": ofAdam, "steps of AdaBelief": ofBelief, "steps of SGD": ofSgd } = measurements;
    expect(ofBelief! / ofAdam!).toBeLessThan(0.4);
    expect(ofSgd! / ofBelief!).toBeLessThan(0.4);
    expect(judge(experiment.criteria[0]!, [measurements]).holds).toBe(true);
  });
});

test("the race is not won by Adam under AdaBelief's name", async () => {
  const experiment = toyRace({ contender: adam });
  const trial = experiment.trials.find(({ name }) => name === "|x|/10 + |y|")!;
  const { measurements } = await runTrial(experiment, trial, { signal });
  const outcomes = experiment.criteria.map((criterion) => judge(criterion, [measurements]));
  expect(outcomes.map(({ value, holds }) => ({ value, holds }))).toEqual([
    { value: 1, holds: false },
    { value: 0, holds: false },
  ]);
});
