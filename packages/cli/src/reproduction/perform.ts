import type { LabelledTrace, Trial, TrialResult } from "@gradus/papers";
import { recorded } from "@gradus/papers/recorded";
import {
  type ClaimResult,
  type ExperimentScale,
  type Failure,
  judgeClaim,
  type Observation,
  type PlannedClaim,
} from "@gradus/workbench";
import { saveCheckpoint } from "../checkpoints.ts";
import type { Pool } from "../workers/pool.ts";

/** What somebody who watches a reproduction is told. */
export type Watcher = {
  claimStarts(name: string, trials: number): void;
  observes(name: string, trial: Trial, observation: Observation): void;
  trialEnds(name: string, trial: Trial): void;
  claimEnds(name: string, result: ClaimResult): void;
};

export type PerformOptions = {
  pool: Pool;
  watcher: Watcher;
  scale: ExperimentScale;
  collection: string | undefined;
  /** The report's folder: interrupted runs leave checkpoints in it. */
  folder: string;
};

export const nameOf = ({ paper, claim }: PlannedClaim): string => `${paper.id}/${claim.id}`;

/**
 * Runs all trials of all claims on a pool, the longest first, so that none is left to run alone at the end. Results are
 * in the order of the plan, whatever order trials end in.
 */
export async function perform(plan: PlannedClaim[], options: PerformOptions): Promise<ClaimResult[]> {
  const order = plan.toSorted((a, b) => usualSeconds(b, options.scale) - usualSeconds(a, options.scale));
  const results = await Promise.all(order.map((planned) => performClaim(planned, options)));
  return plan.map((planned) => results[order.indexOf(planned)]!);
}

/** What a trial of a claim took when its verdict was recorded; 0 where that is not known. */
function usualSeconds({ paper, claim, experiment }: PlannedClaim, scale: ExperimentScale): number {
  const record = scale === "quick" ? recorded[paper.id] : undefined;
  const seconds = record?.claims.find(({ id }) => id === claim.id)?.seconds ?? 0;
  return seconds / experiment.trials.length;
}

type Partial = { traces: LabelledTrace[]; checkpoint?: Uint8Array; trial: Trial };

async function performClaim(planned: PlannedClaim, options: PerformOptions): Promise<ClaimResult> {
  const { paper, claim, experiment } = planned;
  const { pool, watcher, scale, collection } = options;
  const name = nameOf(planned);
  const interrupted: Partial[] = [];
  let error: Failure | null = null;
  let hasStarted = false;

  const runOne = async (trial: Trial): Promise<TrialResult | undefined> => {
    const outcome = await pool.run<"trial">(
      { kind: "trial", collection, paper: paper.id, claim: claim.id, scale, trial },
      {
        isWanted: () => error === null,
        onStart() {
          if (!hasStarted) watcher.claimStarts(name, experiment.trials.length);
          hasStarted = true;
        },
        onProgress: (observation) => watcher.observes(name, trial, observation),
      },
    );
    watcher.trialEnds(name, trial);
    if (outcome.status === "failed") error ??= outcome.error;
    if (outcome.status === "interrupted") interrupted.push({ ...outcome, trial });
    return outcome.status === "done" ? outcome.result : undefined;
  };

  const results = (await Promise.all(experiment.trials.map(runOne))).filter((result) => result !== undefined);
  const checkpoints = await saveCheckpoints(name, interrupted, options.folder);
  const unfinished = { traces: interrupted.flatMap(({ traces }) => traces), error };
  const complete = { ...judgeClaim(planned, results, unfinished), checkpoints };
  if (hasStarted) watcher.claimEnds(name, complete);
  return complete;
}

async function saveCheckpoints(name: string, interrupted: Partial[], folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const { checkpoint, trial, traces } of interrupted) {
    if (checkpoint === undefined) continue;
    const { contender = "run", setting = "" } = traces.at(-1) ?? {};
    files.push(await saveCheckpoint(folder, checkpoint, name, trial.name, contender, setting));
  }
  return files;
}
