import { type Experiment, runTrial, type Trial, TrialInterrupted, type TrialResult } from "@gradus/papers";
import type { Ending } from "../runs/ending.ts";
import type { Observation } from "../runs/observation.ts";
import { thin } from "../runs/thin.ts";

/** Runs one trial of a claim's experiment. `onProgress` is told every step. */
export async function performTrial(
  experiment: Experiment,
  trial: Trial,
  signal: AbortSignal,
  onProgress: (observation: Observation) => void,
): Promise<Ending<TrialResult>> {
  try {
    const result = await runTrial(experiment, trial, { signal, onProgress });
    return { status: "done", result: { ...result, traces: result.traces.map((labelled) => thin(labelled)) } };
  } catch (error) {
    const isInterruption = error instanceof TrialInterrupted;
    // A trial with a loop of its own may end an interruption with an error of its own.
    if (!isInterruption && !signal.aborted) throw error;
    const { traces, checkpoint } = isInterruption ? error : { traces: [], checkpoint: undefined };
    return {
      status: "interrupted",
      traces: traces.map((labelled) => thin(labelled)),
      ...(checkpoint && { checkpoint }),
    };
  }
}
