import { type LabelledTrace, type TrialResult, verdictOf } from "@gradus/papers";
import { type Failure, failureOf } from "../runs/failure.ts";
import type { PlannedClaim } from "./plan.ts";
import type { ClaimResult } from "./result.ts";

/** What a claim's trials left that were not completed. */
export type Unfinished = {
  /** The traces of trials that were interrupted. */
  traces: LabelledTrace[];
  /** The first error. */
  error: Failure | null;
};

/** Judges a claim by its completed trials. A claim of which a trial failed has failed, whatever the others measured. */
export function judgeClaim(
  { paper, claim, experiment, note }: PlannedClaim,
  results: TrialResult[],
  unfinished: Unfinished = { traces: [], error: null },
): ClaimResult {
  let { error } = unfinished;
  let judged: Pick<ClaimResult, "verdict" | "outcomes" | "remarks"> = { verdict: "failed", outcomes: [], remarks: [] };
  try {
    const { verdict, outcomes, remarks } = verdictOf(experiment, results);
    judged = { verdict: error === null ? verdict : "failed", outcomes, remarks };
  } catch (cause) {
    error ??= failureOf(cause);
  }
  const { id, number, title, authors, date, arxiv, venue } = paper;
  return {
    paper: { id, number, title, authors, date, arxiv, venue },
    id: claim.id,
    says: claim.says,
    source: claim.source,
    reading: claim.reading ?? null,
    setup: experiment.setup,
    ...judged,
    trialsPlanned: experiment.trials.length,
    trials: results.map(({ trial, seconds, measurements }) => ({ ...trial, seconds, measurements })),
    seconds: results.reduce((sum, { seconds }) => sum + seconds, 0),
    note,
    error,
    checkpoints: [],
    traces: [...results.flatMap(({ traces }) => traces), ...unfinished.traces],
  };
}
