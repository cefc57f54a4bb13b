import { langevinAverage, lastRow, minimize, type SphereProblem, tensorPca } from "gradus";
import { describe, expect, test } from "vitest";
import { judge } from "../src/criterion.ts";
import { runTrial, verdictOf } from "../src/experiment.ts";
import type { Measurements } from "../src/statistic.ts";
import { exponentOf, type Grid, upperEndOf } from "./claims/exponent.ts";
import { sampleSize } from "./claims/sample-size.ts";
import { evenExponents, oddExponents } from "./claims/single-sample.ts";
import { tensors } from "./claims/tensor-pca.ts";
import { warmStart } from "./claims/warm-start.ts";
import { demos } from "./demo.ts";

const { signal } = new AbortController();

/** What a trial of the claim would measure if every overlap were this. */
const everywhere = (names: string[], value: number): Measurements =>
  Object.fromEntries(names.map((name) => [name, value]));

describe("the criteria", () => {
  test("fail where the last iterates are handed out as the average", async () => {
    const { quick } = evenExponents;
    const { measurements } = await runTrial(quick, { name: "seed 11", seed: 11 }, { signal });
    expect(judge(quick.criteria[0]!, [measurements]).holds).toBe(true);
    const wrong = { ...measurements, "answer, k = 4, d = 32": measurements["last iterates, k = 4, d = 32"]! };
    expect(judge(quick.criteria[0]!, [wrong]).holds).toBe(false);
  });

  test("fail where the chains find the direction by themselves, or nothing does", () => {
    for (const { quick } of [oddExponents, evenExponents, tensors, warmStart]) {
      const names = [3, 4, 5].flatMap((k) =>
        [16, 24, 32].flatMap((d) =>
          ["mean iterate", "answer", "last iterates", "answer and partial trace"].map(
            (what) => `${what}, k = ${k}, d = ${d}`,
          ),
        ),
      );
      const more = [32, 64].flatMap((d) =>
        ["average", "last iterates, warm", "last iterates, cold"].map((what) => `${what}, d = ${d}, n = 8 d^1.5`),
      );
      for (const value of [0.1, 0.99]) {
        const trials = quick.trials.map((trial) => ({
          trial,
          measurements: everywhere([...names, ...more], value),
          traces: [],
          seconds: 0,
        }));
        expect(verdictOf(quick, trials).verdict).toBe("does not hold");
      }
    }
  });
});

describe("the exponent", () => {
  const grid: Grid = {
    dimensions: [10, 20, 40],
    multiples: [1, 2, 4, 8],
    samples: (d, multiple) => multiple * d,
    nameOf: (d, multiple) => `${d} ${multiple}`,
    target: 0.5,
  };
  /** Overlaps that reach the target at n = c d^a. */
  const trialOf = (a: number, c: number): Measurements =>
    Object.fromEntries(
      grid.dimensions.flatMap((d) =>
        grid.multiples.map((multiple) => [
          grid.nameOf(d, multiple),
          0.5 + 0.1 * (Math.log(grid.samples(d, multiple)) - Math.log(c) - a * Math.log(d)),
        ]),
      ),
    );

  test("is the slope of the sample size at which the overlap reaches its target", () => {
    expect(exponentOf(grid).value([trialOf(1.4, 1), trialOf(1.4, 1), trialOf(1.4, 1)])).toBeCloseTo(1.4, 10);
    expect(exponentOf(grid).spread([trialOf(1.4, 1)])).toEqual([expect.closeTo(1.4, 10), expect.closeTo(1.4, 10)]);
  });

  test("has an interval as wide as its trials differ, and none where the grid does not reach the target", () => {
    const [low, high] = exponentOf(grid).spread([trialOf(1.1, 2), trialOf(1.2, 2), trialOf(1.4, 1)]);
    expect(low).toBeLessThan(high!);
    expect(exponentOf(grid).value([trialOf(3, 1)])).toBeNaN();
    expect(upperEndOf(grid).value([trialOf(3, 1)])).toBeNaN();
  });

  test("of 3 is refused by the claim", () => {
    const [, criterion] = sampleSize.quick.criteria;
    const trial = Object.fromEntries(
      [12, 24, 48].flatMap((d) =>
        [1 / 16, 1 / 8, 1 / 4, 1 / 2].map((multiple) => [
          `answer, d = ${d}, n = ${multiple} d²`,
          0.8 + 0.1 * (Math.log(multiple * d ** 2) - 3 * Math.log(d) + Math.log(160)),
        ]),
      ),
    );
    const outcome = judge(criterion!, [trial]);
    expect(outcome.value).toBeGreaterThan(2.5);
    expect(outcome.holds).toBe(false);
  });
});

describe("findings", () => {
  test("from ε = d/2 on the chains leave the equator by themselves", async () => {
    const lastOverlap = async (signal: number) => {
      const problem: SphereProblem = tensorPca({ order: 3, dimension: 24, instance: 1 });
      const { trace, answer } = await minimize(problem, langevinAverage({ signal }), { steps: 300, every: 300 });
      answer.dispose();
      return lastRow(trace).extra["lastOverlap"]!;
    };
    expect(await lastOverlap(6)).toBeLessThan(0.35);
    expect(await lastOverlap(12)).toBeGreaterThan(0.45);
  });
});

describe("the demo", () => {
  const [demo] = demos;
  const values = Object.fromEntries(demo!.controls.map(({ name, value }) => [name, value]));

  test.each([
    ["tensor", 3],
    ["tensor", 4],
    ["single-index", 2],
    ["single-index", 3],
  ])("shows the last iterates and the average: %s, k = %i", async (problem, k) => {
    const chosen = { ...values, problem, k, d: 8, steps: 300, logSamples: 1 };
    const scene = await demo!.scene(chosen);
    expect(scene.panels.map(({ id }) => id)).toEqual(["overlap", "sphere"]);
    let last: Record<string, number> = {};
    for await (const { figures = [] } of demo!.play(chosen, signal)) {
      last = Object.fromEntries(figures.map(({ label, value }) => [label, value]));
    }
    expect(last[k % 2 === 1 ? "mean iterate" : "top eigenvector"]).toBeGreaterThan(0.8);
    expect(last["last iterates"]).toBeLessThan(0.8);
  });

  test("makes equal frames of equal values, and stops when told to", async () => {
    const chosen = { ...values, d: 4, steps: 200 };
    const first = async () => {
      const stop = new AbortController();
      const frames = [];
      for await (const frame of demo!.play(chosen, stop.signal)) {
        frames.push(frame);
        if (frames.length === 3) stop.abort();
      }
      return frames;
    };
    const frames = await first();
    expect(frames.length).toBe(3);
    expect(await first()).toEqual(frames);
  });
});
