import type { RaceRun } from "@gradus/workbench";
import { describe, expect, it } from "vitest";
import { raceTimeLeft, shareUsed } from "./race-pace.ts";

const row = (step: number, seconds: number) => ({
  step,
  seconds,
  objective: 1,
  calls: { gradient: 2 * step, evaluation: step },
  extra: {},
});
const run = (contender: string, seconds?: number): RaceRun => ({
  contender,
  seed: 0,
  state: seconds === undefined ? "waiting" : "done",
  trace:
    seconds === undefined
      ? null
      : { problem: "p", method: contender, seed: 0, status: "budget", reason: "", rows: [row(10, seconds)] },
  metrics: [],
  error: null,
  checkpoint: null,
});

describe("the share of a budget that is used", () => {
  it.each([
    [{ steps: 40 }, 0.25],
    [{ seconds: 8 }, 0.5],
    [{ calls: 60 }, 0.5],
    [{ evaluations: 5 }, 1],
  ])("%o: %d", (budget, share) => expect(shareUsed(row(10, 4), budget)).toBe(share));
});

describe("the time that a race has left", () => {
  const budget = { steps: 20 };

  it("is that of the run at hand and of those that wait", () => {
    // The run at hand takes 4 s and is half done; b is known to take 1 s, c takes as long as the others on average.
    const runs = [run("b", 1), run("a"), run("b"), run("c")];
    expect(raceTimeLeft(runs, 1, row(10, 2), budget)).toBeCloseTo(2 + 1 + (1 + 4) / 2);
  });

  it("goes by the run at hand where there is no other", () => {
    expect(raceTimeLeft([run("a"), run("b")], 0, row(5, 1), budget)).toBeCloseTo(3 + 4);
    expect(raceTimeLeft([run("a")], 0, row(0, 0), budget)).toBeUndefined();
  });
});
