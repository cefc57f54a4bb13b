import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import { cao, lastRow, methodCatalogue, minimize, randomLocalSearch, rosenbrock, sphere, spsa } from "../../index.ts";
import type { BlackBox } from "../swarm/black-box-team.ts";

const entries = Object.entries(methodCatalogue).filter(([name]) =>
  ["cao", "spsa", "random-local-search"].includes(name),
);

/** A black box from a function, at a start. */
const boxOf = (f: (x: Float64Array, call: number) => number, start: number[]): BlackBox & { name: string } => {
  let calls = 0;
  return {
    name: "box",
    dimension: start.length,
    initial(key) {
      key.dispose();
      return np.array(start, { dtype: np.float64 });
    },
    evaluate: (points) => points.map((x) => f(x, calls++)),
  };
};

describe.each(entries)("%s", (_, { create }) => {
  const method = () => create() as unknown as ReturnType<typeof spsa>;

  test("leaves no arrays behind", async () => {
    await expectNoLeak(async () => {
      const { answer } = await minimize(sphere(), method(), { steps: 5 });
      answer.dispose();
    });
  });

  test("goes on from a checkpoint as if it had not stopped", async () => {
    const whole = await minimize(sphere(), method(), { steps: 12, seed: 3 });
    const half = await minimize(sphere(), method(), { steps: 5, seed: 3, checkpoint: true });
    const rest = await minimize(sphere(), method(), { steps: 12, resume: half.checkpoint! });
    expect(await rest.answer.data()).toEqual(await whole.answer.data());
  });

  test("the same seed gives the same path, another seed another", async () => {
    const path = async (seed: number) =>
      (await minimize(sphere({ start: [1, 2] }), method(), { steps: 6, seed })).trace.rows.map((row) => row.objective);
    expect(await path(1)).toEqual(await path(1));
    expect(await path(1)).not.toEqual(await path(2));
  });

  test("waits for values that come later, and counts every point", async () => {
    let points = 0;
    const slow: BlackBox = {
      ...boxOf(() => 0, [1, 2]),
      async evaluate(list) {
        points += list.length;
        return list.map(([x, y]) => x! * x! + y! * y!);
      },
    };
    const { trace } = await minimize(slow, method(), { steps: 4 });
    expect(lastRow(trace).calls).toEqual({ evaluation: points });
  });

  test("says that it needs 'evaluate'", async () => {
    const { evaluate: _, ...blind } = boxOf(() => 0, [1]);
    await expect(minimize(blind as never, method(), { steps: 1 })).rejects.toThrow("needs 'evaluate'");
  });
});

describe("CAO", () => {
  test("goes down Rosenbrock's valley", async () => {
    const method = cao({ alpha: (k) => 0.1 * 0.99 ** k, window: 20, order: 2 });
    const { trace } = await minimize(rosenbrock({ start: [-1.2, 1] }), method, { steps: 400 });
    expect(lastRow(trace).objective).toBeLessThan(0.5);
    expect(trace.rows[0]!.objective).toBeCloseTo(24.2, 10);
  });

  test("stays within the domain", async () => {
    const outside = { ...boxOf(([x]) => -x!, [0.4]), domain: { lower: [0], upper: [0.5] } };
    const { answer } = await minimize(outside, cao({ alpha: 0.05, candidates: 30 }), { steps: 60 });
    const [x] = await answer.data();
    expect(x!).toBeGreaterThan(0.45);
    expect(x!).toBeLessThanOrEqual(0.5);
  });

  test("a measured NaN ends the run as diverged, the last place with a value is the answer", async () => {
    const { trace, answer } = await minimize(
      boxOf(([x]) => (x! < 0.8 ? Number.NaN : x!), [1]),
      cao({ alpha: 0.05 }),
      {
        steps: 100,
      },
    );
    expect(trace.status).toBe("diverged");
    expect(trace.reason).toContain("objective became NaN");
    expect((await answer.data())[0]!).toBeGreaterThanOrEqual(0.8);
  });

  test("a counterfactual that is NaN ends the run with that reason", async () => {
    // Measured first: calls 0, 2, 4, … are measurements.
    const flaky = boxOf(([x], call) => (call === 5 ? Number.NaN : x!), [1]);
    const { trace } = await minimize(flaky, cao({ alpha: 0.05 }), { steps: 100 });
    expect(trace).toMatchObject({ status: "finished", reason: "a cost that was asked for is NaN at step 2" });
  });
});

describe("SPSA", () => {
  test("of a linear function in one coordinate takes steps of gradient descent", async () => {
    const { answer } = await minimize(
      boxOf(([x]) => 3 * x!, [0]),
      spsa({ gain: 0.1 }),
      { steps: 4 },
    );
    expect((await answer.data())[0]!).toBeCloseTo(-1.2, 10);
  });

  test("no coordinate moves further than maxMove", async () => {
    const { answer } = await minimize(
      boxOf(([x]) => 1000 * x!, [0]),
      spsa({ maxMove: 0.01 }),
      { steps: 5 },
    );
    expect((await answer.data())[0]!).toBeCloseTo(-0.05, 10);
  });

  test("a value that is NaN ends the run as diverged", async () => {
    const { trace } = await minimize(
      boxOf((_, call) => (call > 3 ? Number.NaN : 1), [0]),
      spsa(),
      { steps: 9 },
    );
    expect(trace.status).toBe("diverged");
  });
});

describe("random local search", () => {
  test("never goes up, and takes nothing that is NaN", async () => {
    const steep = boxOf(([x, y]) => (x! > 1 ? Number.NaN : x! * x! + y! * y!), [0.9, -0.9]);
    const { trace } = await minimize(steep, randomLocalSearch({ alpha: 0.3 }), { steps: 200 });
    const values = trace.rows.map((row) => row.objective);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(values.at(-1)!).toBeLessThan(0.01);
  });

  test("is clipped to the domain", async () => {
    const outside = { ...boxOf(([x]) => -x!, [0.4]), domain: { lower: [0], upper: [0.5] } };
    const { answer } = await minimize(outside, randomLocalSearch({ alpha: 0.2 }), { steps: 50 });
    expect((await answer.data())[0]!).toBe(0.5);
  });
});
