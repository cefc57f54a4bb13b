import { runTrial, TrialInterrupted, type TrialResult } from "@gradus/papers";
import { loadPapers } from "../papers.ts";
import type { Observation, Outcome, TrialJob } from "./jobs.ts";
import { thin } from "./thin.ts";

/** Runs one trial of a claim. */
export async function runTrialJob(
  { collection, paper: paperId, claim: claimId, scale, trial }: TrialJob,
  signal: AbortSignal,
  onProgress: (observation: Observation) => void,
): Promise<Outcome<TrialResult>> {
  const paper = (await loadPapers(collection)).find(({ id }) => id === paperId)!;
  const claim = paper.claims.find(({ id }) => id === claimId)!;
  try {
    const result = await runTrial(claim[scale], trial, { signal, onProgress });
    return { status: "done", result: { ...result, traces: result.traces.map(thin) } };
  } catch (error) {
    const isInterruption = error instanceof TrialInterrupted;
    // A trial with a loop of its own may end an interruption with an error of its own.
    if (!isInterruption && !signal.aborted) throw error;
    const { traces, checkpoint } = isInterruption ? error : { traces: [], checkpoint: undefined };
    return { status: "interrupted", traces: traces.map(thin), ...(checkpoint && { checkpoint }) };
  }
}
