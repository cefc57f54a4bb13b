import { describe, expect, it } from "vitest";
import { arrivals } from "./arrivals.ts";
import type { RaceRun } from "./result.ts";

/** A run with an objective after each call; a call takes `pace` seconds. */
const run = (contender: string, seed: number, objectives: number[], pace: number): RaceRun => ({
  contender,
  seed,
  state: "done",
  trace: {
    problem: "bowl",
    method: contender,
    seed,
    status: "budget",
    reason: "",
    rows: objectives.map((objective, step) => ({
      step,
      seconds: step * pace,
      objective,
      calls: { gradient: step + 1 },
      extra: {},
    })),
  },
  metrics: [],
  error: null,
  checkpoint: null,
});

const plan = { methods: ["slow", "quick", "lost"].map((name) => ({ name, options: {} })), seeds: [0] };

describe("arrivals", () => {
  const runs = [run("slow", 0, [8, 1e-9, 0], 5), run("quick", 0, [8, 4, 2, 1e-7], 1), run("lost", 0, [8, 7, 6, 5], 1)];

  it("are ranked by calls and by seconds, each by its own measure; who never came near is last", () => {
    const names = (by: "calls" | "seconds") => arrivals({ plan, runs }, by).map(({ contender }) => contender);
    expect(names("calls")).toEqual(["slow", "quick", "lost"]);
    expect(names("seconds")).toEqual(["quick", "slow", "lost"]);
  });

  it("count what was needed until the objective was near the lowest, not what was spent", () => {
    const [slow, quick, lost] = arrivals({ plan, runs }, "calls");
    expect(slow).toMatchObject({ arrived: 1, ended: 1, calls: { mean: 2 }, seconds: { mean: 5 } });
    expect(quick).toMatchObject({ calls: { mean: 4 }, seconds: { mean: 3 } });
    expect(lost).toMatchObject({ arrived: 0, ended: 1, calls: undefined, seconds: undefined });
  });

  it("of a race in which nothing ran are all absent", () => {
    for (const { arrived, calls } of arrivals({ plan, runs: [] }, "calls"))
      expect([arrived, calls]).toEqual([0, undefined]);
  });

  it("leave out who passes over constraints, and what it came to", () => {
    const blind = { ...run("quick", 0, [4, -1e6], 1), passedOver: ["constraints"] };
    const ends = arrivals({ plan, runs: [run("slow", 0, [4, 1], 1), blind] }, "calls");
    expect(ends.map(({ contender, arrived }) => [contender, arrived])).toEqual([
      ["slow", 1],
      ["lost", 0],
    ]);
  });
});
