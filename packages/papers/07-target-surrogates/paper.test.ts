import { random } from "@jax-js/jax";
import { sgd, sso } from "gradus";
import { describe, expect, test } from "vitest";
import { judge } from "../src/criterion.ts";
import { runTrial, verdictOf } from "../src/experiment.ts";
import type { Measurements } from "../src/statistic.ts";
import { amortisation } from "./claims/amortisation.ts";
import { imitation } from "./claims/imitation.ts";
import { majorisation } from "./claims/majorisation.ts";
import { projection } from "./claims/projection.ts";
import { rules } from "./claims/rules.ts";
import { decades, endsOf, lossOf } from "./claims/runs.ts";
import { allTiltedLabels, tiltedLabels } from "./claims/tilted-labels.ts";
import { curvedOutputs, lossAt, outputsAt, slopeAt } from "./demos/curved-outputs.ts";

const keyless = () => random.key(0);
const { signal } = new AbortController();
const verdicts = (experiment: typeof amortisation.quick, trials: Measurements[]) =>
  experiment.criteria.map((criterion) => judge(criterion, trials).holds);

describe("the ill-conditioned labels", () => {
  test("both classes occur, equal seeds give equal data, and all samples are those of the batches", async () => {
    const all = allTiltedLabels(3);
    const zero = all.initial(keyless());
    const z = Float64Array.from(await all.predict(zero, all.inputsOf(undefined)).data());
    expect(z).toHaveLength(500);
    expect(z.every((value) => value === 0)).toBe(true);
    const [one, other] = [tiltedLabels(3).batches(1)(0), tiltedLabels(3).batches(1)(0)];
    const targets = [...(await one.targets.data())];
    expect(targets).toEqual([...(await other.targets.data())]);
    expect(new Set(targets)).toEqual(new Set([-1, 1]));
    expect([...(await one.inputs.data())]).toEqual([...(await other.inputs.data())]);
  });
});

describe("the criteria", () => {
  test("of amortisation fail where more inner steps change nothing", async () => {
    const { quick } = amortisation;
    const names = [1, 10, 100].map((m) => `SSO, m = ${m}`);
    const grid = [...decades(-3, 3).flatMap((rate) => [`SGD, ${rate}`, `SGD/√t, ${rate}`])];
    const fake = {
      ...quick,
      trial: (context: Parameters<typeof quick.trial>[0]) =>
        endsOf(
          context,
          "all alike",
          () => tiltedLabels(context.seed),
          Object.fromEntries([...names, ...grid].map((name) => [name, sgd({ learningRate: 3 })])),
          { steps: 3 },
        ),
    };
    const { measurements } = await runTrial(fake, quick.trials[0]!, { signal });
    expect(lossOf("SSO, m = 10")(measurements)).toBeGreaterThan(0);
    expect(verdicts(quick, [measurements])).toEqual([false, false, false]);
  });

  test("of majorisation fail for a rate beyond 1/L under the name of 1/L, and where the surrogate never breaks", async () => {
    const { quick } = majorisation;
    const { measurements } = await runTrial(quick, quick.trials[1]!, { signal });
    expect(verdicts(quick, [measurements])).toEqual([true, true, true]);
    const broken = { ...measurements, "above, η = 4": measurements["above, η = 40"]! };
    expect(verdicts(quick, [broken])[0]).toBe(false);
    const unbroken = { ...measurements, "above, η = 40": measurements["above, η = 4"]! };
    expect(verdicts(quick, [unbroken])[2]).toBe(false);
  });

  test("of the projection hold for a seed, and fail for another η", async () => {
    const { quick } = projection;
    const result = await runTrial(quick, quick.trials[0]!, { signal });
    expect(verdictOf({ ...quick, trials: [quick.trials[0]!] }, [result]).verdict).toBe("holds");
    const wrong = { ...result.measurements, "projection, full rank, η = 0.5": 1e-6 };
    expect(verdicts(quick, [wrong])).toEqual([false, true]);
  });

  test("of imitation and rules fail where all do alike but for the bound of 1, and where nothing was measured", () => {
    const alike = new Proxy<Measurements>({}, { get: () => 0.3 });
    expect(verdicts(imitation.quick, [alike])).toEqual([false, false, false, false]);
    expect(verdicts(imitation.quick, [{}])).toEqual([false, false, false, false]);
    expect(verdicts(rules.quick, [{}])).toEqual([false, false, false, false]);
  });
});

describe("findings", () => {
  test("with one inner step and Armijo's rule, η matters", async () => {
    const { quick } = amortisation;
    const ends = (targetRate: number) => ({
      ...quick,
      trial: (context: Parameters<typeof quick.trial>[0]) =>
        endsOf(context, "one step", () => tiltedLabels(0), { one: sso({ innerSteps: 1, targetRate }) }, { steps: 10 }),
    });
    const [short, long] = await Promise.all(
      [0.4, 4].map(async (eta) => (await runTrial(ends(eta), quick.trials[0]!, { signal })).measurements),
    );
    expect(lossOf("one")(long!)).toBeLessThan(0.95 * lossOf("one")(short!));
  });
});

test("the demo's curve, loss and slope are those of its problem", async () => {
  const problem = curvedOutputs(0.7);
  const theta = problem.initial(keyless());
  const z = (await problem.predict(theta.ref, problem.inputsOf(undefined)).data()) as Float64Array;
  for (const [i, value] of outputsAt(0.7).entries()) expect(z[i]).toBeCloseTo(value, 14);
  expect((await problem.loss(theta, undefined).data())[0]).toBeCloseTo(lossAt(outputsAt(0.7)), 14);
  const [a, b] = outputsAt(0.7);
  const h = 1e-6;
  expect(slopeAt([a, b])[0]).toBeCloseTo((lossAt([a + h, b]) - lossAt([a - h, b])) / (2 * h), 6);
  expect(slopeAt([a, b])[1]).toBeCloseTo((lossAt([a, b + h]) - lossAt([a, b - h])) / (2 * h), 6);
});
