import { labelOf, type Observation, type RacePlan, type RaceRun, type Spec } from "@gradus/workbench";
import { saveCheckpoint } from "../checkpoints.ts";
import type { Pool } from "../workers/pool.ts";

/** What somebody who watches a race is told. */
export type RaceWatcher = {
  runStarts(contender: string, seed: number): void;
  observes(contender: string, seed: number, observation: Observation): void;
  runEnds(run: RaceRun): void;
};

/** A run that was under way when an earlier race was interrupted, or that was complete. */
export type Earlier = { run: RaceRun; checkpoint?: Uint8Array<ArrayBuffer> };

export type RaceOptions = { pool: Pool; watcher: RaceWatcher; folder: string; earlier: Earlier[] };

/**
 * Runs all contenders, one after another on one thread, so that their seconds can be compared; seed by seed, so that
 * an interrupted race has contenders to compare.
 */
export async function performRace(plan: RacePlan, options: RaceOptions): Promise<RaceRun[]> {
  const runs: RaceRun[] = [];
  for (const seed of plan.seeds) {
    for (const method of plan.methods) runs.push(await performRun(plan, method, seed, options));
  }
  return runs;
}

async function performRun(
  { problem, budget, observing }: RacePlan,
  method: Spec,
  seed: number,
  { pool, watcher, folder, earlier }: RaceOptions,
): Promise<RaceRun> {
  const contender = labelOf(method);
  const before = earlier.find(({ run }) => run.contender === contender && run.seed === seed);
  if (before?.run.state === "done") return before.run;
  const resume = before?.checkpoint;
  const outcome = await pool.run<"contender">(
    { kind: "contender", problem, method, seed, budget, observing, ...(resume && { resume }) },
    {
      onStart: () => watcher.runStarts(contender, seed),
      onProgress: (observation) => watcher.observes(contender, seed, observation),
    },
  );
  const keep = async (bytes: Uint8Array | undefined) =>
    bytes ? await saveCheckpoint(folder, bytes, contender, `seed ${seed}`) : null;
  const run: RaceRun = { contender, seed, state: "waiting", trace: null, metrics: [], error: null, checkpoint: null };
  switch (outcome.status) {
    case "skipped":
      return { ...(before?.run ?? run), checkpoint: await keep(resume) };
    case "failed":
      Object.assign(run, { state: "failed", error: outcome.error });
      break;
    case "interrupted":
      Object.assign(run, { state: "interrupted", trace: outcome.traces[0]?.trace ?? null });
      run.checkpoint = await keep(outcome.checkpoint ?? resume);
      break;
    case "done":
      Object.assign(run, { state: "done", trace: outcome.result.trace, metrics: outcome.result.metrics });
      if (outcome.result.passedOver) run.passedOver = outcome.result.passedOver;
  }
  watcher.runEnds(run);
  return run;
}
