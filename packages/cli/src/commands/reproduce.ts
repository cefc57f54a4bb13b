import { availableParallelism } from "node:os";
import { relative } from "node:path";
import {
  type ClaimResult,
  type PlannedClaim,
  type Reproduction,
  reproductionWithoutTraces,
  verdictSentence,
} from "@gradus/workbench";
import type { Device } from "gradus";
import { traceToJson } from "gradus";
import { type ExitCode, exitCodes } from "../exit.ts";
import { interruptible } from "../interruption.ts";
import { loadPapers } from "../papers.ts";
import { provenance } from "../provenance.ts";
import { writeInto, writeReport } from "../report/write-report.ts";
import { nameOf, perform } from "../reproduction/perform.ts";
import { planClaims } from "../reproduction/plan.ts";
import { createProgress } from "../terminal/progress.ts";
import { reproductionTable } from "../terminal/reproduction-table.ts";
import { reproductionWatcher } from "../terminal/reproduction-watcher.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { createPool } from "../workers/pool.ts";

export type ReproduceOptions = {
  full?: boolean;
  claim?: string[];
  seeds?: number[];
  device: Device;
  jobs?: number;
  json?: string;
  traces?: boolean;
  out?: string;
  svg?: string;
  papers?: string;
};

/** `gradus reproduce`: runs claims, shows progress, prints the verdicts and writes the report. */
export async function reproduce(
  names: string[],
  options: ReproduceOptions,
  command: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const scale = options.full ? "full" : "quick";
  const collection = await loadPapers(options.papers);
  const plan = planClaims(collection, names, { scale, claims: options.claim ?? [], seeds: options.seeds });
  const trials = plan.reduce((sum, { experiment }) => sum + experiment.trials.length, 0);
  // Contenders on a GPU share it: more than one at a time only wait for each other.
  const parallel = options.device === "gpu" ? 1 : availableParallelism();
  const jobs = Math.max(1, Math.min(options.jobs ?? parallel, trials));
  const folder = options.out ?? `gradus-report/reproduce-${subjectOf(plan, names)}`;

  const started = new Date();
  const pool = createPool({ size: jobs, device: options.device });
  const progress = createProgress(terminal.err);
  let isInterrupted = false;
  const interrupt = () => {
    isInterrupted = true;
    progress.say("interrupted: running trials end after the step at hand; once more to leave at once");
    pool.interrupt();
  };
  const watcher = reproductionWatcher(progress, trials, terminal.err.paint);
  let claims: ClaimResult[];
  let device: string;
  try {
    device = await pool.start();
    claims = await interruptible(interrupt, () =>
      perform(plan, { pool, watcher, scale, collection: options.papers, folder }),
    );
  } finally {
    progress.close();
    await pool.close();
  }

  const result: Reproduction = {
    kind: "reproduction",
    command,
    scale,
    started: started.toISOString(),
    seconds: (Date.now() - started.getTime()) / 1000,
    jobs,
    isInterrupted,
    provenance: provenance(device),
    claims,
  };
  const path = await save(result, folder, options);
  terminal.out.write(reproductionTable(result, terminal.out));
  terminal.out.write(`\nreport: ${relative(process.cwd(), path) || path}\n`);
  return exitCodeOf(result);
}

async function save(result: Reproduction, folder: string, options: ReproduceOptions): Promise<string> {
  // The chart library is large: it is loaded when there is something to draw.
  const { reproductionPage } = await import("../report/reproduction-page.ts");
  const path = await writeReport(folder, await reproductionPage(result), "results", result);
  if (options.json !== undefined) {
    await writeInto(options.json, `${traceToJson(options.traces ? result : reproductionWithoutTraces(result))}\n`);
  }
  const drawn = result.claims.find(({ traces }) => traces.length > 0);
  if (options.svg !== undefined && drawn !== undefined) {
    const { standaloneChart } = await import("@gradus/workbench/drawing");
    const about = { title: drawn.says, subtitle: verdictSentence(drawn), command: result.command };
    await writeInto(options.svg, await standaloneChart(about, drawn.traces));
  }
  return path;
}

/** The folder's name: the papers', where they are few. */
function subjectOf(plan: PlannedClaim[], names: string[]): string {
  if (names.includes("all")) return "all";
  const ids = [...new Set(plan.map((planned) => nameOf(planned).split("/")[0]!))];
  return ids.length <= 3 ? ids.join("-") : `${ids.length}-papers`;
}

function exitCodeOf({ isInterrupted, claims }: Reproduction): ExitCode {
  if (isInterrupted) return exitCodes.interrupted;
  return claims.every(({ verdict }) => verdict === "holds") ? exitCodes.fine : exitCodes.failed;
}
