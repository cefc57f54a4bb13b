import {
  adam,
  energyMaximum,
  groupArithmetic,
  groupNamed,
  irreducibleParts,
  minimize,
  observe,
  type PairNetwork,
  stageLook,
  trees,
} from "gradus";
import { describe, expect, test } from "vitest";
import { judge } from "../src/criterion.ts";
import { type Experiment, runTrial, type TrialContext } from "../src/experiment.ts";
import type { Measurements } from "../src/statistic.ts";
import { ascend } from "./claims/ascents.ts";
import { decayIsTheRate } from "./claims/decay-rate.ts";
import { countNodes, discovery } from "./claims/discovery.ts";
import { bothWays, muonDiversity } from "./claims/diversity.ts";
import { energyMaxima, maximaOf } from "./claims/energy-maxima.ts";
import { figureThreeRuns } from "./claims/figure-three.ts";
import { lazySignal, signalsOf } from "./claims/first-signal.ts";
import { decayOrNone, grokking, small } from "./claims/grokking.ts";
import { memorisation, memorise } from "./claims/memorisation.ts";
import { boundary, pairsFor, quickBoundary, scalingLaw } from "./claims/scaling-law.ts";
import { sweptOf } from "./claims/swept.ts";
import { bothStarts, zeroStart } from "./claims/zero-start.ts";

const { signal } = new AbortController();

/** What some work measures in a trial of its own. */
async function measurementsOf(trial: Experiment["trial"], seed = 0): Promise<Measurements> {
  const only = { name: "only", seed };
  return (await runTrial({ setup: "", trials: [only], trial, criteria: [] }, only, { signal })).measurements;
}

const holds = ({ quick }: { quick: Experiment }, ...trials: Measurements[]) =>
  quick.criteria.map((criterion) => judge(criterion, trials).holds);

describe("the criteria", () => {
  test("of grokking fail where nothing decays under weight decay's name", async () => {
    const fake = await measurementsOf((context) => decayOrNone(context, 0));
    expect(fake["generalised"]).toBe(Number.POSITIVE_INFINITY);
    expect(fake["test accuracy without"]).toBeLessThan(0.5);
    // Never is later than anything: what fails is the network that learns at once.
    expect(holds(grokking, { ...fake, delay: 1 })).toEqual([false, true]);
    expect(holds(grokking, { ...fake, "test accuracy without": 1 })[1]).toBe(false);
  });

  test("of the energy's maxima fail with few pairs", async () => {
    const few = await measurementsOf((context) => maximaOf(context, [{ group: "23", nodes: 16 }], 0.2));
    expect(holds(energyMaxima, { ...few, "10: worstEnergy": 0 })).toEqual([false, false, false, true]);
  });

  test("of the first signal fail where the top layer is at rest and wide is called narrow", async () => {
    const setup = { M: 7, widths: [16, 64], moduli: [7], width: 16 };
    const real = await signalsOf(setup, 0);
    const wrong = {
      "early cosine": real["ridge cosine, K = 16"]!,
      "ridge cosine, K = 64": 0.8,
      "ridge cosine, K = 256": 0.5,
      "ridge cosine, K = 1024": 0.1,
      ...Object.fromEntries([11, 17, 23].map((M) => [`off-diagonal, M = ${M}`, 2 * real["off-diagonal, M = 7"]!])),
    };
    expect(holds(lazySignal, wrong)).toEqual([false, false, false, false, false, false]);
  });

  test("of the rate fail where all decays are one", () => {
    const same = Object.fromEntries([1e-4, 2e-4, 5e-4, 1e-3].map((decay) => [`generalised, decay ${decay}`, 200]));
    expect(holds(decayIsTheRate, same)).toEqual([false, false]);
  });

  test("of the scaling law fail where there are enough pairs throughout, or never", async () => {
    const cheap = { ...quickBoundary, hidden: 24, epochs: 10 };
    const untrained = await measurementsOf((context) => boundary(context, cheap));
    expect(holds(scalingLaw, untrained)).toEqual([true, false, true, false]);
    expect(untrained["critical c, 17"]).toBe(Number.POSITIVE_INFINITY);
    const all = Object.fromEntries(Object.keys(untrained).map((name) => [name, 1]));
    expect(holds(scalingLaw, all)).toEqual([false, true, false, true]);
  });

  test("of Muon's diversity fail where nodes go their own ways under its name", async () => {
    const trials: Measurements[] = [];
    for (const seed of [0, 1, 2]) {
      trials.push(await measurementsOf((context) => bothWays(context, { group: "11", nodes: 8 }, "gradient"), seed));
    }
    expect(holds(muonDiversity, ...trials)).toEqual([false, true, true]);
  });

  test("of discovery fail where nothing is halved", () => {
    const list = [
      { maxima: 8, shape: 2 },
      { maxima: 11, shape: 4 },
    ];
    expect(holds(discovery, countNodes(list, 1000, 0, false))).toEqual([true, false, true, false]);
  });

  test("of memorisation fail where the activations are swapped", async () => {
    const swapped = await measurementsOf((context) => memorise(context, 5, { sqr: "relu", relu: "sqr" }));
    expect(holds(memorisation, swapped)).toEqual([false, false]);
  });

  test("of the zero start fail where V is as usual in both", async () => {
    const same = await measurementsOf((context) => bothStarts(context, { problem: small, epochs: 300 }, 1));
    expect(same["V = 0"]).toBe(same["V random"]);
    expect(holds(zeroStart, same)).toEqual([false]);
  });
});

test("figure 3 is measured with every instrument, at any size", async () => {
  const setup = { M: 7, hidden: 16, samples: 34, decay: 1e-3, rate: 0.01, epochs: 40, every: 10 };
  const measurements = await measurementsOf((context: TrialContext) => figureThreeRuns(context, setup));
  for (const name of ["off-diagonal", "repelled", "purity", "strongestSignal"]) {
    expect(Number.isFinite(measurements[name]), name).toBe(true);
  }
});

test("groups that do not commute get d/2 times the pairs, and no more than there are", () => {
  expect(pairsFor("17", 2.5)).toBe(120);
  expect(pairsFor("D12", 2)).toBe(Math.round(2 * 24 * Math.log(24)));
  expect(pairsFor("S4", 2)).toBe(Math.round(3 * 24 * Math.log(24)));
  expect(pairsFor("5", 99)).toBe(25);
});

test("a sweep hands on what a cell has thrown", async () => {
  const swept = sweptOf(() => Promise.reject(new RangeError("no")));
  await expect(swept.cell({ setting: {}, seed: 0 })).rejects.toThrow("no");
  expect(() => swept.rethrow()).toThrow("no");
});

describe("findings", () => {
  test.each(["S3", "D5"])("maxima on %s are four times those printed", async (group) => {
    const levels = irreducibleParts(groupNamed(group))
      .slice(1)
      .map((part) => energyMaximum(part, groupNamed(group).order));
    expect(Math.min(...levels)).toBeCloseTo(groupNamed(group).order / 4, 12);
    let worst = Number.NaN;
    await measurementsOf(async (context) => {
      ({ worstEnergy: worst } = await ascend(context, {
        label: { contender: group },
        problem: { group, nodes: 12 },
        steps: 200,
      }));
      return {};
    });
    expect(worst).toBeLessThan(1e-6);
  });

  test("the signal is strongest while memorising, with decay and without, and purity tells them apart", async () => {
    const watch = async (weightDecay: number) => {
      const problem = groupArithmetic({ ...small, seed: 0 });
      const look = stageLook(problem, { read: ["gradient", "purity"], parts: irreducibleParts(problem.group) });
      const method = observe(adam({ learningRate: 0.005, weightDecay })<PairNetwork>, { every: 20, look });
      const { trace, answer } = await minimize(problem, method, { steps: 300, every: 20 });
      trees.dispose(answer);
      const signals = trace.rows.map(({ extra }) => extra["featureGradient"]!);
      return { peak: signals.indexOf(Math.max(...signals)), purity: trace.rows.at(-1)!.extra["purity"]! };
    };
    const [decayed, plain] = [await watch(5e-4), await watch(0)];
    expect(decayed.peak).toBeLessThanOrEqual(2);
    expect(plain.peak).toBeLessThanOrEqual(2);
    expect(decayed.purity - plain.purity).toBeGreaterThan(0.1);
  });
});
