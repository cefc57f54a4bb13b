import {
  activationPatterns,
  certify,
  convexReluAdmm,
  enumeratePatterns2d,
  fromParams,
  lastRow,
  type Method,
  minimize,
  planarTeacher,
  pointsInBox,
  type ReluParams,
  type ReluProblem,
  reluDescent,
  robustConvexRelu,
  shieldedFeatures,
  thresholdedTeacher,
} from "gradus";
import { describe, expect, test } from "vitest";
import { judge } from "../src/criterion.ts";
import { runTrial, type TrialContext, verdictOf } from "../src/experiment.ts";
import { adversarial } from "./claims/adversarial.ts";
import { certificate, worstOnGrid } from "./claims/certificate.ts";
import { globalOptimum } from "./claims/global-optimum.ts";
import { linearRate } from "./claims/linear-rate.ts";
import { descents, exact } from "./claims/planar-runs.ts";
import { quadraticTime } from "./claims/quadratic-time.ts";
import { realPairs } from "./claims/real-pairs.ts";
import { largeDigits, smallDigits, tumours } from "./claims/real-samples.ts";

const { signal } = new AbortController();

// biome-ignore lint/suspicious/noExplicitAny: contenders differ in their states, which no test looks into.
async function endOf(problem: ReluProblem, method: Method<any, any, ReluParams>, steps: number, seed = 0) {
  const { trace, answer } = await minimize(problem, method, { steps, every: steps, seed });
  const network = await fromParams(answer);
  answer.U.dispose();
  answer.alpha.dispose();
  return { ...lastRow(trace), network };
}

describe("the criteria", () => {
  test("of a linear rate hold for the fixed points, and fail for γ_a in place of γ_a/ρ", async () => {
    const [trial] = linearRate.quick.trials;
    const result = await runTrial(linearRate.quick, trial!, { signal });
    const { verdict } = verdictOf(linearRate.quick, [result]);
    expect(verdict).toBe("holds");
    // A tenfold slower rate: what D_k is at k is D_{k/10} at the right step.
    const slow = {
      ...result.measurements,
      D_1000: result.measurements["D_300"]!,
      D_2500: result.measurements["D_300"]!,
    };
    expect(judge(linearRate.quick.criteria[0]!, [slow]).holds).toBe(false);
    expect(judge(linearRate.quick.criteria[1]!, [slow]).holds).toBe(false);
  });

  test("of a global optimum fail where one pattern stands for all: back-propagation gets below", async () => {
    const problem = planarTeacher({ seed: 0 });
    const { objective, extra } = await endOf(problem, exact({ patterns: 1 }), 1000);
    const context = {
      seed: 0,
      name: "seed 0",
      signal,
      run: async (_, own, method, options) => {
        const { trace, answer } = await minimize(own, method, { seed: 0, ...options });
        (answer as ReluParams).U.dispose();
        (answer as ReluParams).alpha.dispose();
        return trace;
      },
    } as TrialContext;
    const ends = await descents(context, problem, 20, { restarts: 2, learningRates: [0.01], updates: 2000 });
    const lowest = Math.min(...ends) / extra["convexObjective"]!;
    const one = { "lowest, 4 neurons": lowest, "lowest, 8 neurons": lowest, "lowest, 20 neurons": lowest };
    expect(objective).toBeGreaterThan(0);
    expect(judge(globalOptimum.quick.criteria[1]!, [one]).holds).toBe(false);
  });

  test("of robustness fail for the program without an adversary under the robust one's name", async () => {
    const one = { "PGD, convex-robust": 0.37, "PGD, convex-standard": 0.37, "PGD, GD-PGD": 0.95 };
    expect(adversarial.quick.criteria.slice(0, 3).map((criterion) => judge(criterion, [one]).holds)).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("of a certificate fail for a network that was trained without an adversary", async () => {
    const problem = pointsInBox({ seed: 0 });
    const radii = new Float64Array(3);
    const still = { ...problem, reluTraining: { ...problem.reluTraining, radii } };
    const { network, extra } = await endOf(still, robustConvexRelu({ directions: 20, perturbations: 1 }), 300);
    const one = { "on the grid": worstOnGrid(network, problem, 5), certified: extra["worstLoss"]! };
    expect(judge(certificate.quick.criteria[0]!, [one]).holds).toBe(false);
  });
});

describe("the criteria of measured times and of real samples", () => {
  test("fail for a solver that refactors in each iteration, and for a factor that is only quadratic", () => {
    const [iteration, factor] = quadraticTime.quick.criteria;
    expect(judge(iteration!, [{ iteration: 3 }]).holds).toBe(false);
    expect(judge(factor!, [{ factor: 2 }]).holds).toBe(false);
  });

  test("fail for a network that guesses", async () => {
    const problem = await tumours({ loss: "half-squared", beta: 1e6, count: 400, seed: 0 });
    const zero = await endOf(problem, convexReluAdmm({ patterns: 4 }), 2);
    const one = { "convex, breast tumours": zero.extra["testAccuracy"]!, "Adam, breast tumours": 0.95 };
    expect(judge(realPairs.quick.criteria[1]!, [one]).holds).toBe(false);
  });

  test("rest on splits that differ with the seed, and on labels of both classes", async () => {
    const splits = await Promise.all(
      [0, 0, 1].map((seed) => smallDigits({ loss: "cross-entropy", beta: 1, count: 200, seed })),
    );
    const [first, again, other] = splits.map(({ reluTraining }) => reluTraining);
    expect(again!.X).toEqual(first!.X);
    expect(other!.X).not.toEqual(first!.X);
    expect(new Set(first!.y)).toEqual(new Set([0, 1]));
    const images = (await largeDigits(4, { loss: "hinge", beta: 1e-3, count: 20, seed: 0, radius: 0.04 })).reluTraining;
    expect([images.X.rows, images.X.columns]).toEqual([20, 50]);
    expect(images.X.data.every((level) => level >= 0 && level <= 1)).toBe(true);
    expect([...images.radii!].at(-1)).toBe(0);
  });
});

describe("findings", () => {
  test("γ_a in place of γ_a/ρ leaves a gap that the right step closes", async () => {
    const problem = planarTeacher({ seed: 1 });
    const patterns = enumeratePatterns2d(problem.reluTraining.X);
    const gap = async (dualStep: number) =>
      certify(problem.reluTraining, patterns, (await endOf(problem, exact({ dualStep }), 2000)).network).gap;
    expect(await gap(0.1)).toBeGreaterThan(20 * (await gap(1)));
  });

  test("without the pattern of ones the robust program leaves the zero network", async () => {
    const problem = shieldedFeatures({ seed: 1 });
    const { extra } = await endOf(problem, robustConvexRelu({ includeAllOnes: false }), 200);
    expect(extra["neurons"]).toBe(0);
  });

  test("on the patterns of back-propagation's own network the convex optimum is below it", async () => {
    const problem = thresholdedTeacher({ seed: 1 });
    const descent = await endOf(problem, reluDescent({ updates: 100, learningRate: 5e-4 }), 40);
    const sampled = await endOf(problem, convexReluAdmm({ rho: 0.1, dualStep: 1.6 }), 150);
    const patterns = activationPatterns(problem.reluTraining.X, descent.network.U);
    const refined = await endOf(problem, convexReluAdmm({ patterns, rho: 0.1, dualStep: 1.6 }), 500);
    expect(sampled.objective).toBeGreaterThan(descent.objective);
    expect(refined.objective).toBeLessThan(descent.objective * (1 + 1e-3));
  });
});
