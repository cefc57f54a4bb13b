import { disposeState, generator, type LvHbaOptions, lastRow, llc, lvHba, minimize } from "gradus";
import { describe, expect, test } from "vitest";
import { judge } from "../src/criterion.ts";
import { runTrial, verdictOf } from "../src/experiment.ts";
import { cleaning } from "./claims/cleaning.ts";
import { endsOf } from "./claims/ends.ts";
import { hessianFree } from "./claims/hessian-free.ts";
import { nonSingleton } from "./claims/non-singleton.ts";
import { slopeOf } from "./claims/rate.ts";
import { stronglyConvex } from "./claims/strongly-convex.ts";

const { signal } = new AbortController();

async function errorOf(problem: Parameters<typeof llc>[0], options: LvHbaOptions, steps: number): Promise<number> {
  const { answer, trace } = await minimize(llc(problem), lvHba(options), { steps, every: steps });
  disposeState(answer);
  return trace.status === "diverged" ? Number.POSITIVE_INFINITY : lastRow(trace).extra["errorX"]!;
}

describe("the criteria", () => {
  test("of the toy hold for a seed, and fail for steps longer than the tracker's", async () => {
    const { quick } = nonSingleton;
    const [trial] = quick.trials;
    const result = await runTrial(quick, trial!, { signal });
    expect(verdictOf({ ...quick, trials: [trial!] }, [result]).verdict).toBe("holds");
    const careless = {
      ...quick,
      trial: (context: Parameters<typeof quick.trial>[0]) =>
        endsOf(context, llc({ instance: context.seed }), {
          "LV-HBA": { method: lvHba({ alpha: 0.3, eta: 0.1 }), steps: 1000 },
        }),
    };
    const { measurements } = await runTrial(careless, trial!, { signal });
    expect(quick.criteria.map((criterion) => judge(criterion, [measurements]).holds)).toEqual(Array(4).fill(false));
  });

  test("of the cleaning fail where nothing is learnt", () => {
    const equal = { "equal weights: retrainedTestAccuracy": 0.7, "LV-HBA: retrainedTestAccuracy": 0.7 };
    expect(cleaning.quick.criteria.map((criterion) => judge(criterion, [equal]).holds)).toEqual([false, false, false]);
    const learnt = { ...equal, "LV-HBA: retrainedTestAccuracy": 0.9 };
    expect(cleaning.quick.criteria.map((criterion) => judge(criterion, [learnt]).holds)).toEqual([true, true, true]);
  });

  test("of the strongly convex toy compare medians", () => {
    const [absolute, relative] = stronglyConvex.quick.criteria;
    const trials = [0, 1, 2].map((i) => ({ "LV-HBA: phi": -0.2, "E-AiPOD: phi": [0.5, 3, 0.7][i]! }));
    expect(judge(absolute!, trials).holds).toBe(true);
    expect(judge(relative!, trials)).toMatchObject({ holds: false, value: -0.8999999999999999 });
  });

  test("of the calls fail for a Hessian or a second projection", () => {
    const asked = { hessians: 0, projections: 1, upper: 1, lower: 3, products: 2 };
    const verdicts = (changed: object) =>
      hessianFree.quick.criteria.every((criterion) => judge(criterion, [{ ...asked, ...changed }]).holds);
    expect(verdicts({})).toBe(true);
    expect(verdicts({ hessians: 1 })).toBe(false);
    expect(verdicts({ projections: 2 })).toBe(false);
  });

  test("slopes are those of powers, whatever comes before the burn-in", () => {
    const draw = generator(1);
    const rows = Array.from({ length: 200 }, (_, i) => ({
      step: 100 * (i + 1),
      seconds: 0,
      objective: 0,
      calls: {},
      extra: { lowerGap: i < 20 ? draw.uniform() : 3 * (100 * (i + 1)) ** -0.6 },
    }));
    expect(slopeOf({ rows })).toBeCloseTo(-0.6, 10);
  });
});

describe("findings", () => {
  const official = { alpha: 0.008, beta: 0.02, eta: 0.01, gamma1: 10, gamma2: 10, c0: 0.025, constraintScale: 1 };

  test("the official constants oscillate on the unscaled toy, and the scaled one is solved", async () => {
    expect(await errorOf({ start: "tens", scale: 1 }, official, 1500)).toBeGreaterThan(5);
    expect(await errorOf({ start: "tens" }, { alpha: 0.1, gamma1: 10, gamma2: 10, p: 0.49 }, 4000)).toBeLessThan(0.01);
  });

  test.each([1, 2, 10])("with γ = %d, α = η stays and α = 3 η leaves", async (gamma) => {
    const options = { eta: 0.03, gamma1: gamma, gamma2: gamma, constraintScale: 1 };
    expect(await errorOf({ start: "tens" }, { ...options, alpha: 0.03 }, 3000)).toBeLessThan(0.1);
    expect(await errorOf({ start: "tens" }, { ...options, alpha: 0.09 }, 3000)).toBeGreaterThan(100);
  });

  test("α = η circles with γ = 10 and a Jacobian of norm 1; half of α, or a smaller γ, does not", async () => {
    const circling = { alpha: 0.1, eta: 0.1, gamma1: 10, gamma2: 10 };
    const problem = { dimension: 10 };
    expect(await errorOf(problem, circling, 5000)).toBeGreaterThan(0.5);
    expect(await errorOf(problem, { ...circling, alpha: 0.05 }, 5000)).toBeLessThan(0.05);
    expect(await errorOf(problem, { ...circling, gamma1: 2, gamma2: 2 }, 5000)).toBeLessThan(0.05);
  });
});
