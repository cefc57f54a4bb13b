import { random } from "@jax-js/jax";
import type { Iteration } from "../../core/method.ts";
import { type HasBatches, type HasInitial, type HasResiduals, requireCapabilities } from "../../core/problem.ts";
import { seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import { cachedStream } from "../batch-stream.ts";
import { type ConditionOptions, type Conditions, conditionPrograms } from "./jacobian.ts";

/** A problem whose loss is half the mean square of residuals. */
export type ResidualProblem<P, B> = HasInitial<P> & HasResiduals<P, B> & Partial<HasBatches<B>>;

/** The state of a run: parameters, the objective at them on their batch, and what the method remembers. */
export type ConditionsState<P, Memory extends MemoryTree> = {
  step: number;
  seed: number;
  gradientCalls: number;
  lossCalls: number;
  params: P;
  value: number;
  /** Why the last step did not move, or "". */
  outcome: string;
  /** Numbers of the method's own about the last step. */
  reports: Record<string, number>;
  memory: Memory;
};

/** What a method may remember. */
export type MemoryTree = { [name: string]: number | Float64Array };

/** What a step looks at. */
export type StepContext = {
  /** Steps made before. */
  step: number;
  seed: number;
  /** The conditions at the parameters on the step's batch. */
  conditions: Conditions;
  /** The objective there. */
  value: number;
  /** Entries of each array of the parameters. */
  sizes: number[];
  /** 2⁻⁵² or 2⁻²³. */
  roundingUnit: number;
  /** The objective on the step's batch after an update. */
  valueAfter(update: Float64Array): Promise<number>;
};

/** What a step makes of it. */
export type StepResult<Memory> = {
  /** What is added to the parameters, in the order of `toVector`. */
  update: Float64Array;
  memory: Memory;
  reports: Record<string, number>;
  /** Why nothing is left to do, on a problem without batches; "" otherwise. */
  outcome?: string;
  /** Gradients that the step took, each through the batch once: one mapped over samples counts as one. Default 1. */
  gradients?: number;
};

/** A rule for steps from linearized conditions. */
export type StepRule<Memory extends MemoryTree> = {
  name: string;
  conditions: ConditionOptions;
  /** What it remembers before the first step, for so many parameters. */
  remember(parameters: number): Memory;
  step(context: StepContext, memory: Memory): Promise<StepResult<Memory>>;
};

/**
 * Puts a rule to work on a problem. The objective at the new point, on the next batch, is shown after each step; the
 * next step evaluates the same residuals again for their derivatives, and both count as one gradient.
 */
export function iterateConditions<P extends Tree, B, Memory extends MemoryTree>(
  rule: StepRule<Memory>,
  problem: ResidualProblem<P, B>,
): Iteration<ConditionsState<P, Memory>, P> {
  requireCapabilities(rule.name, problem, ["initial", "residuals"]);
  const programs = conditionPrograms<P, B>(problem, rule.conditions);
  const stream = cachedStream(problem);

  return {
    async init(seed) {
      const params = problem.initial(random.key(seedFor(seed, "initial")));
      const value = await programs.objective(params, stream.batch(seed, 0));
      const memory = rule.remember(tree.size(params));
      return { step: 0, seed, gradientCalls: 1, lossCalls: 0, params, value, outcome: "", reports: {}, memory };
    },
    async step({ step, seed, gradientCalls, lossCalls, params, value, memory }) {
      const batch = stream.batch(seed, step);
      let losses = 0;
      const context: StepContext = {
        step,
        seed,
        conditions: await programs.at(params, batch),
        value,
        sizes: tree.leaves<{ size: number }>(params as never).map(({ size }) => size),
        roundingUnit: tree.dtypeOf(params) === "float64" ? 2 ** -52 : 2 ** -23,
        async valueAfter(update) {
          losses++;
          const moved = await programs.move(params, update, tree.ref(batch) as Tree[]);
          tree.dispose(moved.params);
          return moved.value;
        },
      };
      try {
        const { update, outcome = "", reports, gradients = 1, memory: next } = await rule.step(context, memory);
        const moved = await programs.move(params, update, stream.batch(seed, step + 1));
        tree.dispose(params);
        return {
          step: step + 1,
          seed,
          gradientCalls: gradientCalls + gradients,
          lossCalls: lossCalls + losses,
          params: moved.params,
          value: moved.value,
          outcome,
          reports,
          memory: next,
        };
      } finally {
        tree.dispose(batch);
      }
    },
    measure: ({ gradientCalls, lossCalls, value, reports }) => ({
      objective: value,
      calls: { gradient: gradientCalls, ...(lossCalls > 0 && { loss: lossCalls }) },
      ...reports,
    }),
    answer: ({ params }) => tree.ref(params),
    finished: ({ outcome }) => (problem.batches ? undefined : outcome || undefined),
    dispose() {
      stream.dispose();
      programs.dispose();
    },
  };
}
