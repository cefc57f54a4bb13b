import type { TrialProgress } from "@gradus/papers";

/** One observation of a run under way, a trial's or a race's: whose it is, where it is, its budget of steps if it has one. */
export type Observation = TrialProgress;
