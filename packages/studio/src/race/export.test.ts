import { parseCsv } from "@gradus/datasets";
import { parseResult, type RaceRun } from "@gradus/workbench";
import { expect, test } from "vitest";
import { chartWords, fileName, raceCsv, raceJson, raceResult } from "./export.ts";
import { firstSetup } from "./setup.ts";

const row = (step: number, extra: Record<string, number> = {}) => ({
  step,
  seconds: step / 4,
  objective: 1 / (1 + step),
  calls: { gradient: 2 * step },
  extra,
});
const run = (contender: string, rows: ReturnType<typeof row>[], state: RaceRun["state"] = "done"): RaceRun => ({
  contender,
  seed: 3,
  state,
  trace: { problem: "beale", method: "adam", seed: 3, status: "budget", reason: "", rows },
  metrics: [],
  error: null,
  checkpoint: null,
});
const race = (...runs: RaceRun[]) => {
  const setup = { ...firstSetup(), problem: "beale:start=[1,1]", methods: [{ name: "adam", options: {} }] };
  return { setup, runs, started: "2026-11-24T10:00:00.000Z", seconds: 3, device: "WebAssembly" };
};

test("a table has a line for each row, whatever a contender is called", () => {
  const runs = [run('adam betas=[0.9,"x"]', [row(0), row(1, { accuracy: 0.5 })]), run("sgd", [row(4)])];
  const lines = parseCsv(raceCsv(runs)).map(({ cells }) => cells);
  expect(lines.filter((cells) => cells.some((cell) => cell !== ""))).toEqual([
    ["contender", "seed", "status", "step", "oracleCalls", "seconds", "objective", "accuracy"],
    ['adam betas=[0.9,"x"]', "3", "budget", "0", "0", "0", "1", ""],
    ['adam betas=[0.9,"x"]', "3", "budget", "1", "2", "0.25", "0.5", "0.5"],
    ["sgd", "3", "budget", "4", "8", "1", "0.2", ""],
  ]);
});

test("JSON is read back as it was, with numbers that JSON lacks", () => {
  const raced = race(run("adam", [{ ...row(0), objective: Number.POSITIVE_INFINITY }]));
  expect(parseResult(raceJson(raced))).toEqual(
    JSON.parse(JSON.stringify(raceResult(raced)), (key, value) =>
      key === "objective" && value === null ? Number.POSITIVE_INFINITY : value,
    ),
  );
  expect(raceResult(raced)).toMatchObject({ kind: "race", problem: "beale", isInterrupted: false });
});

test("a race that was cancelled says so", () => {
  expect(raceResult(race(run("adam", [row(1)], "interrupted"))).isInterrupted).toBe(true);
  expect(chartWords(race(run("adam", [row(1)], "interrupted"))).sentence).toMatch(/^Interrupted/);
});

test("a chart tells the problem, the budget and who ends lowest", () => {
  expect(chartWords(race(run("adam", [row(1)])))).toMatchObject({
    title: "beale:start=[1,1]",
    subtitle: "200 steps each, 3 seeds",
    sentence: "adam ends lowest, at 0.5000 (mean over 3 seeds).",
  });
});

test("files are called by the problem", () => {
  expect(fileName(race().setup)).toBe("race-beale-start=-1-1-");
});
