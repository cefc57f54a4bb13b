import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minimize } from "../../core/minimize.ts";
import { type OutputLossName, outputLosses, type ReluTraining } from "../../core/relu-training.ts";
import { lastRow } from "../../core/trace.ts";
import { fromRows, type Matrix } from "../../engine/linear-algebra/matrix.ts";
import { addScaled, norm } from "../../engine/linear-algebra/vector.ts";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import { generator } from "../../engine/random.ts";
import { blockPoint, blockStep, safeBlockStep } from "./block-descent.ts";
import { certify } from "./certificate.ts";
import { convexProgram } from "./convex-program.ts";
import { convexReluAdmm } from "./convex-relu-admm.ts";
import { enumeratePatterns2d, sampleActivationPatterns } from "./patterns.ts";
import { fromParams, networkObjective, recoverNetwork } from "./relu-network.ts";

function training(seed: number, parts: Partial<ReluTraining> = {}, n = 8): ReluTraining {
  const random = generator(seed);
  const X = { rows: n, columns: 2, data: random.normals(2 * n) };
  return { X, y: random.normals(n), beta: 0.1, loss: outputLosses["half-squared"], ...parts };
}

const solved = async (data: ReluTraining, options: object = {}, steps = 4000) => {
  const method = convexReluAdmm({ patterns: "all", rho: 0.1, dualStep: 1.6, ...options });
  const { trace, answer, status } = await minimize({ reluTraining: data }, method, { steps, every: steps });
  const network = await fromParams(answer);
  answer.U.dispose();
  answer.alpha.dispose();
  return { ...lastRow(trace), network, status };
};

describe("its optimum", () => {
  test("is certified to be the global one", async () => {
    const data = training(1);
    const { network, objective, extra } = await solved(data);
    const { gap, pressure } = certify(data, enumeratePatterns2d(data.X), network);
    expect(gap).toBeGreaterThan(-1e-9);
    expect(gap / objective).toBeLessThan(1e-3);
    expect(pressure).toBeLessThan(1.01);
    expect(Math.abs(extra["convexObjective"]! - objective)).toBeLessThan(1e-4 * objective);
  });

  test("of one sample is in closed form: |c| = (|y| − β/‖x‖²…)₊ along x", async () => {
    // One neuron along x: ½(y − ‖x‖ s)² + β s over s ≥ 0.
    const data = training(0, { X: fromRows([[3, 4]]), y: Float64Array.of(2) });
    const { objective } = await solved(data);
    const s = (5 * 2 - 0.1) / 25;
    expect(objective).toBeCloseTo(0.5 * (2 - 5 * s) ** 2 + 0.1 * s, 8);
  });

  test("is the zero network where β is larger than any gain", async () => {
    const { network, objective, extra } = await solved(training(2, { beta: 100 }), {}, 300);
    expect([...network.alpha]).toEqual([0]);
    expect(extra["neurons"]).toBe(0);
    const { y } = training(2);
    expect(objective).toBeCloseTo(0.5 * y.reduce((sum, v) => sum + v * v, 0), 12);
  });

  test("does not rise when patterns are added", async () => {
    const data = training(3);
    const few = await solved(data, { patterns: 4 });
    const all = await solved(data);
    expect(all.objective).toBeLessThan(few.objective + 1e-4);
  });
});

describe("the ways to solve step 1", () => {
  test("by factor and by conjugate gradients make the same iterates", async () => {
    const problem = { reluTraining: training(4) };
    const [factor, gradients] = (["cholesky", "cg"] as const).map((uSolver) =>
      convexReluAdmm({ patterns: 6, uSolver, cgTolerance: 1e-13 })(problem),
    );
    let [a, b] = [await factor!.init(0), await gradients!.init(0)];
    for (let k = 0; k < 20; k++) [a, b] = [await factor!.step(a), await gradients!.step(b)];
    expect(norm(addScaled(a.u, -1, b.u))).toBeLessThan(1e-9);
    expect(norm(a.u)).toBeGreaterThan(0.1);
  });

  test("by blocks reaches the optimum of every loss without kinks", async () => {
    for (const loss of ["half-squared", "cross-entropy", "logistic", "smoothed-hinge"] as OutputLossName[]) {
      const y = training(5, {}, 4).y.map((v) =>
        v > 0 ? 1 : loss === "cross-entropy" ? 0 : loss === "half-squared" ? 0.2 : -1,
      );
      const data = training(5, { y, loss: outputLosses[loss], beta: 0.02 }, 4);
      const blocks = { blockStep: "safe", blockThreshold: 1e-9, thresholdDecay: 0.999, maximumBlockSteps: 300 };
      const { network, objective } = await solved(data, { uSolver: "rbcd", rho: 0.05, ...blocks }, 500);
      const { gap } = certify(data, enumeratePatterns2d(data.X), network);
      // Curved losses are slow: a certificate says so.
      expect(gap / objective, loss).toBeLessThan(loss === "half-squared" ? 2e-2 : 0.1);
      expect(gap / objective, loss).toBeGreaterThan(-1e-9);
    }
  });

  test("a safe block step lowers the objective of step 1 by what it says, on any block", () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(11), fc.boolean(), (seed, j, isCrossEntropy) => {
        const random = generator(seed + 7);
        const data = isCrossEntropy
          ? training(seed, { y: training(seed).y.map((v) => Number(v > 0)), loss: outputLosses["cross-entropy"] })
          : training(seed);
        const program = convexProgram(data, sampleActivationPatterns(data.X, 6, generator(seed)));
        const [d, n] = [12 * 2, 12 * 8];
        const u = random.normals(d);
        const others = { v: random.normals(d), s: random.normals(n), lambda: random.normals(d), nu: random.normals(n) };
        const rho = 0.5;
        const value = (at: Float64Array) => {
          const gates = program.gates(at);
          const first = at.reduce((sum, x, k) => sum + (x - others.v[k]! + others.lambda[k]!) ** 2, 0);
          const second = gates.reduce((sum, x, k) => sum + (x - others.s[k]! + others.nu[k]!) ** 2, 0);
          return data.loss.value(program.predictions(at), data.y) + (rho / 2) * (first + second);
        };
        const point = blockPoint(program, u, others, rho);
        const decrease = blockStep(program, data, point, j, safeBlockStep(program, data, rho));
        expect(decrease).toBeGreaterThanOrEqual(0);
        expect(value(u) - value(point.u)).toBeCloseTo(decrease, 8);
        expect(norm(addScaled(point.yhat, -1, program.predictions(point.u)))).toBeLessThan(1e-10);
      }),
      { numRuns: 30 },
    );
  });

  test("with pairs of blocks and backtracking keep their memory in the state", async () => {
    const iteration = convexReluAdmm({
      patterns: 6,
      uSolver: "rbcd",
      rho: 1,
      dualStep: 1 / 3,
      dualDecay: 0.99,
      rhoIncrease: 1e-4,
    })({
      reluTraining: training(6),
    });
    const first = await iteration.step(await iteration.init(0));
    expect(first.trialStep).not.toBe(2e-4);
    expect(first.rho).toBeCloseTo(1.0001, 12);
    expect(first.dualStep).toBeCloseTo(0.33, 12);
    expect(first.blockThreshold).toBeCloseTo(1.3e-3 * 0.96, 12);
    expect(first.gradients).toBeGreaterThan(0);
  });
});

describe("degenerate data", () => {
  const optimal = async (X: Matrix, parts: Partial<ReluTraining> = {}) => {
    const data = training(0, { X, y: Float64Array.from({ length: X.rows }, (_, k) => (k % 3) - 1), ...parts }, X.rows);
    const { network, objective, extra } = await solved(data);
    expect(extra["violation"]).toBeLessThan(1e-4);
    const { gap } = certify(data, enumeratePatterns2d(X), network);
    expect(Math.abs(gap)).toBeLessThan(2e-3 * objective + 1e-9);
    return network;
  };

  test("zero rows, rank-deficient samples and doubled ones are solved", async () => {
    await optimal(
      fromRows([
        [0, 0],
        [1, 2],
        [-1, 0.5],
        [0, 0],
      ]),
    );
    await optimal(
      fromRows([
        [1, 2],
        [2, 4],
        [-1, -2],
        [0.5, 1],
      ]),
    );
    await optimal(
      fromRows([
        [1, 2],
        [1, 2],
        [-1, 1],
      ]),
    );
  });

  test("all zero: nothing can be fitted, and the network is zero", async () => {
    const network = await optimal(
      fromRows([
        [0, 0],
        [0, 0],
      ]),
    );
    expect([...network.alpha]).toEqual([0]);
  });

  test("a pattern of zeros and doubled patterns leave the optimum as it is", async () => {
    const data = training(7);
    const some = sampleActivationPatterns(data.X, 5, generator(1));
    const doubled = {
      rows: 11,
      columns: 8,
      data: Float64Array.from([...some.data, ...some.data, ...new Float64Array(8)]),
    };
    const [a, b] = [await solved(data, { patterns: some }, 6000), await solved(data, { patterns: doubled }, 6000)];
    expect(Math.abs(a.extra["convexObjective"]! - b.extra["convexObjective"]!)).toBeLessThan(1e-3 * a.objective);
  });

  test("classes that a network separates have a finite optimum: β holds it", async () => {
    const X = fromRows([
      [1, 0],
      [0.9, 0.3],
      [-1, 0],
      [-0.8, -0.2],
    ]);
    const data = training(0, { X, y: Float64Array.of(1, 1, -1, -1), loss: outputLosses.logistic, beta: 1e-3 }, 4);
    const options = { uSolver: "rbcd", blockStep: "safe", blockThreshold: 1e-8, maximumBlockSteps: 300 };
    const { network, objective } = await solved(data, options, 600);
    expect(networkObjective(network, data)).toBeCloseTo(objective, 12);
    expect(objective).toBeLessThan(0.1);
    expect(Math.max(...network.U.data.map(Math.abs))).toBeLessThan(100);
  });
});

test("finishes once both residuals are within their tolerances", async () => {
  const { status, step } = await solved(training(1), { primalTolerance: 1e-3, dualTolerance: 1e-3 });
  expect(status).toBe("finished");
  expect(step).toBeLessThan(4000);
});

test("the same seed gives the same run, and another one other patterns", async () => {
  const run = (seed: number) => {
    const method = convexReluAdmm({ patterns: 4, uSolver: "rbcd" });
    return minimize({ reluTraining: training(8) }, method, { steps: 20, seed }).then(
      ({ trace }) => trace.rows.at(-1)!.objective,
    );
  };
  expect(await run(1)).toBe(await run(1));
  expect(await run(1)).not.toBe(await run(2));
});

test("a run goes on from its checkpoint bit for bit", async () => {
  const problem = { reluTraining: training(9) };
  const method = convexReluAdmm({ patterns: 5, uSolver: "rbcd" });
  const whole = await minimize(problem, method, { steps: 12 });
  const half = await minimize(problem, method, { steps: 6, checkpoint: true });
  const rest = await minimize(problem, method, { steps: 12, resume: half.checkpoint! });
  expect(lastRow(rest.trace).objective).toBe(lastRow(whole.trace).objective);
});

test("a recovered network is as long as its blocks, and pruned ones are gone", () => {
  const blocks = Float64Array.of(3, 4, 0, 0, 1e-9, 0, 0, -2);
  const { U, alpha } = recoverNetwork(blocks, 2);
  expect([...alpha].map((a) => a * a)).toEqual([5, 2].map((x) => expect.closeTo(x, 12)));
  expect(Math.sign(alpha[1]!)).toBe(-1);
  expect(U.columns).toBe(2);
});

describe("what it refuses", () => {
  const problem = { reluTraining: training(1) };
  test.each([
    [{ uSolver: "cholesky", rhoIncrease: 1 }, "uSolver 'cholesky' goes with rhoIncrease 0 only"],
    [{ dualStep: 1.7 }, "dualStep must be in (0, 1.618…], got 1.7"],
    [{ patterns: 0 }, "patterns must be a whole number ≥ 1, got 0"],
    [{ blockStep: "wild" }, "blockStep must be a positive number, 'safe' or 'armijo', got 'wild'"],
  ])("%j", (options, message) => {
    expect(() => convexReluAdmm(options as object)(problem)).toThrow(message);
  });

  test("losses that a solver cannot do, and patterns of other samples", () => {
    const hinge = { reluTraining: training(1, { y: new Float64Array(8).fill(1), loss: outputLosses.hinge }) };
    expect(() => convexReluAdmm()(hinge)).toThrow("uSolver must be 'rbcd' for the loss 'hinge'");
    expect(() => convexReluAdmm({ uSolver: "rbcd" })(hinge)).toThrow("the loss must have no kinks, got 'hinge'");
    const other = convexReluAdmm({ patterns: fromRows([[1, 0]]) })(problem);
    expect(() => other.init(0)).toThrow("patterns must be of 8 samples, got 2");
    expect(() => convexReluAdmm()({} as never)).toThrow("needs 'reluTraining'");
  });
});

test("holds no arrays", async () => {
  await expectNoLeak(async () => {
    await solved(training(1), {}, 5);
  });
});
