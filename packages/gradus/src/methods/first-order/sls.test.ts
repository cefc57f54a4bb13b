import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { lastRow } from "../../core/index.ts";
import { minimize } from "../../core/minimize.ts";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import * as tree from "../../engine/tree.ts";
import "../../index.ts";
import { batched, whole } from "../surrogate/small-problems.ts";
import { searchArmijo } from "./armijo.ts";
import { type SlsOptions, sls } from "./sls.ts";

describe("Armijo's rule", () => {
  const options = { first: 1, value: 1, squaredNorm: 1, c: 0.5, backtrack: 0.5 };

  test("takes the first step that decreases enough", async () => {
    // (1 − α)²/2 + 1/2 has slope −1; with c = 1/2 it accepts α ≤ 1.
    const value = async (alpha: number) => ((1 - alpha) ** 2 + 1) / 2;
    expect(await searchArmijo(value, options)).toEqual({ alpha: 1, isAccepted: true });
    expect(await searchArmijo(value, { ...options, first: 4 })).toEqual({ alpha: 1, isAccepted: true });
  });

  test("takes a step into what is not a number back", async () => {
    const value = async (alpha: number) => (alpha > 0.3 ? Number.NaN : 1 - alpha);
    expect(await searchArmijo(value, options)).toEqual({ alpha: 0.25, isAccepted: true });
  });

  test("gives up after 100 steps, or below the smallest, with a step that was not tried", async () => {
    const tried: number[] = [];
    const value = async (alpha: number) => {
      tried.push(alpha);
      return 2;
    };
    expect(await searchArmijo(value, { ...options, smallest: 0.2 })).toEqual({ alpha: 0.125, isAccepted: false });
    expect(tried).toEqual([1, 0.5, 0.25]);
    expect((await searchArmijo(value, options)).isAccepted).toBe(false);
    expect(tried).toHaveLength(103);
  });
});

const follow = async (problem: object, options: SlsOptions, run: { steps: number; [option: string]: unknown }) => {
  const { answer, trace, status, checkpoint } = await minimize(problem as never, sls(options), run);
  const numbers = [...(await tree.toVector(answer as unknown as tree.Tree).data())];
  return { trace, status, numbers, checkpoint };
};

test("on all samples every step satisfies Armijo's condition", async () => {
  for (const c of [0.1, 0.5, 0.9]) {
    const { trace } = await follow(whole({ model: "tanh", loss: "squared" }), { c }, { steps: 30 });
    trace.rows.slice(1).forEach(({ objective, extra }, i) => {
      const before = trace.rows[i]!;
      const promised = c * extra["stepSize"]! * before.extra["gradientNorm"]! ** 2;
      expect(objective).toBeLessThanOrEqual(before.objective - promised + 1e-15);
    });
  }
});

test("the step grows by 2^(B/n) before each search, and by 2 where n is not known", async () => {
  const growth = async (problem: object) => {
    const { trace } = await follow(problem, { c: 0, initial: 1e-3 }, { steps: 1 });
    return trace.rows[1]!.extra["stepSize"]! / 1e-3;
  };
  expect(await growth(batched({ samples: 8, batch: 4 }))).toBeCloseTo(Math.SQRT2, 12);
  const { sampleCount: _, ...unknown } = batched({ samples: 8, batch: 4 });
  expect(await growth(unknown)).toBeCloseTo(2, 12);
});

test("counts a gradient a step and a loss for each step size tried", async () => {
  const { trace } = await follow(whole(), { initial: 1e-6 }, { steps: 3 });
  expect(lastRow(trace).calls).toEqual({ gradient: 4, loss: 3 });
});

test("has finished where the gradient is 0", async () => {
  const flat = { initial: () => np.zeros([2], { dtype: np.float64 }), loss: (x: np.Array) => np.square(x).sum() };
  const { status, trace } = await follow(flat, {}, { steps: 5 });
  expect(status).toBe("finished");
  expect(lastRow(trace).step).toBe(0);
});

test("the same seed, stopped and resumed or not, gives the same numbers", async () => {
  const problem = batched({ model: "tanh" });
  const all = await follow(problem, {}, { steps: 6, seed: 2 });
  const half = await follow(problem, {}, { steps: 3, seed: 2, checkpoint: true });
  expect((await follow(problem, {}, { steps: 6, resume: half.checkpoint })).numbers).toEqual(all.numbers);
});

test("leaves no arrays behind", async () => {
  const problem = batched();
  await expectNoLeak(() => follow(problem, {}, { steps: 3 }));
});

test("options out of range", () => {
  expect(() => sls({ c: 1 })).toThrow("sls: c must be in [0, 1), got 1");
  expect(() => sls({ initial: 0 })).toThrow(/initial must be a positive number, got 0/);
});
