import {
  adam,
  type Emergence,
  emergence,
  type GroupArithmeticOptions,
  groupArithmetic,
  observe,
  type PairNetwork,
  reportAbove,
  type Trace,
} from "gradus";
import type { RunLabel, TrialContext } from "../../src/experiment.ts";
import { finalMetric } from "../../src/experiment.ts";

/** A run of Adam with coupled decay on all training pairs at once. */
export type Training = {
  label: RunLabel;
  problem: Omit<GroupArithmeticOptions, "seed">;
  learningRate: number;
  weightDecay: number;
  epochs: number;
  /** Whether it ends once 95 % of the test pairs are right. */
  untilGeneral?: boolean;
  every?: number;
};

/** Trains, reading accuracies before every tenth update, from the first on. */
export function train({ run, seed }: TrialContext, training: Training): Promise<Trace> {
  const { label, learningRate, weightDecay, epochs, untilGeneral = false, every = 10 } = training;
  const problem = groupArithmetic({ ...training.problem, seed });
  const method = adam({ learningRate, weightDecay })<PairNetwork>;
  const watched = observe(method, { every, look: (params) => problem.metrics(params) });
  return run(label, problem, watched, {
    steps: epochs,
    every,
    ...(untilGeneral && { stop: reportAbove("testAccuracy", 0.95) }),
  });
}

/** Epochs of 99 % training and 95 % test accuracy; none in a run that diverged. */
export const epochsOf = (trace: Trace): Emergence =>
  trace.status === "diverged"
    ? { memorised: Number.POSITIVE_INFINITY, generalised: Number.POSITIVE_INFINITY, delay: Number.NaN }
    : emergence(trace);

/** An accuracy at the end; 0 of a run that diverged. */
export const accuracyAtEnd = (trace: Trace, kind: "test" | "train" = "test"): number =>
  trace.status === "diverged" ? 0 : finalMetric(trace, `${kind}Accuracy`);
