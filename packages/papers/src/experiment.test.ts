import { decodeCheckpoint, disposeState, quadratic, sgd } from "gradus";
import { describe, expect, test } from "vitest";
import {
  atMost,
  cases,
  type Experiment,
  finalMetric,
  finalObjective,
  mean,
  measured,
  runTrial,
  seeds,
  TrialInterrupted,
  type TrialResult,
  verdictOf,
} from "./index.ts";

const bowl = quadratic({ A: [[2]], b: [0], start: [1] });
const never = new AbortController().signal;

/** Two runs of gradient descent on x²; measures where the first one ends. */
const descent = (learningRate: number): Experiment => ({
  setup: "gradient descent on x²",
  trials: seeds(0, 1),
  async trial({ run }) {
    const first = await run({ contender: "first" }, bowl, sgd({ learningRate }), { steps: 5 });
    await run({ contender: "second", setting: "again" }, bowl, sgd({ learningRate }), { steps: 50, every: 10 });
    return { objective: finalObjective(first) };
  },
  criteria: [{ measures: "objective", statistic: mean(measured("objective")), holds: atMost(0.1) }],
  remarks: [{ measures: "the same", statistic: mean(measured("objective")) }],
});

const resultsOf = async (experiment: Experiment): Promise<TrialResult[]> => {
  const results: TrialResult[] = [];
  for (const trial of experiment.trials) results.push(await runTrial(experiment, trial, { signal: never }));
  return results;
};

describe("a trial", () => {
  test("keeps the traces of its runs under their labels, with the trial's seed", async () => {
    const result = await runTrial(descent(0.25), { name: "seed 7", seed: 7 }, { signal: never });
    expect(result.measurements["objective"]).toBeCloseTo(0.25 ** 5, 12);
    expect(result.traces.map(({ contender, setting, trial }) => ({ contender, setting, trial }))).toEqual([
      { contender: "first", setting: undefined, trial: "seed 7" },
      { contender: "second", setting: "again", trial: "seed 7" },
    ]);
    expect(result.traces.map(({ trace }) => trace.seed)).toEqual([7, 7]);
    expect(result.traces[1]!.trace.rows.map(({ step }) => step)).toEqual([0, 10, 20, 30, 40, 50]);
  });

  test("shows every step of every run, with its budget", async () => {
    const seen: string[] = [];
    await runTrial(descent(0.25), seeds(0)[0]!, {
      signal: never,
      onProgress: ({ label, row, steps }) => seen.push(`${label.contender} ${row.step}/${steps}`),
    });
    expect(seen).toHaveLength(55);
    expect(seen[0]).toBe("first 1/5");
    expect(seen.at(-1)).toBe("second 50/50");
  });

  test("interrupted: leaves the traces so far and a checkpoint from which the run at hand can go on", async () => {
    const stop = new AbortController();
    const interrupted = await runTrial(descent(0.01), seeds(3)[0]!, {
      signal: stop.signal,
      onProgress({ label, row }) {
        if (label.contender === "second" && row.step === 12) stop.abort();
      },
    }).catch((error: unknown) => error);
    expect(interrupted).toBeInstanceOf(TrialInterrupted);
    const { traces, checkpoint } = interrupted as TrialInterrupted;
    expect(traces.map(({ trace }) => trace.status)).toEqual(["budget", "aborted"]);
    const { method, seed, state } = decodeCheckpoint<{ step: number }>(checkpoint!);
    expect({ method, seed, step: state.step }).toEqual({ method: "sgd", seed: 3, step: 12 });
    disposeState(state);
  });

  test("already interrupted: ends before the first step", async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(runTrial(descent(0.01), seeds(0)[0]!, { signal: stop.signal })).rejects.toBeInstanceOf(
      TrialInterrupted,
    );
  });
});

describe("a verdict", () => {
  test("holds if every criterion does", async () => {
    const experiment = descent(0.25);
    const verdict = verdictOf(experiment, await resultsOf(experiment));
    expect(verdict).toMatchObject({ verdict: "holds", trialsDone: 2, trialsPlanned: 2 });
    expect(verdict.remarks[0]!.value).toBe(verdict.outcomes[0]!.value);
  });

  test("does not hold if one criterion does not", async () => {
    const experiment = descent(0.25);
    experiment.criteria.push({ measures: "too much", statistic: mean(measured("objective")), holds: atMost(1e-9) });
    const verdict = verdictOf(experiment, await resultsOf(experiment));
    expect(verdict.verdict).toBe("does not hold");
    expect(verdict.outcomes.map(({ holds }) => holds)).toEqual([true, false]);
  });

  test("does not hold for a contender that diverged, nor for one that was not measured", async () => {
    const diverging = descent(1e200);
    expect(verdictOf(diverging, await resultsOf(diverging))).toMatchObject({
      verdict: "does not hold",
      outcomes: [{ value: Number.POSITIVE_INFINITY }],
    });
    const unmeasured: Experiment = { ...descent(0.25), trial: async () => ({}) };
    expect(verdictOf(unmeasured, await resultsOf(unmeasured))).toMatchObject({
      verdict: "does not hold",
      outcomes: [{ value: Number.NaN }],
    });
  });

  test("needs every trial: with some of them there are figures but no verdict, with none neither", async () => {
    const experiment = descent(0.25);
    const [first] = await resultsOf(experiment);
    expect(verdictOf(experiment, [first!])).toMatchObject({ verdict: "not judged", trialsDone: 1, trialsPlanned: 2 });
    expect(verdictOf(experiment, [first!]).outcomes).toHaveLength(1);
    expect(verdictOf(experiment, [])).toMatchObject({ verdict: "not judged", outcomes: [], remarks: [] });
  });
});

test("trials are named by seed or by case", () => {
  expect(seeds(0, 5)).toEqual([
    { name: "seed 0", seed: 0 },
    { name: "seed 5", seed: 5 },
  ]);
  expect(cases("F1", "F2")).toEqual([
    { name: "F1", seed: 0 },
    { name: "F2", seed: 0 },
  ]);
});

test("a metric that the problem does not report is an error, not a number", async () => {
  const { traces } = await runTrial(descent(0.25), seeds(0)[0]!, { signal: never });
  expect(() => finalMetric(traces[0]!.trace, "testAccuracy")).toThrow("reports no 'testAccuracy'");
});
