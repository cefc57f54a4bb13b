import { availableParallelism } from "node:os";
import { basename, relative } from "node:path";
import {
  budgetText,
  checkView,
  defaultBudget,
  errorOf,
  measuresOf,
  type SweepResult,
  type SweepSource,
  sweepSentence,
} from "@gradus/workbench";
import { type CellResult, cellsOf, inPlanOrder, traceToJson } from "gradus";
import { fileName } from "../checkpoints.ts";
import { type ExitCode, exitCodes, UsageError } from "../exit.ts";
import { interruptible } from "../interruption.ts";
import { provenance } from "../provenance.ts";
import { writeInto, writeReport } from "../report/write-report.ts";
import {
  appendCell,
  createFolder,
  type Opened,
  openIfThere,
  openSweep,
  saveSweep,
  sweepFile,
} from "../sweep/cells-file.ts";
import type { SweepFit } from "../sweep/fit.ts";
import { keptCells, performSweep } from "../sweep/perform.ts";
import {
  checkMeasures,
  checkRequest,
  readRequest,
  readView,
  type SweepArguments,
  type SweepRequest,
} from "../sweep/request.ts";
import { createProgress } from "../terminal/progress.ts";
import { sweepTable } from "../terminal/sweep-table.ts";
import { sweepWatcher } from "../terminal/sweep-watcher.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { createPool, type Pool } from "../workers/pool.ts";

export type SweepOptions = SweepArguments & {
  jobs?: number;
  json?: string;
  out?: string;
  svg?: string;
  resume?: string;
  retryFailed?: boolean;
};

/** `gradus sweep`: measures a grid of settings on all cores, keeps each cell as it ends, and writes the report. */
export async function sweep(
  subject: string | undefined,
  options: SweepOptions,
  command: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const before = options.resume === undefined ? undefined : await openSweep(options.resume);
  const request = before?.result.source ?? readRequest(subject, options);
  const view = readView(options, request, before?.result.view);
  checkRequest(request, view);
  const folder = options.resume ?? options.out ?? `gradus-report/sweep-${fileName(basename(nameOf(request)))}`;
  if (before === undefined) await refuseToOverwrite(folder);
  const started = new Date();
  const pool = createPool({ size: jobsOf(request, options), device: request.device });
  const progress = createProgress(terminal.err);
  const stop = new AbortController();
  const interrupt = () => {
    progress.say("interrupted: cells under way are left out");
    stop.abort();
    pool.interrupt();
  };
  let result: SweepResult;
  try {
    const device = await pool.start();
    const fit = await check(request, pool);
    checkView(view, fit.plan.axes);
    const source = sourceOf(request, fit);
    if (request.kind === "named" && request.budget === undefined) {
      progress.say(`no budget was given: ${budgetText(defaultBudget(fit.offers))} each`);
    }
    const jobs = Math.min(jobsOf(request, options), cellsOf(fit.plan).length);
    result = {
      kind: "sweep",
      command: before?.result.command ?? command,
      source,
      subject: fit.subject,
      plan: fit.plan,
      view,
      started: before?.result.started ?? started.toISOString(),
      seconds: before?.result.seconds ?? 0,
      jobs,
      isInterrupted: true,
      provenance: provenance(device),
      cells: inPlanOrder(fit.plan, keptCells(before?.cells ?? [], options.retryFailed === true)),
    };
    if (before === undefined) await createFolder(folder, result);
    const watcher = sweepWatcher(progress, { planned: cellsOf(fit.plan).length, finished: result.cells, jobs });
    const named = [...view.measures, ...view.highest];
    checkMeasures(named, result.cells, folder);
    const keep = (cell: CellResult) => {
      appendCell(folder, cell);
      checkMeasures(named, [cell], folder);
    };
    const signal = stop.signal;
    const cells = await interruptible(interrupt, () =>
      performSweep(source, fit.plan, { pool, watcher, jobs, signal, finished: result.cells, keep }),
    );
    result.cells = cells;
    result.seconds += (Date.now() - started.getTime()) / 1000;
    result.isInterrupted = signal.aborted;
  } finally {
    progress.close();
    await pool.close();
  }
  const path = await save(result, folder, options);
  terminal.out.write(sweepTable(result, terminal.out));
  terminal.out.write(`\nreport: ${relative(process.cwd(), path) || path}\n`);
  if (result.isInterrupted) terminal.out.write(`go on with: gradus sweep --resume ${folder}\n`);
  return exitCodeOf(result);
}

const nameOf = (request: SweepRequest): string => (request.kind === "file" ? request.file : request.problem);

/** Cells on a GPU share it: more than one at a time only wait for each other. */
const jobsOf = ({ device }: SweepRequest, { jobs }: SweepOptions): number =>
  jobs ?? (device === "gpu" ? 1 : availableParallelism());

/** What a sweep is over, before anything is run. */
async function check(request: SweepRequest, pool: Pool): Promise<SweepFit> {
  const outcome = await pool.run<"check-sweep">({ kind: "check-sweep", request });
  if (outcome.status === "done") return outcome.result;
  throw outcome.status === "failed" ? errorOf(outcome.error) : new Error("the sweep was not checked");
}

function sourceOf(request: SweepRequest, { offers }: SweepFit): SweepSource {
  if (request.kind === "file") return request;
  const { budget } = request;
  return budget === undefined ? { ...request, budget: defaultBudget(offers) } : { ...request, budget };
}

/** Hours of work may stand in a folder that is unfinished: it is not begun anew by the way. */
async function refuseToOverwrite(folder: string): Promise<void> {
  const there: Opened | undefined = await openIfThere(folder);
  if (there === undefined) return;
  const { plan } = there.result;
  const [done, planned] = [inPlanOrder(plan, there.cells).length, cellsOf(plan).length];
  if (done === 0 || done === planned) return;
  throw new UsageError(
    `${folder} holds a sweep of which ${done} of ${planned} cells are done: gradus sweep --resume ${folder} goes on with it, --out takes another folder`,
  );
}

async function save(result: SweepResult, folder: string, options: SweepOptions): Promise<string> {
  await saveSweep(folder, result);
  if (options.json !== undefined) await writeInto(options.json, `${traceToJson(result)}\n`);
  // The chart library is large: it is loaded when there is something to draw.
  const { sweepPage } = await import("../report/sweep-page.ts");
  const path = await writeReport(folder, await sweepPage(result), sweepFile, result);
  const [value] = measuresOf(result);
  if (options.svg !== undefined && value !== undefined) {
    const { drawSweep, standaloneSweep } = await import("@gradus/workbench/drawing");
    const drawn = await drawSweep(result, value);
    if (drawn === undefined) return path;
    const about = { title: `${result.subject}: ${value}`, subtitle: sweepSentence(result), command: result.command };
    await writeInto(options.svg, standaloneSweep(about, drawn));
  }
  return path;
}

function exitCodeOf({ isInterrupted, cells }: SweepResult): ExitCode {
  if (isInterrupted) return exitCodes.interrupted;
  return cells.every(({ status }) => status === "done") ? exitCodes.fine : exitCodes.failed;
}
