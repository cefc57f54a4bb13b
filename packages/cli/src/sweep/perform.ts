import { errorOf, type Observation, type SweepSource, settingText } from "@gradus/workbench";
import { type Cell, type CellResult, cellName, inPlanOrder, type SweepPlan, sweep } from "gradus";
import type { Pool } from "../workers/pool.ts";

/** What somebody who watches a sweep is told. */
export type SweepWatcher = {
  cellStarts(name: string): void;
  observes(name: string, observation: Observation): void;
  cellEnds(name: string, result: CellResult): void;
};

export type SweepRun = {
  pool: Pool;
  watcher: SweepWatcher;
  jobs: number;
  signal: AbortSignal;
  /** Cells that are not to be measured again. */
  finished: readonly CellResult[];
  /** Told of each cell as it ends. */
  keep(result: CellResult): void;
};

/** Measures the cells of a sweep that are not finished, on all threads of the pool; returns all, in the plan's order. */
export async function performSweep(source: SweepSource, plan: SweepPlan, run: SweepRun): Promise<CellResult[]> {
  const { pool, watcher, jobs, signal, finished, keep } = run;
  const results = [...finished];
  const interruption = aborted(signal);
  const measure = async (cell: Cell) => {
    const name = nameOf(cell, plan);
    watcher.cellStarts(name);
    const measuring = pool.run<"cell">(
      { kind: "cell", source, cell },
      { onProgress: (observation) => watcher.observes(name, observation) },
    );
    // What is under way at an interruption is left out: it need not be waited for.
    const outcome = await Promise.race([measuring, interruption]);
    if (outcome?.status === "done") return outcome.result;
    throw outcome?.status === "failed" ? errorOf(outcome.error) : new Error("interrupted");
  };
  for await (const result of sweep(plan, measure, { finished, atOnce: jobs, signal })) {
    keep(result);
    results.push(result);
    watcher.cellEnds(nameOf(result, plan), result);
  }
  return inPlanOrder(plan, results);
}

const nameOf = ({ setting, seed }: Cell, { axes }: SweepPlan): string =>
  [settingText(setting, axes), `seed ${seed}`].filter((part) => part !== "").join(", ");

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });

/** The last result of each cell, without those that are to be measured again. */
export function keptCells(cells: readonly CellResult[], isRetrying: boolean): CellResult[] {
  const last = new Map(cells.map((cell) => [cellName(cell), cell]));
  return [...last.values()].filter(({ status }) => !(isRetrying && status === "failed"));
}
