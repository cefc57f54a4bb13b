import { type Claim, type Paper, papers } from "@gradus/papers";
import { type ClaimResult, judgeClaim, performTrial, planClaim } from "@gradus/workbench";
import { unknownName } from "gradus";
import { EngineError, stopped } from "./failure.ts";
import { observer } from "./pace.ts";
import type { JobHandlers } from "./protocol.ts";

/** A paper that can be run. */
export function paperOf(id: string): Paper {
  const paper = papers.find((other) => other.id === id);
  if (paper !== undefined) return paper;
  const ids = papers.map((other) => other.id);
  throw new EngineError({ name: "UnknownName", message: unknownName("paper", id, ids) });
}

function claimOf(paper: Paper, id: string): Claim {
  const claim = paper.claims.find((other) => other.id === id);
  if (claim !== undefined) return claim;
  const ids = paper.claims.map((other) => other.id);
  throw new EngineError({ name: "UnknownName", message: unknownName("claim", id, ids) });
}

/** One trial of a claim. @throws {EngineError} "Stopped" if it was stopped: half a trial measures nothing. */
export const trial: JobHandlers["trial"] = async ({ paper, claim, scale, trial: name }, { signal, report }) => {
  const { [scale]: experiment } = claimOf(paperOf(paper), claim);
  const trial = experiment.trials.find((other) => other.name === name);
  if (trial === undefined) {
    const names = experiment.trials.map((other) => other.name);
    throw new EngineError({ name: "UnknownName", message: unknownName("trial", name, names) });
  }
  const { observe, end } = observer(report);
  const ending = await performTrial(experiment, trial, signal, observe);
  await end();
  if (ending.status === "interrupted") throw stopped();
  return ending.result;
};

/** Judges a claim by the trials that were completed. */
export const judge: JobHandlers["judge"] = ({ paper: paperId, claim, scale, results }) => {
  const paper = paperOf(paperId);
  const planned = planClaim(paper, claimOf(paper, claim), scale);
  const withTraces = results.map((result) => ({ ...result, traces: [] }));
  const { traces: _, ...judged }: ClaimResult = judgeClaim(planned, withTraces);
  return judged;
};
