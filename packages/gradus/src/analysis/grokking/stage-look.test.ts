import { expect, test } from "vitest";
import {
  adam,
  emergence,
  groupArithmetic,
  irreducibleParts,
  lastRow,
  minimize,
  observe,
  type PairNetwork,
  reportAbove,
  stageLook,
  trees,
  updateCosine,
} from "../../index.ts";

const problem = groupArithmetic({ group: "7", hidden: 12, trainFraction: 0.7 });
const optimizer = adam({ learningRate: 0.01, weightDecay: 1e-3 });

test("reads what is asked for from a run, which goes on as without it", async () => {
  const read = ["gradient", "ridge", "gram", "purity", "repulsion", "updates"] as const;
  const look = stageLook(problem, { read: [...read], eta: 0.02, parts: irreducibleParts(problem.group) });
  const watched = observe(optimizer<PairNetwork>, { every: 5, look });
  const seen = await minimize(problem, watched, { steps: 20 });
  const plain = await minimize(problem, optimizer, { steps: 20 });
  trees.dispose([seen.answer, plain.answer]);
  expect(seen.trace.rows.map(({ objective }) => objective)).toEqual(plain.trace.rows.map(({ objective }) => objective));
  const { extra } = lastRow(seen.trace);
  for (const name of ["featureGradient", "ridgeGradient", "offDiagonal", "purity", "repelled", "updateCosine"]) {
    expect(extra[name]).toEqual(expect.any(Number));
    expect(Number.isFinite(extra[name])).toBe(true);
  }
  expect(seen.trace.rows[1]!.extra["featureGradient"]).toBeUndefined();
  expect(seen.trace.rows[5]!.extra["updateCosine"]).toBeNaN();
});

test("asks a network only for what it reads", async () => {
  const never = () => {
    throw new Error("asked");
  };
  const W = { rows: 1, columns: 2, data: Float64Array.of(1, 2) };
  const network = { features: never, topWeights: never, hiddenWeights: () => W, labels: [0], order: 1 };
  expect(await stageLook(network, { read: ["updates"] })({}, { step: 0, objective: 0 })).toEqual({
    updateCosine: Number.NaN,
  });
  await expect(stageLook(network)({}, { step: 0, objective: 0 })).rejects.toThrow("asked");
  expect(() => stageLook(network, { read: ["purity"] })).toThrow(/stageLook: options need parts/);
  expect(() => stageLook(network, { read: ["loss" as "gram"] })).toThrow(/must be of gradient/);
});

test("updates in one direction have cosine 1, there and back −1", () => {
  const motion = updateCosine();
  for (const x of [0, 1, 3]) motion.add([x, 0]);
  expect(motion.cosine()).toBe(1);
  motion.add([2, 0]);
  expect(motion.cosine()).toBe(-1);
  motion.add([2, 0]);
  expect(motion.cosine()).toBeNaN();
  expect(() => motion.add([1])).toThrow(/must be 2 parameters, got 1/);
});

test("emergence is read from accuracies and the strongest signal", () => {
  const row = (step: number, trainAccuracy: number, testAccuracy: number, featureGradient?: number) => ({
    step,
    seconds: 0,
    objective: 0,
    calls: {},
    extra: { trainAccuracy, testAccuracy, ...(featureGradient !== undefined && { featureGradient }) },
  });
  const rows = [row(0, 0.1, 0.1, 1), row(10, 0.99, 0.2, 7), row(20, 1, 0.3), row(30, 1, 0.96, 3)];
  expect(emergence({ rows })).toEqual({ memorised: 10, generalised: 30, delay: 3, strongestSignal: 10 });
  expect(emergence({ rows: rows.slice(0, 3) }).delay).toBe(Number.POSITIVE_INFINITY);
  expect(emergence({ rows: rows.slice(0, 1) }).delay).toBeNaN();
  expect(emergence({ rows: [row(0, 1, 1)] }).delay).toBe(1);
});

test("a run can stop at an accuracy", async () => {
  const rule = reportAbove("trainAccuracy", 0.9)();
  const row = { step: 0, seconds: 0, objective: 0, calls: {} };
  expect(rule({ ...row, extra: { trainAccuracy: 0.95 } })).toBe("trainAccuracy 0.9500 ≥ 0.9");
  expect(rule({ ...row, extra: {} })).toBeUndefined();
});
