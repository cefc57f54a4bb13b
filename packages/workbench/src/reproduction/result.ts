import type { Figure, LabelledTrace, Measurements, Outcome, Paper } from "@gradus/papers";
import type { Failure } from "../runs/failure.ts";
import type { Provenance } from "../runs/provenance.ts";
import type { ExperimentScale } from "./plan.ts";
import type { ClaimVerdict } from "./verdict.ts";

/** What a result says of its paper. */
export type PaperFacts = Pick<Paper, "id" | "number" | "title" | "authors" | "date" | "arxiv" | "venue">;

/** One trial that was completed. */
export type TrialFacts = { name: string; seed: number; seconds: number; measurements: Measurements };

/** A claim and what came of it, as JSON. */
export type ClaimResult = {
  paper: PaperFacts;
  id: string;
  says: string;
  source: string;
  reading: string | null;
  setup: string;
  verdict: ClaimVerdict;
  outcomes: Outcome[];
  remarks: Figure[];
  trialsPlanned: number;
  trials: TrialFacts[];
  /** The trials' seconds, added up. */
  seconds: number;
  /** What the reader should know about how it was run. */
  note: string | null;
  error: Failure | null;
  /** Checkpoints of runs that were interrupted, as paths in the report's folder. */
  checkpoints: string[];
  traces: LabelledTrace[];
};

/** All that a reproduction produced, as JSON: the report is drawn from this and nothing else. */
export type Reproduction = {
  kind: "reproduction";
  command: string;
  scale: ExperimentScale;
  started: string;
  seconds: number;
  jobs: number;
  isInterrupted: boolean;
  provenance: Provenance;
  claims: ClaimResult[];
};

/** A claim and what came of it, without the traces. */
export type RecordedClaim = Omit<ClaimResult, "traces">;

/** A reproduction without the traces of its runs, as `gradus reproduce --json` writes it. */
export type RecordedReproduction = Omit<Reproduction, "claims"> & { claims: RecordedClaim[] };

/** The same without its traces. */
export const reproductionWithoutTraces = ({ claims, ...rest }: Reproduction): RecordedReproduction => ({
  ...rest,
  claims: claims.map(({ traces: _, ...claim }) => claim),
});
