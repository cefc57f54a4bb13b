import { attacksOnly, type Method, type PenalisedNetwork, randomLineSearch } from "gradus";
import { describe, expect, test } from "vitest";
import { judge } from "../src/criterion.ts";
import type { Experiment, TrialContext } from "../src/experiment.ts";
import { runTrial, verdictOf } from "../src/experiment.ts";
import { consistent } from "./claims/consistent.ts";
import { counterfactual } from "./claims/counterfactual.ts";
import { gapOf, gapsOn, type Miniature, type MiniatureSize } from "./claims/miniatures.ts";
import { recovery } from "./claims/recovery.ts";
import { stepsOnSurrogate } from "./demos/steps-on-surrogate.ts";
import { surrogate } from "./demos/surrogate.ts";

const { signal } = new AbortController();

type Contender = Method<PenalisedNetwork, unknown, unknown>;

/** Miniatures of the miniatures. */
const small: MiniatureSize = { images: 12, dimension: 10, evaluations: () => 300 };

const measure = async (
  { quick }: { quick: Experiment },
  trial: (context: TrialContext) => ReturnType<Experiment["trial"]>,
) => {
  const { measurements } = await runTrial({ ...quick, trial }, quick.trials[0]!, { signal });
  return measurements;
};

const gaps = (miniature: Miniature, others: Record<string, Contender> = {}) =>
  measure(recovery, (context) => gapsOn(context, miniature, small, others));

describe("a gap", () => {
  test("is 0 for the best contender, and nobody in the race is below", async () => {
    for (const miniature of ["recovery", "counterfactual"] as const) {
      const of = await gaps(miniature);
      const inRace = ["hybrid", "hybrid with PGD", "direct search", "random line search", "attacks only"];
      const values = inRace.map((name) => gapOf(miniature, name)(of));
      expect(Math.min(...values)).toBe(0);
      expect(Math.max(...values)).toBeLessThanOrEqual(1);
      expect(gapOf(miniature, "hybrid, products charged")(of)).toBeGreaterThanOrEqual(gapOf(miniature, "hybrid")(of));
    }
  });

  test("is 1 for who has not moved", async () => {
    const nowhere = async (_: unknown, x: Float64Array) => ({ direction: new Float64Array(x.length), products: 0 });
    const of = await gaps("recovery", { hybrid: attacksOnly({ customAttack: nowhere }) as unknown as Contender });
    expect(gapOf("recovery", "hybrid")(of)).toBe(1);
  });
});

describe("the criteria", () => {
  test("fail on every claim where a random line search runs under the hybrid's name", async () => {
    const impostor = { hybrid: randomLineSearch() as unknown as Contender };
    const of = { ...(await gaps("recovery", impostor)), ...(await gaps("counterfactual", impostor)) };
    for (const { quick } of [counterfactual, recovery, consistent]) {
      expect(judge(quick.criteria[0]!, [of]).holds).toBe(false);
    }
    expect(judge(recovery.quick.criteria[1]!, [of]).holds).toBe(false);
  });

  test("on baselines fail where they are as good as the hybrid", () => {
    const good = Object.fromEntries(
      ["recovery", "counterfactual"].flatMap((miniature) =>
        ["hybrid", "direct search", "random line search"].map((name) => [`${miniature}, gap of ${name}`, 1e-5]),
      ),
    );
    const trials = consistent.quick.trials.map(() => good);
    expect(consistent.quick.criteria.map((criterion) => judge(criterion, trials).holds)).toEqual([true, false, false]);
  });

  test("hold for the first instance of the counterfactual miniature", async () => {
    const { quick } = counterfactual;
    const trial = quick.trials[0]!;
    const result = await runTrial(quick, trial, { signal });
    expect(verdictOf({ ...quick, trials: [trial] }, [result]).verdict).toBe("holds");
  });
});

describe("the demo", () => {
  test("shows as arrows exactly what was asked for in a step, from where it was", async () => {
    const start: [number, number] = [-1.2, 2.2];
    const values = Object.fromEntries(stepsOnSurrogate.controls.map(({ name, value }) => [name, value]));
    Object.assign(values, { methods: ["direct-search"], start, steps: 6 });
    const { problem, takeAsked } = surrogate(values["instance"] as number, start);
    expect(problem.dimension).toBe(2);
    expect(takeAsked()).toEqual([]);
    let evaluations = 0;
    for await (const { step, marks, points } of stepsOnSurrogate.play(values, signal)) {
      const arrows = marks!["plane"]!.filter((mark) => mark.kind === "arrows");
      const tried = arrows.flatMap(({ to }) => to);
      const now = points!["objective"]![0]!.x;
      expect(tried).toHaveLength(now - evaluations);
      if (step === 0) expect(now).toBe(0);
      evaluations = now;
    }
    expect(evaluations).toBeGreaterThan(5);
  });
});
