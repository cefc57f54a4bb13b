import type { Paper } from "@gradus/papers";
import { type ExperimentScale, type PlannedClaim, planClaim } from "@gradus/workbench";
import { unknownName } from "gradus";
import { UsageError } from "../exit.ts";
import { chosenClaims, findRunnablePaper } from "../papers.ts";

export type PlanOptions = { scale: ExperimentScale; claims: readonly string[]; seeds: readonly number[] | undefined };

/** The claims of the named papers, in order. @throws {UsageError} on an unknown paper or claim. */
export function planClaims(collection: Paper[], names: readonly string[], options: PlanOptions): PlannedClaim[] {
  const papers = names.includes("all")
    ? collection
    : [...new Set(names)].map((name) => findRunnablePaper(collection, name));
  if (papers.length === 0) throw new UsageError("there are no papers to reproduce");
  const known = papers.flatMap((paper) => paper.claims.map(({ id }) => id));
  const unknown = options.claims.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new UsageError(unknownName("claim", unknown, known));
  return papers.flatMap((paper) =>
    chosenClaims(paper, options.claims).map((claim) => planClaim(paper, claim, options.scale, options.seeds)),
  );
}
