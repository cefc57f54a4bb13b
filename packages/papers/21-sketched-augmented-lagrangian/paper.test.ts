import { adaSketchNewton, bt3, gmresL1Sqp, hs40, lastRow, minimize, newtonKkt } from "gradus";
import { describe, expect, test } from "vitest";
import { judge } from "../src/criterion.ts";
import { runTrial, verdictOf } from "../src/experiment.ts";
import { collection } from "./claims/collection.ts";
import { control } from "./claims/control.ts";
import { localRates } from "./claims/local-rates.ts";
import { tight } from "./claims/tight.ts";

const { signal } = new AbortController();

describe("the criteria", () => {
  test("of the rates hold for one seed, and fail where every θ is 1", async () => {
    const { quick } = localRates;
    const result = await runTrial(quick, quick.trials[0]!, { signal });
    expect(verdictOf({ ...quick, trials: [quick.trials[0]!] }, [result]).verdict).toBe("holds");
    const { measurements } = result;
    const fake = Object.fromEntries(
      Object.entries(measurements).map(([name, value]) => [
        name,
        name.startsWith("rate") ? measurements[`rate, θ = 1, ${name.split(", ").at(-1)}`]! : value,
      ]),
    );
    expect(quick.criteria.map((criterion) => judge(criterion, [fake]).holds)).toEqual([true, true, false, false, true]);
  });

  test("of the collection fail where inexact SQP runs under the sketches' names", async () => {
    const { quick } = collection;
    const fake: typeof quick = {
      ...quick,
      trial: (context) =>
        quick.trial({
          ...context,
          run: (label, problem, method, options) =>
            /Kaczmarz|Gaussian/.test(label.contender)
              ? context.run(label, problem, gmresL1Sqp() as never, options)
              : context.run(label, problem, method, options),
        }),
    };
    const { measurements } = await runTrial(fake, quick.trials[0]!, { signal });
    const outcomes = quick.criteria.map((criterion) => judge(criterion, [measurements]));
    // It solves them all, but neither closely nor with few evaluations.
    expect(outcomes.map(({ holds }) => holds)).toEqual([true, true, false, false, false, false, false]);
  }, 30_000);

  test("of convergence fail where the run is cut short", async () => {
    const { quick } = tight;
    const fake: typeof quick = {
      ...quick,
      trial: (context) =>
        quick.trial({
          ...context,
          run: (label, problem, method, options) => context.run(label, problem, method, { ...options, steps: 2 }),
        }),
    };
    const { measurements } = await runTrial(fake, quick.trials[0]!, { signal });
    expect(quick.criteria.map((criterion) => judge(criterion, [measurements]).holds)).toEqual([false, false]);
  }, 20_000);

  test("of the control problem hold for one seed", async () => {
    const { quick } = control;
    const result = await runTrial(quick, quick.trials[0]!, { signal });
    expect(verdictOf({ ...quick, trials: [quick.trials[0]!] }, [result]).verdict).toBe("holds");
  });
});

describe("findings", () => {
  test("with the theory's bound the sketch leaves no trace", async () => {
    const [sketched, exact] = await Promise.all(
      [adaSketchNewton(), newtonKkt() as never as ReturnType<typeof adaSketchNewton>].map(async (method) => {
        const { trace, answer } = await minimize(hs40(), method, { steps: 50 });
        answer.dispose();
        return lastRow(trace);
      }),
    );
    expect(sketched!.step).toBe(exact!.step);
    expect(sketched!.extra["kktResidual"]! / exact!.extra["kktResidual"]!).toBeCloseTo(1, 3);
    expect(sketched!.extra["innerFlops"]! / exact!.extra["innerFlops"]!).toBeGreaterThan(100);
  });

  test("BT3 has its least value at 176/43", async () => {
    const { trace, answer } = await minimize(bt3(), newtonKkt(), { steps: 5 });
    answer.dispose();
    expect(lastRow(trace).objective).toBeCloseTo(176 / 43, 12);
    expect(Math.abs(176 / 43 - 4.09301056)).toBeGreaterThan(1e-5);
  });

  test("δ is at its floor from the first step on", async () => {
    const { trace, answer } = await minimize(hs40(), adaSketchNewton(), { steps: 50 });
    answer.dispose();
    for (const { extra } of trace.rows.slice(1)) expect(extra["delta"]).toBe(1e-6);
  });
});
