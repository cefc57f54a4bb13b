import { parseCsv } from "@gradus/datasets";
import type { RaceRun } from "@gradus/workbench";
import { expect, test } from "vitest";
import { raceCsv } from "./export.ts";

const row = (step: number, extra: Record<string, number> = {}) => ({
  step,
  seconds: step / 4,
  objective: 1 / (1 + step),
  calls: { gradient: 2 * step },
  extra,
});
const run = (contender: string, rows: ReturnType<typeof row>[]): RaceRun => ({
  contender,
  seed: 3,
  state: "done",
  trace: { problem: "beale", method: "adam", seed: 3, status: "budget", reason: "", rows },
  metrics: [],
  error: null,
  checkpoint: null,
});

test("a table has a line for each row, whatever a contender is called", () => {
  const runs = [run('adam betas=[0.9,"x"]', [row(0), row(1, { accuracy: 0.5 })]), run("sgd", [row(4)])];
  expect(parseCsv(raceCsv(runs)).map(({ cells }) => cells)).toEqual([
    ["contender", "seed", "status", "step", "oracleCalls", "seconds", "objective", "accuracy"],
    ['adam betas=[0.9,"x"]', "3", "budget", "0", "0", "0", "1", ""],
    ['adam betas=[0.9,"x"]', "3", "budget", "1", "2", "0.25", "0.5", "0.5"],
    ["sgd", "3", "budget", "4", "8", "1", "0.2", ""],
  ]);
});
