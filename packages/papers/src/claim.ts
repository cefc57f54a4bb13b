import type { Experiment } from "./experiment.ts";

/** One sentence of a paper that could be false, and how it is checked. */
export type Claim = {
  /** Short name, unique within the paper: "toy-functions". */
  id: string;
  /** The sentence. */
  says: string;
  /** Where the paper says it: "abstract", "Table 2", "Theorem 4.1". */
  source: string;
  /** Seconds on two cores. */
  quick: Experiment;
  /** The nearest feasible to the paper's own experiment. */
  full: Experiment;
  /** How the verdict is to be read: what the set-up shows and what it does not. */
  reading?: string;
};

/** Something that a reader of the paper alone would not know. */
export type Finding = {
  says: string;
  /** How it was established: what was run, or which sources were compared. */
  established: string;
};

/** A named claim. */
export const claim = (parts: Claim): Claim => parts;
