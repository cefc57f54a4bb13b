import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  annealedLangevin,
  askTell,
  cmaEs,
  consensus,
  consensusHopping,
  consensusMemory,
  differentialEvolution,
  generator,
  type HasEvaluate,
  type HasInitial,
  type HasLoss,
  lastRow,
  methodCatalogue,
  minimize,
  nelderMead,
  OptionError,
  type Own,
  particleSwarm,
  randomSearch,
  resumeAskTell,
  type Search,
  simulatedAnnealing,
} from "../../index.ts";

type Any = Search<Own>;
const bounds = { lower: -2, upper: 3 };
const around = { initialization: "normal", bounds } as const;

const searches: [string, Any][] = (
  [
    ["consensus", consensus({ particles: 20, bounds })],
    ["consensus, corrected", consensus({ particles: 20, bounds, correction: "heaviside" })],
    ["consensus, in blocks", consensus({ particles: 20, particleBatch: 5, bounds, restartBelow: 1e-5 })],
    ["consensus, α by sample size", consensus({ particles: 20, sampleShare: 0.5, bounds })],
    ["consensus-hopping", consensusHopping({ particles: 20, s: 0.3, ...around })],
    ["consensus-memory", consensusMemory({ particles: 20, bounds })],
    ["consensus-memory with gradients", consensusMemory({ particles: 10, lambda3: 0.5, beta: 2, bounds })],
    ["annealed-langevin", annealedLangevin({ sigma: 0.1, dt: 0.1, ...around })],
    ["cma-es", cmaEs({ bounds })],
    ["differential-evolution", differentialEvolution({ bounds })],
    ["particle-swarm", particleSwarm({ particles: 20, bounds })],
    ["nelder-mead", nelderMead({ bounds })],
    ["simulated-annealing", simulatedAnnealing({ bounds })],
    ["random-search", randomSearch({ points: 20, bounds })],
  ] as unknown as [string, Any][]
).map(([name, method]) => [name, method]);

/** (x − 1)² + (y + ½)²/2 …, each further coordinate a little flatter. */
const bowl = (x: ArrayLike<number>): number =>
  Array.from(x).reduce((sum, value, j) => sum + (value - (j % 2 === 0 ? 1 : -0.5)) ** 2 / (j + 1), 0);

const blackBox = (dimension: number, value: (x: Float64Array) => number = bowl) => {
  const asked: Float64Array[] = [];
  const problem: HasEvaluate = {
    dimension,
    evaluate: (points) => {
      asked.push(...points);
      return points.map(value);
    },
  };
  return { problem, asked };
};

/** The same as a loss and nothing else, of two arrays. */
const loss: HasInitial<{ a: np.Array; b: np.Array }> & HasLoss<{ a: np.Array; b: np.Array }> = {
  initial(key) {
    key.dispose();
    return { a: np.zeros([], { dtype: np.float64 }), b: np.zeros([1], { dtype: np.float64 }) };
  },
  loss: ({ a, b }) => np.square(a.sub(1)).add(np.square(b.add(0.5)).sum().mul(0.5)),
};

test.each(searches)("%s: noise in values does no harm beyond its size", async (_, method) => {
  const noise = generator(5);
  const { problem } = blackBox(2, (x) => bowl(x) + 0.01 * noise.normal());
  const { answer, trace } = await minimize(problem, method, { steps: 150, seed: 2 });
  expect(["budget", "finished"]).toContain(trace.status);
  // These compare neighbours that noise makes indistinguishable: they stay where they are.
  const isBlind = ["nelder-mead", "annealed-langevin"].includes(method.name);
  // Six deviations: what the luckiest of some thousand values may hide.
  expect(bowl(await answer.data())).toBeLessThan(trace.rows[0]!.objective / (isBlind ? 1 : 2) + 0.06);
});

test("the catalogue has this room's methods, by their own names", () => {
  for (const [name, { create, family, summary, source }] of Object.entries(methodCatalogue)) {
    if (family !== "derivative-free") continue;
    expect(create().name).toBe(name);
    expect(() => create({ nonsense: 1 })).toThrow(OptionError);
    expect(summary).toMatch(/^[^\n]{10,100}$/);
    expect(source).toMatch(/(19|20)\d\d/);
  }
});

describe.each(searches)("%s", (_, method) => {
  test.each([1, 2, 5])("gets lower in %d dimensions, counts what it evaluates, and stays within bounds", async (d) => {
    const { problem, asked } = blackBox(d);
    const { trace, answer } = await minimize(problem, method, { steps: 120, seed: 1 });
    const point = await answer.data();
    expect(lastRow(trace).objective).toBeLessThan(0.5 * trace.rows[0]!.objective + 0.02);
    expect(bowl(point)).toBeCloseTo(lastRow(trace).objective, 12);
    expect(lastRow(trace).calls.evaluation).toBe(asked.length);
    if (!method.name.startsWith("annealed") && !method.name.includes("memory")) {
      for (const x of asked) for (const value of x) expect(value >= -2 && value <= 3).toBe(true);
    }
    const objectives = trace.rows.map(({ objective }) => objective);
    expect(objectives).toEqual(objectives.map((_, i) => Math.min(...objectives.slice(0, i + 1))));
  });

  test("is the same from the same seed, stopped and resumed or not", async () => {
    const run = async (options: { steps: number; resume?: Uint8Array<ArrayBuffer> }) => {
      const { problem } = blackBox(2);
      const { trace, answer, checkpoint } = await minimize(problem, method, { seed: 7, checkpoint: true, ...options });
      return {
        point: [...(await answer.data())],
        checkpoint: checkpoint!,
        rows: trace.rows.map((row) => row.objective),
      };
    };
    const whole = await run({ steps: 9 });
    const half = await run({ steps: 4 });
    const rest = await run({ steps: 9, resume: half.checkpoint });
    expect(rest.rows).toEqual(whole.rows);
    expect(rest.point).toEqual(whole.point);
  });

  test("asked and told, with its state through JSON in between, it asks for what a run asks for", async () => {
    const { problem, asked } = blackBox(2);
    const { answer } = await minimize(problem, method, { steps: 5, seed: 3 });
    answer.dispose();
    let conversation = askTell(method, { dimension: 2, seed: 3 });
    const points: number[][] = [];
    while (points.length < asked.length) {
      conversation = resumeAskTell(method, JSON.parse(JSON.stringify(conversation.save())));
      const next = conversation.ask();
      points.push(...next);
      conversation.tell(next.map(bowl));
    }
    expect(points).toEqual(asked.map((x) => [...x]));
    expect(conversation.best.value).toBe(Math.min(...points.map(bowl)));
    expect(() => conversation.tell([1, 2, 3, 4, 5, 6, 7])).toThrow(/values must be told, one for each point, got 7/);
  });

  test("takes a loss alone, evaluated for all points by one program, and answers in its parameters", async () => {
    const { answer, trace } = await minimize(loss, method, { steps: 60, seed: 2 });
    expect(Object.keys(answer)).toEqual(["a", "b"]);
    expect(answer.b.shape).toEqual([1]);
    expect(lastRow(trace).objective).toBeLessThan(0.9);
    answer.a.dispose();
    answer.b.dispose();
  });

  test("leaves no arrays behind", async () => {
    await expectNoLeak(async () => {
      const { answer } = await minimize(loss, method, { steps: 3 });
      answer.a.dispose();
      answer.b.dispose();
    });
  });

  test("goes around points without a value, and around those at which the objective throws", async () => {
    for (const bad of [
      () => Number.NaN,
      () => {
        throw new Error("no such point");
      },
    ]) {
      const { problem } = blackBox(2, (x) => (x[0]! > 1.2 ? bad() : bowl(x)));
      const { trace, answer, status } = await minimize(problem, method, { steps: 80, seed: 1 });
      expect(["budget", "finished"]).toContain(status);
      expect(Number.isFinite(lastRow(trace).objective)).toBe(true);
      expect((await answer.data()).every(Number.isFinite)).toBe(true);
    }
  });

  test("ends clearly where there is no value at all", async () => {
    const { trace } = await minimize(blackBox(2, () => Number.NaN).problem, method, { steps: 5 });
    expect(trace).toMatchObject({ status: "diverged", reason: "objective became Infinity at step 0" });
    const failing = blackBox(2, () => {
      throw new Error("the instrument is off\nat line 3");
    });
    await expect(minimize(failing.problem, method, { steps: 5 })).rejects.toThrow(
      `${method.name}: the objective failed at every point: the instrument is off`,
    );
  });

  test("waits for answers that come later", async () => {
    const { problem } = blackBox(2);
    const later: HasEvaluate = {
      dimension: 2,
      evaluate: async (points) => {
        await new Promise((resolve) => setTimeout(resolve, 0));
        return problem.evaluate(points);
      },
    };
    const [now, then] = await Promise.all(
      [problem, later].map(async (each) => [...(await (await minimize(each, method, { steps: 4 })).answer.data())]),
    );
    expect(then).toEqual(now);
  });

  test("says what is missing or does not fit", () => {
    expect(() => method({ name: "nothing" } as never)).toThrow(/needs 'evaluate', which nothing does not offer/);
    expect(() => method({ evaluate: () => [] } as never)).toThrow(/needs 'dimension'/);
    expect(() => askTell(method, { dimension: 0 })).toThrow("askTell: dimension must be a whole number ≥ 1, got 0");
    expect(() => askTell(method, { dimension: 2, start: [1] })).toThrow("askTell: start must have 2 entries, got 1");
    expect(() => resumeAskTell(method, {} as never)).toThrow(/state must be one that save\(\) gave/);
  });
});

test("values of another number than points are refused", async () => {
  const problem: HasEvaluate = { dimension: 2, evaluate: () => [1] };
  await expect(minimize(problem, randomSearch({ points: 3, bounds }), { steps: 1 })).rejects.toThrow(
    "evaluate must return 3 numbers, one a point, got 1",
  );
});

test("an objective that fails later ends the run with its message, and what was found", async () => {
  let calls = 0;
  const problem: HasEvaluate = {
    dimension: 2,
    evaluate: (points) => {
      if (++calls > 3) throw new Error("the instrument is off");
      return points.map(bowl);
    },
  };
  const { trace, answer } = await minimize(problem, randomSearch({ points: 3, bounds }), { steps: 9 });
  answer.dispose();
  expect(trace).toMatchObject({
    status: "finished",
    reason: "the objective failed at every point: the instrument is off",
  });
  expect(Number.isFinite(lastRow(trace).objective)).toBe(true);
});
