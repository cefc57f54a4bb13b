import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import {
  adabelief,
  CheckpointError,
  type HasInitial,
  type HasLoss,
  type MinimizeOptions,
  minimize,
  OptionError,
  objectiveBelow,
  quadratic,
  run,
  stalled,
} from "../index.ts";

const bowl = quadratic({
  A: [
    [2, 0.3],
    [0.3, 1],
  ],
  b: [1, 1],
  start: [3, 2],
});
const method = adabelief({ learningRate: 0.05 });
const objectives = (solution: { trace: { rows: { objective: number }[] } }) =>
  solution.trace.rows.map((row) => row.objective);

/** f(x) = 1/(1 − x): a slope that ends in a pole at 1, from x = 0. */
const cliff: HasInitial<np.Array> & HasLoss<np.Array> & { name: string } = {
  name: "cliff",
  initial: (key) => {
    key.dispose();
    return np.array([0], { dtype: np.float64 });
  },
  loss: (x) => np.sqrt(x.add(1)).sum(),
};

describe("budgets", () => {
  test("steps: ends after exactly so many, with one row a step and one for the start", async () => {
    const { status, trace, answer } = await minimize(bowl, method, { steps: 7 });
    expect(status).toBe("budget");
    expect(trace.rows.map((row) => row.step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    answer.dispose();
  });

  test("zero steps: answers with the start", async () => {
    const { answer, trace } = await minimize(bowl, method, { steps: 0 });
    expect(await answer.data()).toEqual(Float64Array.of(3, 2));
    expect(trace.rows).toHaveLength(1);
  });

  test("oracle calls: ends with the step that reaches the budget, counting the first gradient", async () => {
    const { trace, answer } = await minimize(bowl, method, { calls: 5 });
    expect(trace.rows.at(-1)).toMatchObject({ step: 4, calls: { gradient: 5 } });
    answer.dispose();
    const byKind = await minimize(bowl, method, { calls: { gradient: 3 } });
    expect(byKind.trace.rows.at(-1)!.step).toBe(2);
    byKind.answer.dispose();
  });

  test("seconds: a budget of nothing ends at once", async () => {
    const { trace, answer } = await minimize(bowl, method, { seconds: 0 });
    expect(trace.rows).toHaveLength(1);
    answer.dispose();
  });

  test("every: keeps the first, every so many, and the last", async () => {
    const { trace, answer } = await minimize(bowl, method, { steps: 7, every: 3 });
    expect(trace.rows.map((row) => row.step)).toEqual([0, 3, 6, 7]);
    answer.dispose();
  });

  test.each([
    [{}, "run: options must bound the run: give steps, seconds, calls, stop or signal"],
    [{ steps: -1 }, "run: steps must be a whole number ≥ 0, got -1"],
    [{ steps: 1, seed: 0.5 }, "run: seed must be a whole number in [0, 2³²), got 0.5"],
    [{ steps: 1, every: 0 }, "run: every must be a whole number ≥ 1, got 0"],
    [{ step: 1 }, "run: unknown option 'step': did you mean 'steps'?"],
  ])("%j is refused in one line", async (options, message) => {
    await expect(minimize(bowl, method, options as never)).rejects.toThrow(new OptionError(message));
  });
});

describe("stopping", () => {
  test("a rule ends the run at the first row that meets it, and says why", async () => {
    const { status, trace, answer } = await minimize(bowl, method, { steps: 500, stop: objectiveBelow(0) });
    expect(status).toBe("stopped");
    expect(trace.reason).toMatch(/^objective .* ≤ 0/);
    expect(trace.rows.at(-1)!.objective).toBeLessThanOrEqual(0);
    expect(trace.rows.at(-2)!.objective).toBeGreaterThan(0);
    answer.dispose();
  });

  test("a relative bound is taken from the first objective", async () => {
    const { trace, answer } = await minimize(bowl, method, { steps: 500, stop: objectiveBelow({ relative: 0.5 }) });
    expect(trace.rows.at(-1)!.objective).toBeLessThanOrEqual(trace.rows[0]!.objective / 2);
    answer.dispose();
  });

  test("no progress ends the run", async () => {
    const { status, answer } = await minimize(bowl, method, { steps: 5000, stop: stalled({ steps: 20 }) });
    expect(status).toBe("stopped");
    answer.dispose();
  });

  test("a signal ends the run after the step at hand", async () => {
    const controller = new AbortController();
    const { status, trace, answer } = await minimize(bowl, method, {
      signal: controller.signal,
      onStep: ({ row }) => {
        if (row.step === 3) controller.abort();
      },
    });
    expect(status).toBe("aborted");
    expect(trace.rows.at(-1)!.step).toBe(4);
    answer.dispose();
  });
});

describe("divergence", () => {
  test("is a status; the answer is the last finite state", async () => {
    const { status, answer, trace } = await minimize(cliff, adabelief({ learningRate: 0.4 }), { steps: 100 });
    expect(status).toBe("diverged");
    expect(trace.reason).toMatch(/^objective became NaN at step \d+$/);
    expect(trace.rows.at(-1)!.objective).toBeNaN();
    const [x] = await answer.data();
    expect(x).toBeGreaterThanOrEqual(-1);
  });

  test("at the start: no step is made", async () => {
    const { status, trace, answer } = await minimize(
      { ...cliff, loss: (x: np.Array) => np.log(x).sum() },
      adabelief(),
      { steps: 10 },
    );
    expect(status).toBe("diverged");
    expect(trace.rows).toHaveLength(1);
    answer.dispose();
  });
});

describe("resuming", () => {
  test("100 steps equal 50, a checkpoint, and 50 more, bit for bit", async () => {
    const whole = await minimize(bowl, method, { steps: 100 });
    const half = await minimize(bowl, method, { steps: 50, checkpoint: true });
    const rest = await minimize(bowl, method, { steps: 100, resume: half.checkpoint! });
    expect(objectives(rest)).toEqual(objectives(whole));
    expect(await rest.answer.data()).toEqual(await whole.answer.data());
    half.answer.dispose();
  });

  test("a checkpoint taken on the way serves as well", async () => {
    let saved: Uint8Array<ArrayBuffer> | undefined;
    const whole = await minimize(bowl, method, {
      steps: 20,
      onStep: async ({ row, checkpoint }) => {
        if (row.step === 10) saved = await checkpoint();
      },
    });
    const rest = await minimize(bowl, method, { steps: 20, resume: saved! });
    expect(await rest.answer.data()).toEqual(await whole.answer.data());
  });

  /** A checkpoint of step 10, which `every: 3` leaves out of the trace. */
  async function atStep10(options: MinimizeOptions) {
    let saved: Uint8Array<ArrayBuffer> | undefined;
    const whole = await minimize(bowl, method, {
      ...options,
      onStep: async ({ row, checkpoint }) => {
        if (row.step === 10) saved = await checkpoint();
      },
    });
    return { whole, rest: await minimize(bowl, method, { ...options, resume: saved! }) };
  }

  test("counts steps from the state, whatever rows the trace keeps", async () => {
    const { whole, rest } = await atStep10({ steps: 20, every: 3 });
    expect(rest.trace.rows.map((row) => row.step)).toEqual(whole.trace.rows.map((row) => row.step));
    expect(objectives(rest)).toEqual(objectives(whole));
    expect(await rest.answer.data()).toEqual(await whole.answer.data());
  });

  test.each([
    ["a relative bound", objectiveBelow({ relative: 0.5 })],
    ["a count of rows without progress", stalled({ steps: 5 })],
  ])("%s remembers what came before", async (_, stop) => {
    const { whole, rest } = await atStep10({ steps: 2000, stop });
    expect(rest.trace.reason).toBe(whole.trace.reason);
    expect(rest.trace.rows.at(-1)!.step).toBe(whole.trace.rows.at(-1)!.step);
    whole.answer.dispose();
    rest.answer.dispose();
  });

  test("after divergence it goes on from the last finite state, and diverges at the same step", async () => {
    const leaping = adabelief({ learningRate: 0.4 });
    const once = await minimize(cliff, leaping, { steps: 100, checkpoint: true });
    const again = await minimize(cliff, leaping, { steps: 100, resume: once.checkpoint! });
    expect(again.trace.reason).toBe(once.trace.reason);
    expect(again.trace.rows.map((row) => row.step)).toEqual(once.trace.rows.map((row) => row.step));
    once.answer.dispose();
    again.answer.dispose();
  });

  test("another method's checkpoint is refused", async () => {
    const half = await minimize(bowl, method, { steps: 2, checkpoint: true });
    half.answer.dispose();
    const other = Object.defineProperty(adabelief(), "name", { value: "other" });
    await expect(minimize(bowl, other, { steps: 4, resume: half.checkpoint! })).rejects.toThrow(
      new CheckpointError("the checkpoint is of 'adabelief', not of 'other'"),
    );
  });
});

test("the loop can be left at any time", async () => {
  const seen: number[] = [];
  for await (const { row } of run(bowl, method, { steps: 100 })) {
    seen.push(row.step);
    if (row.step === 2) break;
  }
  expect(seen).toEqual([1, 2]);
});

test("the same seed gives the same run, bit for bit", async () => {
  const a = await minimize(bowl, method, { steps: 30, seed: 7 });
  const b = await minimize(bowl, method, { steps: 30, seed: 7 });
  expect(objectives(a)).toEqual(objectives(b));
  a.answer.dispose();
  b.answer.dispose();
});

test("an exception in the objective reaches the caller", async () => {
  const broken = {
    ...cliff,
    loss: () => {
      throw new RangeError("no such thing");
    },
  };
  await expect(minimize(broken, adabelief(), { steps: 1 })).rejects.toThrow("no such thing");
});
