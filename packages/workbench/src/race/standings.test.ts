import type { Status } from "gradus";
import { describe, expect, it } from "vitest";
import { contenderTraces, type RaceRun } from "./result.ts";
import { passedOverNote, raceSentence } from "./sentence.ts";
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

  it("put those that pass over the problem's constraints behind all others that ended, and say so", () => {
    const blind = { ...run("sgd", 0, -1e6), passedOver: ["constraints"] };
    const mixed = standings({ plan, runs: [blind, run("adam", 0, 3), run("muon", 0, 9), waiting("lion", 0)] });
    expect(mixed.map(({ contender }) => contender)).toEqual(["adam", "muon", "sgd", "lion"]);
    expect(raceSentence({ plan: { seeds: [0] }, isInterrupted: false }, mixed)).toBe(
      "adam ends lowest, at 3; next is muon at 9 (mean over 1 seed).",
    );
    expect(passedOverNote(mixed)).toBe(
      "sgd does not look at the problem's constraints: what it minimises is the objective alone, and a low one is no solution.",
    );
    expect(passedOverNote(ranked)).toBeUndefined();
    const alone = standings({ plan, runs: [blind] });
    expect(raceSentence({ plan: { seeds: [0] }, isInterrupted: false }, alone)).toMatch(
      /^None of these methods looks at/,
    );
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
