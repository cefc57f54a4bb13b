import { type Claim, type Experiment, type Paper, seeds, type Trial } from "@gradus/papers";
import { unknownName } from "gradus";
import { UsageError } from "../exit.ts";
import { chosenClaims, findPaper } from "../papers.ts";
import type { Scale } from "../workers/jobs.ts";

/** A claim that will be checked, with its experiment as it will be run. */
export type PlannedClaim = { paper: Paper; claim: Claim; experiment: Experiment; note: string | null };

export type PlanOptions = { scale: Scale; claims: readonly string[]; seeds: readonly number[] | undefined };

/** The claims of the named papers, in order. @throws {UsageError} on an unknown paper or claim. */
export function planClaims(collection: Paper[], names: readonly string[], options: PlanOptions): PlannedClaim[] {
  const papers = names.includes("all") ? collection : [...new Set(names)].map((name) => findPaper(collection, name));
  if (papers.length === 0) throw new UsageError("there are no papers to reproduce");
  const known = papers.flatMap((paper) => paper.claims.map(({ id }) => id));
  const unknown = options.claims.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new UsageError(unknownName("claim", unknown, known));
  return papers.flatMap((paper) =>
    chosenClaims(paper, options.claims).map((claim) => plan(paper, claim, options.scale, options.seeds)),
  );
}

function plan(paper: Paper, claim: Claim, scale: Scale, values: readonly number[] | undefined): PlannedClaim {
  const experiment = claim[scale];
  if (values === undefined) return { paper, claim, experiment, note: null };
  if (!experiment.trials.every(isSeed)) {
    return { paper, claim, experiment, note: "its trials are named cases: the seeds that were given do not apply" };
  }
  const note = `seeds ${values.join(", ")} in place of its own`;
  return { paper, claim, experiment: { ...experiment, trials: seeds(...values) }, note };
}

const isSeed = (trial: Trial): boolean => trial.name === seeds(trial.seed)[0]!.name;
