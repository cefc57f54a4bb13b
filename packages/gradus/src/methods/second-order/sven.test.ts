import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CapabilityError,
  type HasBatches,
  type HasInitial,
  type HasResiduals,
  lastRow,
  linearAlgebra,
  minimize,
  mlpClassifier,
  OptionError,
  polyakSgd,
  rosenbrock,
  type SvenOptions,
  shiftedTemplates,
  sven,
  type Tree,
  trees,
} from "../../index.ts";
import { linearSystem, type Network, type NetworkOptions, type Rows, smallNetwork } from "./small-problems.ts";

type Problem<P, B> = HasInitial<P> & HasResiduals<P, B> & Partial<HasBatches<B>>;

/** The parameters after some steps, flat, with the run's trace. */
async function run<P extends Tree, B>(problem: Problem<P, B>, options: SvenOptions, steps: number, seed = 0) {
  const { answer, status, trace } = await minimize(problem, sven(options), { steps, seed });
  const at = Float64Array.from(await trees.toVector(answer).data());
  return { at, status, trace, objectives: trace.rows.map(({ objective }) => objective) };
}

const { addScaled, norm } = linearAlgebra;
const apart = (a: Float64Array, b: Float64Array) => norm(addScaled(a, -1, b)) / Math.max(norm(b), 1e-300);
const exact = { rtol: 0, rank: 100 };

describe("on linear equations", () => {
  test.each([0.5, 1, 1.5, 2])("with κ = %d every residual shrinks by 1 − η/κ", async (kappa) => {
    const learningRate = 0.4 * kappa;
    const { objectives } = await run(linearSystem(4, 7), { ...exact, kappa, learningRate }, 8);
    for (let t = 1; t < objectives.length; t++) {
      expect(Math.sqrt(objectives[t]! / objectives[t - 1]!)).toBeCloseTo(0.6, 10);
    }
  });

  test("the scale of the losses does not matter", async () => {
    for (const kappa of [1, 2]) {
      const at = async (factor: number) => (await run(linearSystem(4, 7, { factor }), { ...exact, kappa }, 3)).at;
      expect(apart(await at(30), await at(1))).toBeLessThan(1e-9);
    }
  });

  test("a sample that comes twice changes nothing: the rank is what it was", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 7 }),
        fc.nat(99),
        async (m, n, seed) => {
          const options = { ...exact, kappa: 1, rtol: 1e-3 };
          const once = await run(linearSystem(m, n, { seed }), options, 1);
          const thrice = await run(linearSystem(m, n, { seed, copies: 3 }), options, 1);
          expect(apart(thrice.at, once.at)).toBeLessThan(1e-6);
          const ranks = [once, thrice].map(({ trace }) => lastRow(trace).extra["rank"]!);
          expect(ranks[1]).toBe(ranks[0]);
          expect(ranks[0]).toBeLessThanOrEqual(Math.min(m, n));
        },
      ),
      { numRuns: 8 },
    );
  });

  test("one sample is solved by one full step, and the run has finished with the next", async () => {
    const { objectives, status, trace } = await run(linearSystem(1, 5), { kappa: 1, learningRate: 1 }, 50);
    expect(objectives[1]).toBeLessThan(1e-25);
    expect(["finished", "budget"]).toContain(status);
    expect(trace.rows.every(({ objective }) => Number.isFinite(objective))).toBe(true);
  });
});

describe("nothing to do", () => {
  const still = (residual: number): Problem<np.Array, undefined> => ({
    initial: () => np.array([1, 2], { dtype: np.float64 }),
    residuals: (x) => x.mul(0).add(residual),
  });

  test("a Jacobian of 0 ends the run", async () => {
    for (const decomposition of ["gram", "svd", "randomized"] as const) {
      const { status, trace, at } = await run(still(3), { decomposition, kappa: 1 }, 5);
      expect([status, trace.reason]).toEqual(["finished", "the Jacobian is 0"]);
      expect([...at]).toEqual([1, 2]);
    }
  });

  test("losses of 0 end the run, for any κ", async () => {
    for (const kappa of [0.5, 1, 1.5, 2]) {
      const { status, objectives } = await run(still(0), { kappa }, 5);
      expect(status).toBe("finished");
      expect(objectives).toEqual([0, 0]);
    }
  });

  test("with variable rank, a first direction that leads up ends the run where it started", async () => {
    const { status, trace, at } = await run(linearSystem(3, 6), { variableRank: true, kappa: 1, learningRate: 2.5 }, 5);
    expect([status, trace.reason]).toEqual(["finished", "no direction lowers the loss"]);
    expect([...at].every((x) => x === 0)).toBe(true);
  });
});

test("with variable rank the loss never rises on what it is tried on", async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0.1, max: 3, noNaN: true }), fc.nat(99), async (learningRate, seed) => {
      const problem = linearSystem(5, 8, { seed });
      const { objectives } = await run(problem, { variableRank: true, learningRate, rank: 5 }, 6);
      for (let t = 1; t < objectives.length; t++) expect(objectives[t]).toBeLessThanOrEqual(objectives[t - 1]!);
    }),
    { numRuns: 8 },
  );
});

test("all samples in one microbatch: Polyak's step along the gradient of the mean loss", async () => {
  const problem = linearSystem(4, 7);
  const loss = (x: np.Array) => np.square(problem.residuals(x, undefined)).mean().mul(0.5);
  const { answer } = await minimize({ ...problem, loss }, polyakSgd({ learningRate: 1e6, epsilon: 1e-12 }), {
    steps: 3,
  });
  const polyak = Float64Array.from(await answer.data());
  const { at, trace } = await run(problem, { microbatch: 4, learningRate: 1 }, 3);
  expect(apart(at, polyak)).toBeLessThan(1e-9);
  expect(lastRow(trace).extra["rank"]).toBe(1);
});

/** Steps of two settings that should be the same. */
async function expectSame(network: NetworkOptions, first: SvenOptions, second: SvenOptions, tolerance = 1e-8) {
  const [one, other] = await Promise.all([first, second].map((options) => run(smallNetwork(network), options, 4)));
  expect(apart(one!.at, other!.at)).toBeLessThan(tolerance);
}

describe("the same step by other means", () => {
  const usual = { rank: 4, learningRate: 0.1 };

  test.each<[string, NetworkOptions, SvenOptions]>([
    ["fewer samples than parameters", { batch: 6 }, {}],
    ["more samples than parameters", { batch: 25 }, {}],
    ["several numbers a sample", { batch: 6, outputs: 3 }, {}],
    ["samples that depend on each other", { batch: 6, isMixed: true }, {}],
    ["microbatches", { batch: 12 }, { microbatch: 2 }],
    ["a share of the parameters", { batch: 6 }, { paramFraction: 0.6 }],
    ["scaled columns", { batch: 6 }, { rmsprop: "before", rmsEpsilon: 1e-2, learningRate: 0.01 }],
    ["scaled steps", { batch: 6 }, { rmsprop: "after", momentum: 0.5, learningRate: 0.01 }],
    ["one direction after the other", { batch: 6 }, { variableRank: true }],
  ])("chunks, with %s", async (_, network, options) => {
    const settings = { ...usual, ...options };
    await expectSame(network, settings, { ...settings, chunk: 1 });
    await expectSame(network, settings, { ...settings, chunk: 4 });
  });

  test("singular values, or a sketch that holds them all", async () => {
    for (const batch of [6, 25]) {
      const settings = { rank: 6, learningRate: 0.1, rtol: 1e-3 };
      await expectSame({ batch }, settings, { ...settings, decomposition: "svd" });
    }
    await expectSame({ batch: 6 }, usual, { ...usual, decomposition: "randomized" });
  });

  test("float32 parameters: as in float64, to float32's precision", async () => {
    const float32 = { batch: 6, dtype: np.float32 };
    await expectSame(float32, { rank: 3, rtol: 1e-5 }, { rank: 3, rtol: 1e-5, decomposition: "svd" }, 1e-4);
    const of64 = await run(smallNetwork({ batch: 6 }), { rank: 3 }, 3);
    const of32 = await run(smallNetwork(float32), { rank: 3 }, 3);
    expect(apart(of32.at, of64.at)).toBeLessThan(1e-3);
  });

  test("float32 parameters in great number: by a Gram matrix of float32, or of float64 where rtol asks for it", async () => {
    // 64² · 9,000 products; κ = 1 and few directions keep it from what is badly determined.
    const problem = mlpClassifier(shiftedTemplates(0), { hidden: [120], batchSize: 64 });
    const options = { kappa: 1, rank: 8 };
    const rough = await run(problem, { ...options, rtol: 1e-3 }, 2);
    const exact = await run(problem, { ...options, rtol: 9e-4 }, 2);
    expect(apart(rough.at, exact.at)).toBeLessThan(1e-4);
    expect(apart(rough.at, (await run(problem, options, 0)).at)).toBeGreaterThan(1e-3);
  });

  test("samples that do not touch each other, mapped or one by one through the batch", async () => {
    const problem = smallNetwork({ batch: 5 });
    // A batch with something that is not one a sample cannot be cut.
    const entangled = {
      ...problem,
      batches: (seed: number) => (index: number) => ({ ...problem.batches(seed)(index), extra: np.zeros([2, 2]) }),
      residuals(params: Network, { extra, ...batch }: Rows & { extra: np.Array }) {
        extra.dispose();
        return problem.residuals(params, batch);
      },
    };
    const mapped = await run(problem, {}, 3);
    const whole = await run(entangled, {}, 3);
    expect(apart(whole.at, mapped.at)).toBeLessThan(1e-12);
  });
});

test("residuals that depend on their batch are solved as they are", async () => {
  const problem = smallNetwork({ batch: 4, isMixed: true });
  const once = { ...problem, batches: (seed: number) => () => problem.batches(seed)(0) };
  const { objectives } = await run(once, { ...exact, kappa: 1, learningRate: 0.05 }, 40);
  // Four targets in one number each, less their mean: what the mean of the targets leaves.
  for (let t = 1; t < objectives.length; t++) expect(objectives[t]).toBeLessThan(objectives[t - 1]!);
});

describe("a share of the parameters", () => {
  test.each([
    [0.5, false],
    [0.3, true],
    [0.01, false],
  ])("of %d, whole arrays %s: no other moves", async (paramFraction, wholeArrays) => {
    const problem = smallNetwork();
    const start = (await run(problem, {}, 0)).at;
    const { at } = await run(problem, { paramFraction, wholeArrays }, 1);
    const moved = at.filter((x, i) => x !== start[i]).length;
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThanOrEqual(Math.max(1, Math.floor(paramFraction * start.length)));
  });

  test("a mask says which", async () => {
    const problem = smallNetwork();
    const start = (await run(problem, {}, 0)).at;
    const mask = () => start.map((_, i) => Number(i % 3 === 0));
    for (const rmsprop of ["none", "before", "after"] as const) {
      const { at } = await run(problem, { mask, rmsprop, rmsEpsilon: 1e-3, learningRate: 0.01 }, 2);
      expect(at.every((x, i) => i % 3 === 0 || x === start[i])).toBe(true);
      expect(at.some((x, i) => x !== start[i])).toBe(true);
    }
  });
});

describe("networks", () => {
  test("classification: cross-entropy falls as residuals √(2 ℓ)", async () => {
    const problem = mlpClassifier(shiftedTemplates(0), { hidden: [16], batchSize: 32 });
    const start = await run(problem, {}, 0);
    const { trace } = await run(problem, {}, 60);
    expect(lastRow(trace).extra["trainLoss"]).toBeLessThan(0.7 * lastRow(start.trace).extra["trainLoss"]!);
    // Twice that of guessing.
    expect(lastRow(trace).extra["testAccuracy"]).toBeGreaterThan(0.2);
  });

  test("a step that leads out of the numbers ends the run as diverged, where it last was finite", async () => {
    const cliff: Problem<np.Array, undefined> = {
      initial: () => np.array([3], { dtype: np.float64 }),
      residuals: (x) => np.log(x),
    };
    // Newton's step for ln x = 0 from 3 leads to 3 − 3 ln 3 < 0.
    const { status, at } = await run(cliff, { kappa: 1, learningRate: 1 }, 10);
    expect(status).toBe("diverged");
    expect(at[0]).toBe(3);
  });
});

describe("what does not fit is refused", () => {
  test.each<[SvenOptions, string]>([
    [{ chunk: 4, decomposition: "svd" }, "sven: chunk cannot be had with decomposition 'svd'"],
    [{ variableRank: true, rmsprop: "after" }, "sven: variableRank cannot be had with rmsprop 'after'"],
    [{ momentum: 0.9 }, "sven: momentum cannot be had with rmsprop 'none'"],
    [{ mask: () => [1], paramFraction: 0.5 }, "sven: mask cannot be had with paramFraction"],
    [{ wholeArrays: true }, "sven: wholeArrays cannot be had with paramFraction 1"],
    [{ kappa: 0 }, "sven: kappa must be a positive number, got 0"],
    [{ paramFraction: 0 }, "sven: paramFraction must be in (0, 1], got 0"],
  ])("%o", (options, message) => {
    expect(() => sven(options)).toThrow(OptionError);
    expect(() => sven(options)).toThrow(message);
  });

  test("a microbatch that does not divide the batch", async () => {
    await expect(run(smallNetwork({ batch: 6 }), { microbatch: 4 }, 1)).rejects.toThrow(
      "microbatch must divide the 6 samples of a batch, got 4",
    );
  });

  test("a problem without residuals", () => {
    const { residuals: _, ...rest } = rosenbrock();
    expect(() => sven()(rest as never)).toThrow(CapabilityError);
    expect(() => sven()(rest as never)).toThrow(/^sven needs 'residuals', which Rosenbrock in 2 dimensions/);
  });
});
