import type { Status } from "gradus";
import { describe, expect, it } from "vitest";
import { contenderTraces, type RaceRun } from "./result.ts";
import { raceSentence } from "./sentence.ts";
import { standings } from "./standings.ts";

const run = (contender: string, seed: number, objective: number, status: Status = "budget"): RaceRun => ({
  contender,
  seed,
  state: "done",
  trace: {
    problem: "bowl",
    method: contender,
    seed,
    status,
    reason: "",
    rows: [{ step: 5, seconds: 1, objective, calls: { gradient: 6 }, extra: { accuracy: objective / 10 } }],
  },
  metrics: ["accuracy"],
  error: null,
  checkpoint: null,
});

const waiting = (contender: string, seed: number): RaceRun => ({
  ...run(contender, seed, 0),
  state: "waiting",
  trace: null,
});

const plan = {
  methods: ["sgd", "adam", "lion", "muon"].map((name) => ({ name, options: {} })),
  seeds: [0, 1],
};
const runs = [
  run("sgd", 0, 4),
  run("sgd", 1, 2),
  run("adam", 0, 1),
  waiting("adam", 1),
  waiting("lion", 0),
  run("muon", 0, 1e9, "diverged"),
  run("muon", 1, 0),
];

describe("standings", () => {
  const ranked = standings({ plan, runs });

  it("begin with the lowest mean objective, and end with who diverged or did not run", () => {
    expect(ranked.map(({ contender }) => contender).slice(0, 2)).toEqual(["adam", "sgd"]);
    expect(ranked.find(({ contender }) => contender === "muon")!.objective!.mean).toBe(Infinity);
    expect(ranked.find(({ contender }) => contender === "lion")!.objective).toBeUndefined();
  });

  it("tell the mean and range over the seeds that ended, and how they ended", () => {
    const sgd = ranked[1]!;
    expect(sgd.objective).toEqual({ mean: 3, low: 2, high: 4 });
    expect(sgd.metrics["accuracy"]!.mean).toBeCloseTo(0.3);
    expect(sgd.calls!.mean).toBe(6);
    expect(ranked[0]!.status).toBe("1 budget, 1 waiting");
    expect(sgd.status).toBe("budget");
  });

  it("are told in a sentence", () => {
    expect(raceSentence({ plan, isInterrupted: false }, ranked)).toBe(
      "adam ends lowest, at 1; next is sgd at 3 (mean over 2 seeds).",
    );
    const none = standings({ plan, runs: [] });
    expect(raceSentence({ plan, isInterrupted: true }, none)).toBe("Interrupted. No run was complete.");
  });

  it("stand on the same traces as charts", () => {
    expect(contenderTraces({ runs }).map(({ contender, trial }) => `${contender}, ${trial}`)).toEqual([
      "sgd, seed 0",
      "sgd, seed 1",
      "adam, seed 0",
      "muon, seed 0",
      "muon, seed 1",
    ]);
  });
});
