import { type Claim, type Experiment, type Paper, seeds, type Trial } from "@gradus/papers";

/** A claim's two experiments. */
export type ExperimentScale = "quick" | "full";

/** A claim that will be checked, with its experiment as it will be run. */
export type PlannedClaim = { paper: Paper; claim: Claim; experiment: Experiment; note: string | null };

/** Plans a claim's experiment, with other seeds in place of its own where they are given and apply. */
export function planClaim(
  paper: Paper,
  claim: Claim,
  scale: ExperimentScale,
  values?: readonly number[],
): PlannedClaim {
  const experiment = claim[scale];
  if (values === undefined) return { paper, claim, experiment, note: null };
  if (!experiment.trials.every(isSeed)) {
    return { paper, claim, experiment, note: "its trials are named cases: the seeds that were given do not apply" };
  }
  const note = `seeds ${values.join(", ")} in place of its own`;
  return { paper, claim, experiment: { ...experiment, trials: seeds(...values) }, note };
}

const isSeed = (trial: Trial): boolean => trial.name === seeds(trial.seed)[0]!.name;
