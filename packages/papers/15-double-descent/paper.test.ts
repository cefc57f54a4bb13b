import { lastRow, minimize, randomFeatures, sgd } from "gradus";
import { describe, expect, test } from "vitest";
import type { ControlValues, Frame } from "../src/demo.ts";
import { type TrialResult, verdictOf } from "../src/experiment.ts";
import type { Measurements } from "../src/statistic.ts";
import { featureModel, filtered, sweepSizes } from "./claims/feature-runs.ts";
import { oneCurve } from "./claims/one-curve.ts";
import { peak } from "./claims/peak.ts";
import { twoLayers } from "./claims/two-layers.ts";
import { demos } from "./demo.ts";

const { signal } = new AbortController();

/** What trials of an experiment would measure if each figure came from this. */
const trialsOf = (names: number, measurements: Measurements): TrialResult[] =>
  Array.from({ length: names }, (_, seed) => ({
    trial: { name: `seed ${seed}`, seed },
    measurements,
    traces: [],
    seconds: 0,
  }));

const holdsOf = ({ quick }: typeof peak, measurements: Measurements) =>
  verdictOf(quick, trialsOf(quick.trials.length, measurements)).outcomes.map(({ holds }) => holds);

describe("the criteria of the peak", () => {
  const sizes = [10, 20, 30, 40, 50, 70, 100, 200];
  const names = ["GD, 100 steps", "GD, 2000 steps", "Adam", "momentum", "minimum norm"];
  const measured = (test: (name: string, size: number) => number, kappa: (size: number) => number) =>
    Object.fromEntries(
      sizes.flatMap((size) => [
        [`condition number, P = ${size}`, kappa(size)],
        ...names.flatMap((name) => [
          [`train, ${name}, P = ${size}`, 0.01],
          [`test, ${name}, P = ${size}`, test(name, size)],
        ]),
      ]),
    ) as Measurements;

  test("hold for a peak that grows with the optimizer, and fail without one, or with the same one for all", () => {
    const peaked = (name: string, size: number) => (size === 40 ? 0.2 * 3 ** names.indexOf(name) : 0.2);
    const worst = (size: number) => (size === 40 ? 500 : 20);
    expect(holdsOf(peak, measured(peaked, worst))).toEqual([true, true, true, true, true, true]);
    expect(
      holdsOf(
        peak,
        measured(
          () => 0.2,
          () => 20,
        ),
      ),
    ).toEqual([false, false, true, true, true, false]);
    const alike = (_: string, size: number) => (size === 40 ? 5 : 0.2);
    expect(holdsOf(peak, measured(alike, worst))).toEqual([true, true, false, false, true, true]);
    // A peak beyond the threshold is another one.
    const later = (name: string, size: number) => (size === 70 ? 100 : peaked(name, size));
    expect(holdsOf(peak, measured(later, worst))[0]).toBe(false);
  });
});

describe("the criteria of 'if and only if'", () => {
  const settings = oneCurve.quick.remarks!.map(
    ({ measures }) => measures.match(/^training loss at P = 40, (.*)$/)?.[1],
  );
  const names = settings.filter((name) => name !== undefined);
  const measured = (train: (i: number) => number, ratio: (i: number) => number) =>
    Object.fromEntries(
      names.flatMap((name, i) => [
        [`train, ${name}, P = 40`, train(i)],
        [`test, ${name}, P = 40`, ratio(i)],
        [`test, ${name}, P = 200`, 1],
      ]),
    ) as Measurements;

  test("there are 17 settings", () => expect(names).toHaveLength(17));

  test("hold where a lower loss has the higher peak, and fail where the peak does not know of the loss", () => {
    const ends: Record<string, number> = { "minimum norm": 1e-29, "feature scale 0.1": 0.25 };
    const loss = (i: number) => ends[names[i]!] ?? 0.2 / 1.5 ** i;
    const peakOf = (i: number) => Math.max(1, 0.02 / loss(i)) + i / 1000;
    expect(holdsOf(oneCurve, measured(loss, peakOf))).toEqual([true, true, true, true, true]);
    expect(
      holdsOf(
        oneCurve,
        measured(loss, (i) => 1 + (i % 3) / 10),
      ),
    ).toEqual([false, true, true, false, false]);
    expect(
      holdsOf(
        oneCurve,
        measured(loss, (i) => 60 + (i % 3)),
      ),
    ).toEqual([false, false, false, true, true]);
  });
});

test("the criteria of two layers fail for curves that never fall, and for peaks of short trainings", () => {
  const measured = (long: (hidden: number) => number, short: (hidden: number) => number) =>
    Object.fromEntries(
      [4, 7, 10, 60].flatMap((hidden) => [
        [`test, Adam, 10,000 steps, H = ${hidden}`, long(hidden)],
        [`test, GD, 500 steps, H = ${hidden}`, short(hidden)],
      ]),
    ) as Measurements;
  const peaked = (hidden: number) => (hidden === 7 ? 2 : 1);
  expect(
    holdsOf(
      twoLayers,
      measured(peaked, () => 1),
    ),
  ).toEqual([true, true]);
  expect(
    holdsOf(
      twoLayers,
      measured((hidden) => hidden, peaked),
    ),
  ).toEqual([false, false]);
});

test("the closed form that stands for gradient descent gives the losses of its steps", async () => {
  const context = { name: "seed 3", seed: 3, signal, run: () => Promise.reject(new Error("nothing is stepped")) };
  const contenders = { filter: filtered({ relative: 1 }, 300) };
  const measured = await sweepSizes(context, [40], contenders, (features, seed) => featureModel({ features, seed }));
  const problem = randomFeatures({ features: 40, seed: 3 });
  const learningRate = 1 / featureModel({ features: 40, seed: 3 }).conditions.smoothness;
  const { trace, answer } = await minimize(problem, sgd({ learningRate }), { steps: 300, every: 300 });
  answer.dispose();
  const { trainMeanSquare, testMeanSquare } = lastRow(trace).extra;
  expect(measured["train, filter, P = 40"]).toBeCloseTo(trainMeanSquare!, 12);
  expect(measured["test, filter, P = 40"]).toBeCloseTo(testMeanSquare!, 10);
});

describe("the demo", () => {
  const [demo] = demos;
  const values = Object.fromEntries(demo!.controls.map(({ name, value }) => [name, value])) as ControlValues;
  const quick = { ...values, methods: ["short", "gd", "exact"], seeds: 2 };
  const framesOf = async (chosen: ControlValues) => {
    const frames: Frame[] = [];
    for await (const frame of demo!.play(chosen, signal)) frames.push(frame);
    return frames;
  };

  test("draws size after size with bands, a peak for the minimum norm, none for few steps, and the scatter at the end", async () => {
    const frames = await framesOf(quick);
    const tests = frames.flatMap(({ points }) => points!["test"]!);
    const curve = (name: string) => tests.filter(({ line }) => line === name);
    expect(curve("minimum norm").map(({ x }) => x)).toEqual([...new Set(tests.map(({ x }) => x))]);
    for (const { y, low, high } of tests) expect(low! <= y && y <= high!).toBe(true);
    const highest = (name: string) => curve(name).toSorted((a, b) => b.y - a.y)[0]!;
    expect(highest("minimum norm").x).toBe(1);
    const at = (name: string, x: number) => curve(name).find((point) => point.x === x)!.y;
    expect(at("minimum norm", 1) / at("GD, a twentieth of the steps", 1)).toBeGreaterThan(10);
    expect(frames.at(-2)!.marks!["scatter"]).toEqual([]);
    expect(frames.at(-1)!.marks!["scatter"]!.map(({ name }) => name)).toEqual([
      "GD, 10 to 10⁷ steps",
      "GD, a twentieth of the steps",
      "GD",
      "minimum norm",
    ]);
  });
});
