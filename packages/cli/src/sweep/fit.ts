import {
  checkFit,
  type Ending,
  type Observation,
  pairingOf,
  planOf,
  runCell,
  type SweepSource,
} from "@gradus/workbench";
import { type Cell, cellsOf, type SweepPlan } from "gradus";
import { importSweep } from "./own-sweep.ts";
import type { SweepRequest } from "./request.ts";

/* What a worker does for a sweep: it opens problems and files, which the main thread does not. */

/** What a sweep is over. */
export type SweepFit = {
  subject: string;
  plan: SweepPlan;
  /** What the problem offers to methods; empty for a file, which has no problem. */
  offers: string[];
};

type OpenProblem = (text: string) => Promise<object>;

/** Reads and checks a sweep's plan. @throws {GradusError} if a file, an option or a pair of problem and method is wrong. */
export async function fitSweep(request: SweepRequest, problemOf: OpenProblem): Promise<SweepFit> {
  if (request.kind === "file") {
    const { plan } = await importSweep(request.file);
    const chosen = { ...plan, ...(request.seeds && { seeds: request.seeds }) };
    cellsOf(chosen);
    return { subject: request.file.replace(/^\.\//, ""), plan: chosen, offers: [] };
  }
  const plan = planOf(request);
  const pairings = cellsOf({ ...plan, seeds: [0] }).map(({ setting }) => pairingOf(request, setting));
  // Problems of other settings are not made before their turn: they may hold data sets.
  const [first] = pairings;
  const methods = pairings.filter(({ problem }) => problem === first!.problem).map(({ method }) => method);
  const { problem, offers } = checkFit(await problemOf(first!.problem), methods);
  return { subject: problem, plan, offers };
}

/** Measures one cell, by the catalogue or by a file's own function. */
export async function measureCell(
  source: SweepSource,
  cell: Cell,
  on: { problemOf: OpenProblem; signal: AbortSignal; onProgress(observation: Observation): void },
): Promise<Ending<Record<string, number>>> {
  if (source.kind === "named") {
    const problem = await on.problemOf(pairingOf(source, cell.setting).problem);
    return runCell(problem, source, cell, on.signal, on.onProgress);
  }
  const { measure } = await importSweep(source.file);
  return { status: "done", result: await measure(cell, on.signal) };
}
