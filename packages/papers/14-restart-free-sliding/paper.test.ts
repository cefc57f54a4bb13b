import {
  absoluteQuadratic,
  chambollePock,
  type Method,
  minimize,
  proxSgd,
  rfAsgs,
  rfSgs,
  type SampledComposite,
  tvDeblurring,
} from "gradus";
import { describe, expect, test } from "vitest";
import { judge } from "../src/criterion.ts";
import { runTrial } from "../src/experiment.ts";
import { callsOf, countCalls, lowest } from "./claims/counts.ts";
import { oneStepBounds } from "./claims/one-step-bounds.ts";
import { operatorCounts } from "./claims/operator-counts.ts";
import { potential } from "./claims/potentials.ts";
import { stochasticCounts } from "./claims/stochastic-counts.ts";

const { signal } = new AbortController();

/** A trial's context in which each contender runs another method than its own. */
const contextOf = (seed = 0) => ({
  name: `seed ${seed}`,
  seed,
  signal,
  run: async (_: unknown, problem: unknown, method: unknown, options: object) =>
    (await minimize(problem, method as Method<unknown, unknown, unknown>, { seed, ...options })).trace,
});

/** Calls of a method to a tolerance. */
async function calls<Problem>(
  problem: Problem,
  method: Method<Problem, unknown, unknown>,
  minimum: number,
  tolerance: number,
  kinds: ("gradient" | "subgradient" | "operator")[],
) {
  const to = { minimum, tolerances: [tolerance], kinds };
  const label = { contender: "it", setting: "" };
  const limits = { steps: 20_000 };
  const measured = await countCalls(contextOf() as never, label, problem, { method, limits }, to);
  return kinds.map((kind) => callsOf(kind, "it", tolerance)(measured));
}

describe("criteria fail where they have to", () => {
  test("of the counts, if prox-SGD runs under RF-SGS's name", async () => {
    const problem = absoluteQuadratic();
    const { value: minimum } = await lowest(problem, [rfAsgs({ smoothing: 0.1 })], {
      calls: 20_000,
      signal,
      every: 10,
    });
    const to = {
      minimum,
      tolerances: [1, 0.1, 0.01],
      kinds: ["gradient", "subgradient"] as ("gradient" | "subgradient")[],
    };
    const trial = {};
    for (const contender of ["RF-SGS", "M-SGS", "prox-SGD"]) {
      const counted = { method: proxSgd(), limits: { steps: 20_000 }, every: 10 };
      Object.assign(trial, await countCalls(contextOf() as never, { contender, setting: "" }, problem, counted, to));
    }
    const outcomes = stochasticCounts.quick.criteria.map((criterion) => judge(criterion, [trial]).holds);
    expect(outcomes.slice(0, 4)).toEqual([false, false, false, false]);
  });

  test("of the counts, if a contender never gets there", () => {
    const trial = Object.fromEntries(
      ["gradient", "operator"].flatMap((kind) =>
        ["RF-ASGS", "M-AGS", "smoothed APG, ε = 0.0001"].flatMap((contender) =>
          [0.1, 0.01, 0.001, 0.0001].map((tolerance) => [
            `${kind}s of ${contender} to ${tolerance}`,
            Number.POSITIVE_INFINITY,
          ]),
        ),
      ),
    );
    const outcomes = operatorCounts.quick.criteria.map((criterion) => judge(criterion, [trial]).holds);
    expect(outcomes).toEqual(outcomes.map(() => false));
  });

  test("of the bounds, with half the weight on the centre", async () => {
    const problem = absoluteQuadratic();
    const iteration = rfSgs({ innerSteps: 1, stochastic: false, centreWeight: 0.5 })(problem);
    const { initial, step } = potential(problem, new Float64Array(50));
    let state = await iteration.init(0);
    let E = initial(state);
    let worst = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < 100; k++) {
      const next = await iteration.step(state);
      const { value, bound } = step(state, next, E);
      worst = Math.max(worst, value - bound);
      [state, E] = [next, value];
    }
    const [criterion] = oneStepBounds.quick.criteria;
    expect(judge(criterion!, [{ "largest excess of RF-SGS, free": worst }]).holds).toBe(false);
  });
});

test("the one-step bounds hold in a trial, with the control", async () => {
  const { quick } = oneStepBounds;
  const { measurements } = await runTrial(quick, quick.trials[1]!, { signal });
  expect(quick.criteria.map((criterion) => judge(criterion, [measurements]).holds)).toEqual(
    quick.criteria.map(() => true),
  );
});

describe("findings", () => {
  test("Chambolle-Pock needs far fewer K on deblurring, and not many more gradients", async () => {
    const problem = tvDeblurring();
    const { value } = await lowest(problem, [chambollePock()], { calls: 4000, signal, every: 100 });
    const [gradients, operators] = await calls(problem, rfAsgs(), value, 1e-3, ["gradient", "operator"]);
    const [theirGradients, theirOperators] = await calls(problem, chambollePock(), value, 1e-3, [
      "gradient",
      "operator",
    ]);
    expect(theirGradients! / gradients!).toBeLessThan(2);
    expect(operators! / theirOperators!).toBeGreaterThan(10);
  });

  test("a longer first loop than the rule's halves the gradients", async () => {
    const problem: SampledComposite = absoluteQuadratic();
    const { value } = await lowest(problem, [rfAsgs({ smoothing: 0.1 })], { calls: 20_000, signal, every: 10 });
    const [byRule] = await calls(problem, rfSgs(), value, 0.01, ["gradient"]);
    const [longer] = await calls(problem, rfSgs({ innerSteps: 10 }), value, 0.01, ["gradient"]);
    expect(longer! / byRule!).toBeLessThan(0.65);
  });
});
