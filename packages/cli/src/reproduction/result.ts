import type { Figure, LabelledTrace, Measurements, Outcome, Verdict } from "@gradus/papers";
import type { Failure } from "../exit.ts";
import type { Provenance } from "../provenance.ts";
import type { Scale } from "../workers/jobs.ts";

/** What came of a claim: the experiment's verdict, or that it failed with an error. */
export type ClaimVerdict = Verdict["verdict"] | "failed";

export type PaperFacts = {
  id: string;
  number: number;
  title: string;
  authors: string[];
  date: string;
  arxiv: string;
  venue: string;
};

/** One trial that was completed. */
type TrialFacts = { name: string; seed: number; seconds: number; measurements: Measurements };

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
  scale: Scale;
  started: string;
  seconds: number;
  jobs: number;
  isInterrupted: boolean;
  provenance: Provenance;
  claims: ClaimResult[];
};

/** The same without its traces. */
export const withoutTraces = ({ claims, ...rest }: Reproduction) => ({
  ...rest,
  claims: claims.map(({ traces: _, ...claim }) => claim),
});
