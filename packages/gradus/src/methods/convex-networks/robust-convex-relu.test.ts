import { describe, expect, test } from "vitest";
import { minimize } from "../../core/minimize.ts";
import { type OutputLossName, outputLosses, type ReluTraining } from "../../core/relu-training.ts";
import { lastRow } from "../../core/trace.ts";
import { fromRows } from "../../engine/linear-algebra/matrix.ts";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import { generator } from "../../engine/random.ts";
import { attackInputs } from "./attacks.ts";
import { convexReluAdmm } from "./convex-relu-admm.ts";
import { sampleActivationPatterns } from "./patterns.ts";
import { reluDescent } from "./relu-descent.ts";
import { fromParams, reluOutputs } from "./relu-network.ts";
import { robustConvexRelu } from "./robust-convex-relu.ts";

/** Two clouds beside each other, with a bias. */
function training(loss: OutputLossName = "hinge", radii = [0.1, 0.1, 0]): ReluTraining {
  const random = generator(3);
  const y = Float64Array.from({ length: 14 }, (_, k) => (k % 2 === 0 ? 1 : -1));
  const X = fromRows(Array.from(y, (label) => [label + 0.3 * random.normal(), random.normal(), 1]));
  return { X, y, beta: 0.01, loss: outputLosses[loss], radii: Float64Array.from(radii) };
}

const solved = async (data: ReluTraining, options: object = {}, steps = 1500) => {
  const { trace, answer, status } = await minimize({ reluTraining: data }, robustConvexRelu(options), {
    steps,
    every: steps,
  });
  const network = await fromParams(answer);
  answer.U.dispose();
  answer.alpha.dispose();
  return { ...lastRow(trace), network, status };
};

describe.each(["hinge", "logistic", "half-squared"] as const)("with %s", (name) => {
  test("the certified loss is that of the network under attack, and no less", async () => {
    const data = training(name);
    const { network, extra } = await solved(data, { rho: name === "half-squared" ? 0.3 : 0.01 });
    expect(extra["violation"]!).toBeLessThan(5e-3);
    const kind = name === "half-squared" ? "targets" : "labels";
    const attacked = attackInputs(network, data.X, data.y, data.radii!, { steps: 20 }, kind);
    const loss = data.loss.value(reluOutputs(network, attacked), data.y);
    expect(loss).toBeLessThan(extra["worstLoss"]! + 0.02);
    expect(loss).toBeGreaterThan(data.loss.value(reluOutputs(network, data.X), data.y) - 1e-9);
  });
});

test("with radii of 0 its optimum is that of the program without an adversary", async () => {
  const data = training("half-squared", [0, 0, 0]);
  const patterns = sampleActivationPatterns(data.X, 6, generator(1), { includeAllOnes: true });
  const robust = await solved(data, { patterns, rho: 0.3 }, 4000);
  const plain = await minimize({ reluTraining: data }, convexReluAdmm({ patterns, dualStep: 1.6 }), {
    steps: 6000,
    every: 6000,
  });
  plain.answer.U.dispose();
  plain.answer.alpha.dispose();
  const objective = lastRow(plain.trace).extra["convexObjective"]!;
  expect(Math.abs(robust.objective - objective)).toBeLessThan(2e-3 * objective);
});

test("a larger adversary costs more, and one that reaches everything leaves the zero network", async () => {
  const [none, some, all] = [0, 0.2, 50].map((e) =>
    solved(training("hinge", [e, e, e]), { patterns: sampleActivationPatterns(training().X, 5, generator(2)) }),
  );
  expect((await some!).objective).toBeGreaterThan((await none!).objective - 1e-4);
  const { objective, network } = await all!;
  expect(objective).toBeCloseTo(1, 2);
  expect(Math.max(...network.alpha.map(Math.abs))).toBeLessThan(0.2);
});

test("radii that differ from feature to feature are kept to", async () => {
  const data = training("hinge", [0.05, 0.5, 0]);
  const { network, extra } = await solved(data, {}, 2500);
  const attacked = attackInputs(network, data.X, data.y, data.radii!, { steps: 20 });
  expect(data.loss.value(reluOutputs(network, attacked), data.y)).toBeLessThan(extra["worstLoss"]! + 0.02);
  for (let k = 0; k < data.X.data.length; k++) {
    expect(Math.abs(attacked.data[k]! - data.X.data[k]!)).toBeLessThanOrEqual(data.radii![k % 3]! + 1e-12);
  }
});

test("what it refuses", () => {
  const { radii: _, ...still } = training();
  expect(() => robustConvexRelu()({ reluTraining: still })).toThrow("the problem must have radii, got nothing");
  const smooth = { ...training(), loss: outputLosses["smoothed-hinge"] };
  expect(() => robustConvexRelu()({ reluTraining: smooth })).toThrow(
    "the loss must be hinge, logistic or half-squared",
  );
  expect(() => reluDescent({ attack: "pgd" })({ reluTraining: still })).toThrow(
    "attack must be 'none' on a problem without radii",
  );
});

describe("back-propagation", () => {
  test("goes down, on attacked samples too, and diverges where its rate is wild", async () => {
    for (const attack of ["none", "fgsm", "pgd"]) {
      const { trace, answer } = await minimize(
        { reluTraining: training() },
        reluDescent({ attack, learningRate: 0.1, updates: 5 } as object),
        { steps: 60 },
      );
      answer.U.dispose();
      answer.alpha.dispose();
      expect(lastRow(trace).objective).toBeLessThan(0.5 * trace.rows[0]!.objective);
      expect(lastRow(trace).calls.gradient).toBe(300);
    }
    const { status, answer } = await minimize(
      { reluTraining: training("half-squared") },
      reluDescent({ learningRate: 10 }),
      { steps: 200 },
    );
    answer.U.dispose();
    answer.alpha.dispose();
    expect(status).toBe("diverged");
  });

  test("several updates in a step are as many steps", async () => {
    const end = async (updates: number, steps: number) => {
      const { trace, answer } = await minimize({ reluTraining: training() }, reluDescent({ updates, width: 3 }), {
        steps,
      });
      answer.U.dispose();
      answer.alpha.dispose();
      return lastRow(trace).objective;
    };
    expect(await end(10, 2)).toBe(await end(1, 20));
  });
});

test("the fast gradient sign is one step of the whole radius, along the border of the box", () => {
  const network = { U: fromRows([[1], [-2]]), alpha: Float64Array.of(3) };
  const X = fromRows([[1, 0]]);
  const moved = attackInputs(network, X, Float64Array.of(1), Float64Array.of(0.1, 0.2), { steps: 1 });
  expect([...moved.data]).toEqual([0.9, 0.2]);
});

test("holds no arrays", async () => {
  await expectNoLeak(() => solved(training(), {}, 3));
});
