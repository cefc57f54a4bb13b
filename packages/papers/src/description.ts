import type { Claim } from "./claim.ts";
import { type DemoDescription, describeDemo } from "./demo.ts";
import type { Experiment } from "./experiment.ts";
import type { Paper } from "./paper.ts";

/** A claim without its functions, as JSON. */
export type ClaimDescription = {
  id: string;
  says: string;
  source: string;
  reading: string | null;
  quick: ExperimentDescription;
  full: ExperimentDescription;
};

/** An experiment without its functions, as JSON. */
export type ExperimentDescription = {
  setup: string;
  trials: string[];
  criteria: { measures: string; statistic: string; required: string }[];
  remarks: { measures: string; statistic: string }[];
};

/** All that is said of a paper, as JSON. */
export type PaperDescription = Omit<Paper, "claims" | "demos"> & {
  claims: ClaimDescription[];
  demos: DemoDescription[];
};

/** A paper as plain data: what a page shows, a thread can be sent and a file can hold. */
export const describePaper = ({ claims, demos, ...paper }: Paper): PaperDescription => ({
  ...paper,
  claims: claims.map(describeClaim),
  demos: demos.map(describeDemo),
});

const describeClaim = ({ id, says, source, reading, quick, full }: Claim): ClaimDescription => ({
  id,
  says,
  source,
  reading: reading ?? null,
  quick: describeExperiment(quick),
  full: describeExperiment(full),
});

const describeExperiment = ({ setup, trials, criteria, remarks = [] }: Experiment): ExperimentDescription => ({
  setup,
  trials: trials.map(({ name }) => name),
  criteria: criteria.map(({ measures, statistic, holds }) => ({
    measures,
    statistic: statistic.kind,
    required: holds.text,
  })),
  remarks: remarks.map(({ measures, statistic }) => ({ measures, statistic: statistic.kind })),
});
