import {
  curlDescent,
  directFeedbackAlignment,
  disposeState,
  lastRow,
  linearAlgebra,
  linearNetworkStability,
  linearStudent,
  minimize,
  scalarStudent,
  type TwoLayers,
} from "gradus";
import { describe, expect, test } from "vitest";
import { judge } from "../src/criterion.ts";
import type { ControlValues, Frame } from "../src/demo.ts";
import { type Experiment, runTrial, type TrialContext, verdictOf } from "../src/experiment.ts";
import { criticalFractions } from "./claims/critical.ts";
import { lambdaAtTeacher, signsOf } from "./claims/networks.ts";
import { saddle, saddleEscape } from "./claims/saddle.ts";
import { raceOf, speed } from "./claims/speed.ts";
import { transitionExperiment } from "./claims/transition.ts";
import { phasePortrait } from "./demos/phase-portrait.ts";

const { signal } = new AbortController();

/** What some work measures in a trial of its own. */
async function measurementsOf(trial: Experiment["trial"], seed = 0) {
  const only = { name: "only", seed };
  const experiment: Experiment = { setup: "", trials: [only], trial, criteria: [] };
  return (await runTrial(experiment, only, { signal })).measurements;
}

describe("the criteria", () => {
  test("of the saddle hold, and fail where nothing is flipped under curl descent's name", async () => {
    const verdict = async (experiment: Experiment) =>
      verdictOf(experiment, [await runTrial(experiment, experiment.trials[0]!, { signal })]);
    const real = await verdict(saddle.quick);
    expect(real.verdict).toBe("holds");
    expect(real.outcomes[1]!.value).toBe(414);
    const fake = await verdict(saddleEscape({ starts: [[0.9, -0.9]], learningRate: 0.05, steps: 700 }, [1, 1]));
    expect(fake.outcomes.map(({ holds }) => holds)).toEqual([true, false, false]);
  });

  test("of the transition fail where gradient descent runs in place of the flips", async () => {
    const experiment = transitionExperiment({});
    const { measurements } = await runTrial(experiment, experiment.trials[0]!, { signal });
    const outcomes = experiment.criteria.map((criterion) => judge(criterion, [measurements]));
    expect(outcomes[1]!.holds).toBe(false);
    expect(outcomes[2]!.holds).toBe(false);
  });

  test("of the critical fraction see no loss of stability where nothing is flipped", async () => {
    const setup = { simulated: [{ inputs: 6, hidden: 8 }], large: [], larger: [] };
    const of = (flippedBy?: () => object) =>
      measurementsOf((context) => criticalFractions(context, { ...setup, ...(flippedBy && { flippedBy }) }));
    const real = await of();
    const [byEigenvalue, byRuns] = ["λ", "runs"].map((by) => real[`critical fraction by ${by}, 6-8`]!);
    expect(Math.abs(byRuns! - byEigenvalue!) * 6).toBeLessThanOrEqual(1 + 1e-9);
    expect((await of(() => ({})))["critical fraction by runs, 6-8"]).toBe(Number.POSITIVE_INFINITY);
  });

  test("of the speed fail where both contenders are the same", async () => {
    const setting = "50-5, 500 samples";
    const student = { inputs: 5, hidden: 2, train: 20, test: 10 };
    const fake = (context: TrialContext) => raceOf(context, { setting, student, fraction: 0, limit: 60 });
    const measurements = await measurementsOf(fake);
    const outcomes = speed.quick.criteria.map((criterion) => judge(criterion, [measurements]));
    expect(outcomes.map(({ value }) => value)).toEqual([1, 0]);
    expect(outcomes.map(({ holds }) => holds)).toEqual([false, false]);
  });
});

test("with direct feedback a race runs too", async () => {
  const rule = ({ feedback: _, ...options }: object & { feedback?: unknown }) => directFeedbackAlignment(options);
  const race = { setting: "direct", student: { inputs: 5, hidden: 5, train: 20 }, fraction: 0.2, limit: 30 };
  const measurements = await measurementsOf((context) => raceOf(context, { ...race, rule: rule as never }));
  expect(Object.values(measurements)).toEqual([30, 30]);
});

describe("findings", () => {
  test("flips in the readout leave the unstable teacher for a stable solution", async () => {
    const problem = linearStudent({ inputs: 5, hidden: 50, seed: 3 });
    const flipped = { readout: 30 };
    expect(lambdaAtTeacher(problem, flipped)).toBeGreaterThan(0.5);
    const method = curlDescent({ signs: signsOf(problem, flipped), fixNorms: true });
    const { answer, trace } = await minimize(problem, method<TwoLayers>, { steps: 3000, every: 3000 });
    expect(lastRow(trace).objective / problem.zeroLoss).toBeLessThan(1e-6);
    const rows = async (name: keyof TwoLayers) => linearAlgebra.toRows(await linearAlgebra.fromArray(answer[name]));
    const { W1: d1, W2: d2 } = signsOf(problem, flipped);
    expect(linearNetworkStability({ W1: await rows("W1"), W2: await rows("W2"), d1, d2 }).stable).toBe(true);
    disposeState(answer);
  });

  test("short steps do not escape the saddle in the same time, nor in much more", async () => {
    const end = async (learningRate: number, steps: number) => {
      const method = curlDescent({ signs: [1, -1], learningRate });
      const { answer, trace } = await minimize(scalarStudent(), method, { steps, every: steps });
      disposeState(answer);
      return lastRow(trace).objective;
    };
    expect(await end(0.05, 500)).toBeLessThan(1e-8);
    expect(await end(0.005, 4140)).toBeGreaterThan(1e-3);
  });
});

describe("the phase portrait", () => {
  const values = (changed: ControlValues = {}): ControlValues => ({
    ...Object.fromEntries(phasePortrait.controls.map(({ name, value }) => [name, value])),
    ...changed,
  });
  const framesOf = async (changed: ControlValues = {}) => {
    const frames: Frame[] = [];
    for await (const frame of phasePortrait.play(values(changed), signal)) frames.push(frame);
    return frames;
  };
  const lossAt = (frame: Frame, line: string) =>
    frame.points!["loss"]!.find((point) => point.line === line)?.y ?? Number.NaN;

  test("shows the origin as a centre that curl descent leaves, where gradient descent stays", async () => {
    const frames = await framesOf();
    expect(frames).toHaveLength(600);
    const last = frames.at(-1)!;
    expect(lossAt(last, "gradient descent")).toBeCloseTo(0.5, 6);
    expect(lossAt(last, "curl descent")).toBeLessThan(1e-6);
    expect(last.says).toContain("The origin is a centre");
    expect(await framesOf()).toEqual(frames);
  });

  test("has the same path twice where the slider stands at 1, and tells what diverges", async () => {
    const [frame] = (await framesOf({ sign: 1, steps: 60 })).slice(-1);
    expect(lossAt(frame!, "curl descent")).toBe(lossAt(frame!, "gradient descent"));
    expect(frame!.says).toContain("The origin is a saddle");
    const wild = await framesOf({ start: [2.5, -2.5], learningRate: 0.2, target: 2, steps: 300 });
    expect(wild.length).toBeGreaterThan(0);
  });

  test("draws flow and solutions before anything runs", async () => {
    const { panels } = await phasePortrait.scene(values({ target: 0.5 }));
    expect(panels.map(({ id }) => id)).toEqual(["plane", "loss", "radius"]);
  });
});
