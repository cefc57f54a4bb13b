import { describe, expect, test } from "vitest";
import type { HasNetwork } from "../../core/problem.ts";
import { attacksOnly, directSearch, hybridAttack, lastRow, minimize, recoveryMiniature } from "../../index.ts";
import { bowl } from "./black-boxes.ts";
import type { HybridAttackState } from "./hybrid-attack.ts";

async function statesOf(
  method: ReturnType<typeof hybridAttack>,
  steps: number,
  problem = recoveryMiniature({ images: 6 }),
) {
  const iteration = method(problem);
  const states: HybridAttackState[] = [await iteration.init(0)];
  for (let i = 0; i < steps; i++) states.push(await iteration.step(states.at(-1)!));
  return states;
}

describe("the status tells which step made progress", () => {
  test("and radii and counts follow from it", async () => {
    const states = await statesOf(hybridAttack(), 80);
    const seen = new Set<string>();
    for (let i = 1; i < states.length; i++) {
      const [before, after] = [states[i - 1]!, states[i]!];
      seen.add(after.status);
      const [attack, then] = after.status.split("+");
      const factor = then === "skipped" ? 1.3 : attack === "attack" ? 1.1 : 1 / 1.3;
      expect(after.attackRadius).toBeCloseTo(Math.min(10, Math.max(1e-6, factor * before.attackRadius)), 12);
      const radius = { skipped: 1, covering: 1, search: 2, poll: 2, failure: 1 / 2 }[then!]!;
      expect(after.radius).toBe(Math.min(10, Math.max(1e-5, radius * before.radius)));
      if (after.status === "failure+failure") expect(after.value).toBe(before.value);
      else expect(after.value).toBeLessThan(before.value);
      expect(after.products - before.products).toBe(1);
      if (then === "skipped") expect(after.evaluations - before.evaluations).toBe(1);
    }
    expect(seen.size).toBeGreaterThan(2);
    const { steps } = states.at(-1)!;
    expect(steps.attack).toBe(states.filter(({ status }) => status.startsWith("attack")).length);
    expect(steps.failure).toBe(states.filter(({ status }) => status === "failure+failure").length);
  });

  test("an attack that gains less than τ |F| is taken, and direct search follows", async () => {
    const states = await statesOf(hybridAttack({ sufficientIncrease: 1e9 }), 20);
    const statuses = states.map(({ status }) => status);
    expect(statuses).not.toContain("attack+skipped");
    expect(statuses.some((status) => status.startsWith("attack+"))).toBe(true);
  });

  test("a success wakes a direct search that had come to its smallest radius", async () => {
    const [, after] = await statesOf(
      hybridAttack({ radius: 1e-5, smallestAttack: 0.1 }),
      1,
      bowl([5, 5], [1, 1], [0, 0]) as never,
    );
    expect(after).toMatchObject({ status: "attack+skipped", radius: 2e-5 });
  });
});

test("without attacks that help it is direct search with another rule for search steps", async () => {
  const nowhere = async (_: unknown, x: Float64Array) => ({ direction: new Float64Array(x.length), products: 0 });
  // With one dimension a poll of n + 1 directions is one of 2n; s and the radius part only after a better search point.
  const problem = bowl([3, 1], [1, 2], [0, 0]);
  const hybrid = await statesOf(hybridAttack({ customAttack: nowhere, poll: "2n" }), 4, problem as never);
  const plain = directSearch()(problem);
  let state = await plain.init(0);
  for (const { x, status, evaluations } of hybrid.slice(1)) {
    state = await plain.step(state);
    expect(status).toBe(`failure+${state.status}`);
    expect([...x]).toEqual([...state.x]);
    expect(evaluations).toBe(state.evaluations + state.step);
    if (state.status === "search") break;
  }
});

test("a network that has no vector-Jacobian product can be attacked in another way", async () => {
  const differences = async ({ outputs, rate }: HasNetwork["network"], x: Float64Array, radius: number) => {
    const value = async (at: Float64Array) => (await rate(await outputs(at))).value;
    const here = await value(x);
    const direction = new Float64Array(x.length);
    for (let i = 0; i < x.length; i++) {
      const there = x.slice();
      there[i]! += 1e-6;
      direction[i] = radius * Math.sign((await value(there)) - here);
    }
    return { direction, products: 0 };
  };
  const problem = bowl([3, 1], [1, 2], [0, 0]);
  const blind = {
    ...problem,
    network: {
      ...problem.network,
      pullBack: () => {
        throw new Error("not differentiable");
      },
    },
  };
  const { trace } = await minimize(blind, hybridAttack({ customAttack: differences }), { calls: { evaluation: 300 } });
  expect(lastRow(trace).objective).toBeLessThan(1e-5);
  expect(lastRow(trace).calls.vectorJacobianProduct).toBe(0);
  expect(lastRow(trace).extra["steps.attack"]).toBeGreaterThan(0);

  // Without one the attack fails every time, which is on record, and direct search goes on.
  const alone = await minimize(blind, hybridAttack(), { calls: { evaluation: 600 } });
  expect(lastRow(alone.trace).objective).toBeLessThan(1e-3);
  expect(lastRow(alone.trace).extra).toMatchObject({ "steps.attack": 0, failedEvaluations: lastRow(alone.trace).step });
});

test("products of vectors and Jacobians are counted apart: ten an attack with PGD", async () => {
  const states = await statesOf(hybridAttack({ attack: "PGD" }), 3);
  expect(states.map(({ products }) => products)).toEqual([0, 10, 20, 30]);
});

test("a first radius beyond those of attacks is brought within them", async () => {
  expect((await statesOf(hybridAttack({ radius: 100, largestRadius: 200 }), 0))[0]).toMatchObject({
    radius: 100,
    attackRadius: 10,
  });
});

test("a run finishes once both radii are at their smallest", async () => {
  const problem = bowl([0, 0], [1, 1], [0, 0]);
  const method = hybridAttack({ smallestRadius: 0.1, smallestAttack: 0.2 });
  const { trace } = await minimize(problem, method, { steps: 99 });
  expect(trace.reason).toBe("radii 0.1 ≤ 0.1 and 0.2 ≤ 0.2");
});

describe("attacks only", () => {
  test("try 1.1 r, then r, once where both are the largest radius", async () => {
    const states = [];
    const iteration = attacksOnly({ radius: 4, largestAttack: 4 })(bowl([0], [1], [0.1]));
    let state = await iteration.init(0);
    for (let i = 0; i < 2; i++) {
      state = await iteration.step(state);
      states.push([state.status, state.evaluations, state.attackRadius]);
    }
    expect(states).toEqual([
      ["failure", 1, 4 / 1.5],
      ["failure", 3, 4 / 1.5 / 1.5],
    ]);
  });

  test("take over the length of what succeeded: with the official PGD the radius collapses", async () => {
    const method = attacksOnly({ attack: "PGD", attackStepSize: 2 / 255 });
    const { trace } = await minimize(bowl([100], [1], [0]), method, { steps: 3 });
    const [, first, second] = trace.rows.map(({ extra }) => extra["attackRadius"]!);
    expect(first).toBeCloseTo(1.1 * 0.157, 3);
    expect(second! / first!).toBeCloseTo(1.1 * 0.157, 3);
  });
});
