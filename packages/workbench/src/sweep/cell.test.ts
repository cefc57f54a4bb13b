import { rosenbrock, sphere } from "gradus";
import { expect, test } from "vitest";
import { expectNoLeak } from "../../../gradus/src/engine/live-arrays.ts";
import { readMethods } from "../race/methods.ts";
import { runCell } from "./cell.ts";
import type { NamedSweep } from "./source.ts";

const sweepOf = (target: number | null, methods = "sgd"): NamedSweep => ({
  kind: "named",
  problem: "sphere",
  methods: readMethods([methods]),
  over: { learningRate: [0.25] },
  seeds: [0],
  budget: { steps: 30 },
  target,
  device: "cpu",
});

const measure = async (
  problem: object,
  sweep: NamedSweep,
  learningRate: number,
  signal = new AbortController().signal,
) => {
  const ending = await runCell(problem, sweep, { setting: { learningRate }, seed: 0 }, signal, () => {});
  return ending.status === "done" ? ending.result : ending.status;
};

test("a cell tells when the objective came down to the target, exactly", async () => {
  // Each step halves x, so that the objective is a quarter of what it was.
  const start = (await measure(sphere(), { ...sweepOf(null), budget: { steps: 1 } }, 0.25)) as { objective: number };
  const result = await measure(sphere(), sweepOf(start.objective / 4 ** 5 + 1e-9), 0.25);
  expect(result).toMatchObject({ steps: 30, stepsToTarget: 6 });
});

test("a target that is not reached is no value, and a run that diverges has an infinite objective", async () => {
  expect(await measure(sphere(), sweepOf(1e-30), 0.01)).not.toHaveProperty("stepsToTarget");
  expect(await measure(rosenbrock(), { ...sweepOf(null), budget: { steps: 400 } }, 50)).toMatchObject({
    objective: Infinity,
  });
});

test("cells leave no arrays behind, also where they diverge or are interrupted", async () => {
  const problem = rosenbrock();
  await expectNoLeak(async () => {
    await measure(problem, sweepOf(null), 0.001);
    await measure(problem, sweepOf(null), 50);
    expect(await measure(problem, sweepOf(null), 0.001, AbortSignal.abort())).toBe("interrupted");
  });
});
