import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  adam,
  disposeState,
  energyAscent,
  featurePower,
  featurePurity,
  independentFeatures,
  irreducibleParts,
  lastRow,
  linearAlgebra,
  minimize,
  OptionError,
} from "../../index.ts";

const problem = independentFeatures({ group: "11", nodes: 8 });

/** Objectives step by step. */
async function objectivesOf(options: Parameters<typeof energyAscent>[0], steps = 30, seed = 0) {
  const { trace, answer } = await minimize(problem, energyAscent(options), { steps, seed });
  answer.dispose();
  return trace.rows.map(({ objective }) => objective);
}

test("each node arrives at M/4 and one frequency, and never goes down", async () => {
  const { trace, answer } = await minimize(problem, energyAscent(), { steps: 40 });
  const objectives = trace.rows.map(({ objective }) => objective);
  for (const [i, value] of objectives.slice(1).entries()) expect(value).toBeLessThanOrEqual(objectives[i]! + 1e-12);
  expect(lastRow(trace).objective).toBeCloseTo(-11 / 4, 9);
  const W = await linearAlgebra.fromArray(answer);
  answer.dispose();
  const parts = irreducibleParts(problem.group);
  expect(Math.min(...featurePurity(featurePower(W, parts), parts).purity)).toBeGreaterThan(1 - 1e-9);
});

test("Muon arrives there too, and with one node it is the normalised gradient but for the step's length", async () => {
  const muon = await objectivesOf({ rule: "muon", stepSize: 0.3 }, 60);
  expect(muon.at(-1)).toBeCloseTo(-11 / 4, 6);
  const one = independentFeatures({ group: "11", nodes: 1 });
  const paths = await Promise.all(
    (["gradient", "muon"] as const).map(async (rule) => {
      const { trace, answer } = await minimize(one, energyAscent({ rule, stepSize: 0.01 }), { steps: 5 });
      answer.dispose();
      return trace.rows.map(({ objective }) => objective);
    }),
  );
  // One singular value is brought to about 0.9 to 1.16: rises are as long, up to that.
  const rises = paths.map((path) => path.at(-1)! - path[0]!);
  expect(rises[1]! / rises[0]!).toBeGreaterThan(0.85);
  expect(rises[1]! / rises[0]!).toBeLessThan(1.2);
});

test("an optimizer of the engine lowers the same objective", async () => {
  const { trace, answer } = await minimize(problem, adam({ learningRate: 0.02 }), { steps: 150, every: 150 });
  answer.dispose();
  expect(trace.rows[0]!.objective).toBeCloseTo((await objectivesOf({}, 1))[0]!, 10);
  expect(lastRow(trace).objective).toBeLessThan(-2.5);
});

describe("its state", () => {
  test("goes on where it was, and depends on the seed", async () => {
    const method = energyAscent({ rule: "muon" });
    const half = await minimize(problem, method, { steps: 3, checkpoint: true, seed: 2 });
    const rest = await minimize(problem, method, { steps: 6, resume: half.checkpoint! });
    const whole = await objectivesOf({ rule: "muon" }, 6, 2);
    expect(rest.trace.rows.map(({ objective }) => objective)).toEqual(whole);
    disposeState([half.answer, rest.answer]);
    expect(await objectivesOf({ rule: "muon" }, 1, 3)).not.toEqual(whole.slice(0, 2));
  });

  test("holds no arrays when the run is over", async () => {
    await expectNoLeak(() => objectivesOf({ rule: "muon" }, 3));
  });
});

test("a node with gradient 0 stays, and starts are normalised", async () => {
  const start = Array.from({ length: 22 }, (_, i) => [i === 0 ? 3 : 0, -1]);
  const silent = { ...independentFeatures({ group: "11", activation: "relu" }), initial: () => np.array(start) };
  const { answer } = await minimize(silent, energyAscent({ start }), { steps: 2 });
  const W = await linearAlgebra.fromArray(answer);
  answer.dispose();
  for (let i = 0; i < 22; i++) expect(W.data[2 * i + 1]).toBeCloseTo(-1 / Math.sqrt(22), 12);
});

test("names what is wrong", async () => {
  expect(() => energyAscent({ stepSize: 0 })).toThrow(/^energy-ascent: stepSize must be a positive number, got 0$/);
  expect(() => energyAscent({ rule: "sgd" as "muon" })).toThrow(OptionError);
  await expect(minimize(problem, energyAscent({ start: [[1]] }), { steps: 1 })).rejects.toThrow(
    /start must have 22 rows, one for each input, got 1/,
  );
  expect(() => energyAscent()({ name: "plain", initial: () => np.zeros([1]) } as never)).toThrow(
    /energy-ascent needs 'featureEnergy', which plain/,
  );
});
