import { formatSeconds } from "@gradus/workbench";
import type { CellResult } from "gradus";
import type { SweepWatcher } from "../sweep/perform.ts";
import { observationColumns, type Progress } from "./progress.ts";

export type SweepScope = { planned: number; finished: readonly CellResult[]; jobs: number };

/** Shows a sweep under way: a line for each cell at hand, and below them how many are done and the time left. */
export function sweepWatcher(progress: Progress, { planned, finished, jobs }: SweepScope): SweepWatcher {
  const start = performance.now();
  const toDo = planned - finished.length;
  const told = new Set<string>();
  let [ended, tenths] = [0, 0];
  const counts = { diverged: 0, failed: 0, done: 0 };
  for (const { status } of finished) counts[status]++;
  const summary = () =>
    [
      `${finished.length + ended} of ${planned} cells`,
      counts.diverged > 0 && `${counts.diverged} diverged`,
      counts.failed > 0 && `${counts.failed} failed`,
      ended >= Math.min(jobs, toDo) && ended < toDo && `${formatSeconds(left())} left`,
    ]
      .filter((part) => part !== false)
      .join(", ");
  const left = () => ((performance.now() - start) / 1000 / ended) * (toDo - ended);
  return {
    cellStarts(name) {
      progress.show(name, [name]);
      progress.status(summary());
    },
    observes(name, observation) {
      progress.show(name, [name, ...observationColumns(observation)]);
    },
    cellEnds(name, { status, error }) {
      ended++;
      counts[status]++;
      progress.hide(name);
      // One message for each kind of failure: a mistake in a file fails every cell.
      if (error !== undefined && !told.has(error)) progress.say(`${name}: ${error}`);
      if (error !== undefined) told.add(error);
      // Where lines cannot be redrawn, ten lines say how far it is.
      if (Math.floor((10 * ended) / toDo) > tenths) {
        tenths = Math.floor((10 * ended) / toDo);
        progress.mark(summary());
      }
      progress.status(summary());
    },
  };
}
