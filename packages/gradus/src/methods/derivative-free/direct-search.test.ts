import type { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import {
  directSearch,
  lastRow,
  type Method,
  meshAdaptiveSearch,
  minimize,
  randomLineSearch,
  rosenbrock,
  sphere,
  withBounds,
} from "../../index.ts";
import { type BlackBox, blackBox } from "./black-boxes.ts";
import type { DirectSearchState } from "./direct-search.ts";

/** Steps an iteration and returns the states. */
async function statesOf(method: ReturnType<typeof directSearch>, problem: Parameters<typeof method>[0], steps: number) {
  const iteration = method(problem);
  const states: DirectSearchState[] = [await iteration.init(0)];
  for (let i = 0; i < steps; i++) states.push(await iteration.step(states.at(-1)!));
  return { states, finished: (state: DirectSearchState) => iteration.finished!(state) };
}

describe("the radius", () => {
  test("doubles after a poll that found something, halves after a failure, and stays otherwise", async () => {
    const { states } = await statesOf(directSearch({ largestRadius: 1.5 }), rosenbrock(), 40);
    for (let i = 1; i < states.length; i++) {
      const [before, { radius, status }] = [states[i - 1]!, states[i]!];
      const factor = status === "poll" ? 2 : status === "failure" ? 1 / 2 : 1;
      expect(radius).toBe(Math.min(1.5, factor * before.radius));
    }
    expect(new Set(states.map(({ status }) => status))).toContain("poll");
  });

  test("is halved until it is the smallest on a constant function, which ends the run", async () => {
    const { trace } = await minimize(
      blackBox([0, 0], () => 1),
      directSearch({ smallestRadius: 0.1 }),
      { steps: 99 },
    );
    expect(trace.status).toBe("finished");
    expect(trace.reason).toBe("radius 0.1 ≤ 0.1");
    // 1, 1/2, 1/4, 1/8: a covering point, a search point and four of the poll each.
    expect(lastRow(trace).calls.evaluation).toBe(4 * 6);
    expect(lastRow(trace).extra["steps.failure"]).toBe(4);
  });

  test("that is no larger than the smallest at first leaves nothing to do", async () => {
    const { trace } = await minimize(sphere(), directSearch({ radius: 1e-6 }), { steps: 9 });
    expect([trace.status, lastRow(trace).step]).toEqual(["finished", 0]);
  });
});

test("each step is credited to what made it", async () => {
  const { states } = await statesOf(directSearch(), rosenbrock(), 50);
  const { steps } = states.at(-1)!;
  expect(Object.values(steps).reduce((sum, count) => sum + count, 0)).toBe(50);
  for (const [i, { status, value }] of states.slice(1).entries()) {
    if (status === "failure") expect(value).toBe(states[i]!.value);
    else expect(value).toBeLessThan(states[i]!.value);
  }
});

test("evaluations stop at the first point that is better", async () => {
  // Whatever is tried first is better.
  let value = 0;
  const { states } = await statesOf(
    directSearch(),
    blackBox([0, 0], () => value--),
    5,
  );
  expect(states.map(({ evaluations }) => evaluations)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(states.slice(1).every(({ status }) => status === "covering")).toBe(true);
});

test("covering points leave a point at which a discontinuous objective holds a poll", async () => {
  // At 0 no small step along ± e_1 or ± e_2 helps; only a thin wedge around the diagonal does.
  const wedge = ([a = 0, b = 0]: Float64Array) =>
    a > 0 && b > 0 && Math.abs(a - b) < 0.3 * a ? -a : Math.abs(a) + Math.abs(b);
  const fixed = (purpose: string, step: number, seed: number) => ({
    normals: (n: number) =>
      purpose === "poll"
        ? Float64Array.of(1, ...new Float64Array(n - 1))
        : Float64Array.of(Math.cos(step + seed), Math.sin(step + seed)),
    uniform: () => 0.01,
  });
  const options = { random: fixed, smallestRadius: 1e-9 };
  const polled = await minimize(blackBox([0, 0], wedge), meshAdaptiveSearch(options), { steps: 25 });
  expect(lastRow(polled.trace).objective).toBe(0);
  const covered = await minimize(blackBox([0, 0], wedge), directSearch(options), { steps: 25 });
  expect(lastRow(covered.trace).objective).toBeLessThan(0);
});

test("mesh-adaptive polls stay on the mesh", async () => {
  const asked: number[][] = [];
  const problem = blackBox([0, 0], (x) => {
    asked.push([...x]);
    return 1;
  });
  await minimize(problem, meshAdaptiveSearch({ radius: 1 }), { steps: 4 });
  // Radii 1, 1/2, 1/4, 1/8 with meshes 1, 1/4, 1/16, 1/64.
  for (const x of asked) for (const xi of x) expect(Number.isInteger(64 * xi)).toBe(true);
  const meshes = [1, 1 / 4, 1 / 16, 1 / 64].flatMap((mesh) => Array<number>(4).fill(mesh));
  for (const [i, x] of asked.slice(1).entries())
    for (const xi of x) expect(Number.isInteger(xi / meshes[i]!)).toBe(true);
});

test("random line searches shrink with every failure from the (n + 2)th in a row on", async () => {
  const { trace } = await minimize(
    blackBox([0, 0], () => 1),
    randomLineSearch(),
    { steps: 6 },
  );
  const radii = trace.rows.map(({ extra }) => extra["radius"]);
  expect(radii).toEqual([1, 1, 1, 1, 1 / 1.3, 1 / 1.3 / 1.3, 1 / 1.3 / 1.3 / 1.3]);
  expect(lastRow(trace).calls.evaluation).toBe(36);
});

test.each([
  ["direct-search", directSearch],
  ["mesh-adaptive-search", meshAdaptiveSearch],
  ["random-line-search", randomLineSearch],
] as const)("%s stays within bounds and comes near the minimum, which lies on one", async (_, method) => {
  const bounded = withBounds(sphere({ start: [3, 2] }), { lower: [1, -5], upper: [4, 5] });
  const { trace, answer } = await minimize(bounded, method() as Method<BlackBox, unknown, np.Array>, {
    calls: { evaluation: 1500 },
  });
  const [a] = await answer.data();
  expect(a).toBeGreaterThanOrEqual(1);
  // Polls that run along a wall find little, since half of their directions lead out.
  expect(lastRow(trace).objective).toBeLessThan(1.05);
});
