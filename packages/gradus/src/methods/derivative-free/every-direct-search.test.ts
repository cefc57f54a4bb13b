import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  CapabilityError,
  type Iteration,
  lastRow,
  type Method,
  methodCatalogue,
  minimize,
  OptionError,
  type PenalisedNetwork,
  type RunOptions,
} from "../../index.ts";
import { blackBox, bowl } from "./black-boxes.ts";

type Search = Method<PenalisedNetwork, { x: Float64Array; value: number; evaluations: number }, np.Array>;

const own = ["hybrid-attack", "attacks-only", "direct-search", "mesh-adaptive-search", "random-line-search"];
const searches = own.map((name) => [name, methodCatalogue[name]!] as const);

/** Every method can be asked for the minimum of this one. */
const quadratic = () => bowl([1, 2, -1], [1, 2, 3], [0.3, -0.2, 0.5]);

async function runOf(problem: object, method: Search, options: RunOptions) {
  const { answer, trace, checkpoint } = await minimize(problem as PenalisedNetwork, method, options);
  return { x: [...(await answer.data())], trace, checkpoint };
}

describe.each(searches)("%s", (name, { create, needs, family }) => {
  const method = (options: object = {}) => create(options) as unknown as Search;

  test("is of its family and is called by its name", () => {
    expect(family).toBe("derivative-free");
    expect(method().name).toBe(name);
  });

  test("approaches the minimum of a bowl, never climbs, and counts what it asks for", async () => {
    const { trace, x } = await runOf(quadratic(), method(), { calls: { evaluation: 600 } });
    const values = trace.rows.map(({ objective }) => objective);
    for (let i = 1; i < values.length; i++) expect(values[i]).toBeLessThanOrEqual(values[i - 1]!);
    // Attacks alone move all entries by the same amount, so they stall at some distance.
    expect(values.at(-1)! / values[0]!).toBeLessThan(name === "attacks-only" ? 0.1 : 1e-3);
    expect(x).toHaveLength(3);
    expect(trace.rows[0]!.calls.evaluation).toBe(0);
    let asked = -1;
    const counting = blackBox([1, 2], ([a = 0, b = 0]) => {
      asked++;
      return a * a + b * b;
    });
    if (needs.includes("network")) return;
    const { trace: counted } = await runOf(counting, method(), { steps: 9 });
    expect(lastRow(counted).calls.evaluation).toBe(asked);
  });

  test("gives the same numbers from the same seed, stopped and resumed or not", async () => {
    const whole = await runOf(quadratic(), method(), { steps: 12, seed: 3 });
    const half = await runOf(quadratic(), method(), { steps: 5, seed: 3, checkpoint: true });
    const rest = await runOf(quadratic(), method(), { steps: 12, resume: half.checkpoint! });
    const numbers = ({ trace }: typeof whole) => trace.rows.map(({ seconds: _, ...row }) => row);
    expect(numbers(rest)).toEqual(numbers(whole));
    expect(rest.x).toEqual(whole.x);
    if (name === "attacks-only") return;
    expect((await runOf(quadratic(), method(), { steps: 12, seed: 4 })).x).not.toEqual(whole.x);
  });

  test("works in one dimension, and finishes there", async () => {
    const { x, trace } = await runOf(bowl([3], [1], [0.5]), method(), { steps: 5000, every: 5000 });
    expect(trace.status).toBe("finished");
    expect(x[0]).toBeCloseTo(0.5, 3);
  });

  test("leaves no arrays behind", async () => {
    await expectNoLeak(async () => {
      const { answer } = await minimize(quadratic(), method(), { steps: 3 });
      answer.dispose();
    });
  });

  test("an objective that is not finite at the start ends the run at once", async () => {
    const { trace } = await runOf(bowl([1], [Number.NaN], [0]), method(), { steps: 5 });
    expect(trace.status).toBe("diverged");
    expect(lastRow(trace).step).toBe(0);
  });

  test("an objective that throws at the start says so", async () => {
    const boom = () => {
      throw new Error("no licence");
    };
    const problem = { ...quadratic(), evaluate: boom, network: { ...quadratic().network, outputs: boom } };
    await expect(runOf(problem, method(), { steps: 5 })).rejects.toThrow("no licence");
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("no convergence");
      },
      "no convergence",
    ],
    ["is NaN", () => Number.NaN, "objective NaN"],
    ["is −∞", () => Number.NEGATIVE_INFINITY, "objective -Infinity"],
  ] as const)("where the objective %s a point counts as worse than any other", async (_, fail, message) => {
    // Beyond a wall at 0 nothing can be evaluated; the best point before it is the wall.
    const guarded = (x: Float64Array, value: () => number) => (x[0]! > 0 ? fail() : value());
    const inner = bowl([-1, 1], [1, 1], [1, 0]);
    const problem = {
      ...inner,
      evaluate: (points: Float64Array[]) => points.map((x) => guarded(x, () => (x[0]! - 1) ** 2 + x[1]! ** 2)),
      network: {
        ...inner.network,
        // The rating cannot know where it is; the outputs are the point itself.
        rate: (y: Float64Array) => {
          const value = guarded(y, () => -((y[0]! - 1) ** 2) - y[1]! ** 2);
          return {
            value: value === Number.NEGATIVE_INFINITY && y[0]! > 0 ? Number.POSITIVE_INFINITY : value,
            gradient: Float64Array.of(2 - 2 * y[0]!, -2 * y[1]!),
          };
        },
      },
    };
    const { trace, x } = await runOf(problem, method(), { calls: { evaluation: 4000 }, steps: 4000, every: 5000 });
    expect(x[0]).toBeLessThanOrEqual(0);
    expect(x[0]).toBeGreaterThan(-1);
    expect(lastRow(trace).extra["failedEvaluations"]).toBeGreaterThan(0);
    if (trace.status === "finished") expect(trace.reason).toContain(`the last with '${message}'`);
  });

  test("a start that is no vector, or of another dimension, is refused", async () => {
    const matrix = { ...quadratic(), initial: () => np.zeros([1, 3], { dtype: np.float64 }) };
    await expect(runOf(matrix, method(), { steps: 1 })).rejects.toThrow(
      /initial must be a vector .* got shape \[1,3\]/,
    );
    const short = { ...quadratic(), initial: () => np.zeros([2], { dtype: np.float64 }) };
    await expect(runOf(short, method(), { steps: 1 })).rejects.toThrow(/initial must have 3 entries, got 2/);
  });

  test("a problem that lacks what it needs is refused by name", () => {
    const make = () => method()({ name: "nothing" } as never) as Iteration<unknown, unknown>;
    expect(make).toThrow(CapabilityError);
    expect(make).toThrow(`${name} needs 'initial'`);
  });

  test("radii must be positive and in their order", () => {
    expect(() => create({ radius: 0 })).toThrow(OptionError);
    expect(() => create({ nonsense: 1 })).toThrow(/unknown option/);
    const [smallest, largest] =
      name === "attacks-only" ? ["smallestAttack", "largestAttack"] : ["smallestRadius", "largestRadius"];
    expect(() => create({ [smallest!]: 2, [largest!]: 1 })).toThrow(`${smallest} may not exceed ${largest}, got 2`);
  });
});
