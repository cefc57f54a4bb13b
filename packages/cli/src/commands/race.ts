import { basename, relative } from "node:path";
import {
  budgetText,
  contenderTraces,
  counted,
  defaultBudget,
  errorOf,
  type RacePlan,
  type RaceResult,
  raceWithoutTraces,
} from "@gradus/workbench";
import { traceToJson } from "gradus";
import { fileName } from "../checkpoints.ts";
import { type ExitCode, exitCodes } from "../exit.ts";
import { interruptible } from "../interruption.ts";
import { provenance } from "../provenance.ts";
import { performRace } from "../race/perform.ts";
import { planRace, type RaceArguments, type RaceRequest } from "../race/plan.ts";
import { openRace, raceFile } from "../race/resume.ts";
import { writeInto, writeReport } from "../report/write-report.ts";
import { createProgress } from "../terminal/progress.ts";
import { raceTable } from "../terminal/race-table.ts";
import { raceWatcher } from "../terminal/race-watcher.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { createPool, type Pool } from "../workers/pool.ts";

export type RaceOptions = RaceArguments & {
  json?: string;
  traces?: boolean;
  out?: string;
  svg?: string;
  resume?: string;
};

/** `gradus race`: runs methods on a problem with the same budget, ranks them and writes the report. */
export async function race(
  problem: string | undefined,
  options: RaceOptions,
  command: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const before = options.resume === undefined ? undefined : await openRace(options.resume);
  const request = before?.result.plan ?? planRace(problem, options);
  const folder = options.out ?? options.resume ?? `gradus-report/race-${fileName(basename(request.problem))}`;
  const started = new Date();
  const pool = createPool({ size: 1, device: request.device });
  const progress = createProgress(terminal.err);
  let isInterrupted = false;
  const interrupt = () => {
    isInterrupted = true;
    progress.say("interrupted: the run under way ends after the step at hand; once more to leave at once");
    pool.interrupt();
  };
  let result: RaceResult;
  try {
    const device = await pool.start();
    const facts = await check(request, pool);
    const plan: RacePlan = { ...request, budget: request.budget ?? defaultBudget(facts.offers) };
    if (request.budget === undefined) progress.say(`no budget was given: ${budgetText(plan.budget)} each`);
    const watcher = raceWatcher(progress, plan);
    const runs = await interruptible(interrupt, () =>
      performRace(plan, { pool, watcher, folder, earlier: before?.earlier ?? [] }),
    );
    result = {
      kind: "race",
      command,
      plan,
      problem: facts.problem,
      started: before?.result.started ?? started.toISOString(),
      seconds: (before?.result.seconds ?? 0) + (Date.now() - started.getTime()) / 1000,
      isInterrupted,
      provenance: provenance(device),
      runs,
    };
  } finally {
    progress.close();
    await pool.close();
  }
  const path = await save(result, folder, options);
  terminal.out.write(raceTable(result, terminal.out));
  terminal.out.write(`\nreport: ${relative(process.cwd(), path) || path}\n`);
  if (isInterrupted) terminal.out.write(`go on with: gradus race --resume ${folder}\n`);
  return exitCodeOf(result);
}

/** Whether problem and methods fit, before anything is run. */
async function check({ problem, methods, observing }: RaceRequest, pool: Pool) {
  const outcome = await pool.run<"check">({ kind: "check", problem, methods, observing });
  if (outcome.status === "done") return outcome.result;
  throw outcome.status === "failed" ? errorOf(outcome.error) : new Error("the race was not checked");
}

async function save(result: RaceResult, folder: string, options: RaceOptions): Promise<string> {
  // The chart library is large: it is loaded when there is something to draw.
  const { racePage } = await import("../report/race-page.ts");
  const path = await writeReport(folder, await racePage(result), raceFile, result);
  if (options.json !== undefined) {
    await writeInto(options.json, `${traceToJson(options.traces ? result : raceWithoutTraces(result))}\n`);
  }
  if (options.svg !== undefined) {
    const { standaloneChart } = await import("@gradus/workbench/drawing");
    const subtitle = `${budgetText(result.plan.budget)} each, ${counted(result.plan.seeds.length, "seed")}`;
    const about = { title: result.problem, subtitle, command: result.command };
    await writeInto(options.svg, await standaloneChart(about, contenderTraces(result)));
  }
  return path;
}

function exitCodeOf({ isInterrupted, runs }: RaceResult): ExitCode {
  if (isInterrupted) return exitCodes.interrupted;
  const isSound = runs.every(({ state, trace }) => state === "done" && trace?.status !== "diverged");
  return isSound ? exitCodes.fine : exitCodes.failed;
}
