import { numpy as np, random } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import {
  type HasBatches,
  type HasInitial,
  type HasSharedParameters,
  type HasTaskLosses,
  requireCapabilities,
} from "../../core/problem.ts";
import { seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import { chain } from "../../transforms/chain.ts";
import { onSelected } from "../../transforms/masked.ts";
import { packNumbers, reportsOf, type Transformation } from "../../transforms/transformation.ts";
import { cachedStream } from "../batch-stream.ts";
import type { Aggregator, Memory } from "./aggregator.ts";
import { packDecision, sharedLeaves } from "./task-gradients.ts";
import { type TaskPrograms, taskPrograms } from "./task-programs.ts";

/** A problem with several losses of the same parameters. */
export type TaskProblem<P, B> = HasInitial<P> &
  HasTaskLosses<P, B> &
  Partial<HasBatches<B>> &
  Partial<HasSharedParameters>;

/** The state of a run: parameters, and losses and gradients at them. */
export type TaskState<P> = {
  step: number;
  seed: number;
  gradientCalls: number;
  lossCalls: number;
  params: P;
  /** Losses, lengths and cosines as the compiled program gave them. */
  seen: Float64Array;
  /** K × n_l for each shared array; nothing for aggregators that look at losses alone. */
  gradients: np.Array[];
  /** The gradient of the summed loss for each array that belongs to a task. */
  own: np.Array[];
  inner: Tree;
  memory: Memory;
  arrays: Tree;
  diagnostics: Record<string, number>;
};

/** A multi-task method: for any problem with task losses. */
export type TaskMethod = <P extends Tree, B = undefined>(problem: TaskProblem<P, B>) => Iteration<TaskState<P>, P>;

export type DescendTasksOptions = {
  /** Multiply the direction by the number of tasks, so that a mean of gradients is as long as their sum. Default false. */
  scaleByTasks?: boolean;
  /** A transformation of the shared part of the direction alone, before the other: clipping, in most papers. */
  beforehand?: Transformation;
};

/**
 * Makes a method of an aggregator and a gradient transformation.
 *
 *     θ_0 = initial(key),  g_k = ∇L_k(θ_0) for each task k
 *     d = aggregator(g_1, …, g_K),  u = transformation(d),  θ ← θ + u
 *
 * The aggregator sees the parameters that the problem calls shared, all of them as one vector; the others get the
 * gradient of Σ_k L_k, and both go through the transformation together. The objective is Σ_k L_k. Each task's loss is
 * reported as loss1, loss2, …
 *
 * A step is one compiled program (combination, update, all losses and gradients at the new parameters) and one read of a
 * few numbers a task. Where an aggregator looks at losses alone, the gradient is one backward pass through Σ_k w_k L_k,
 * and the losses are evaluated anew at the new parameters.
 *
 * A gradient that is not finite ends the run as diverged. On a problem without batches the run has finished where every
 * gradient is 0.
 *
 * Cost per step: K gradients (one and one loss for those that look at losses alone, two losses with batches if they
 * compare losses before and after a step); memory: K n numbers, the aggregator's and the transformation's.
 *
 * @throws {CapabilityError} if the problem has no `taskLosses` or no `initial`.
 * @example
 * const method = descendTasks("surgery", samGsAggregator(), chain(clipByGlobalNorm(1), scaleByLearningRate(0.1)));
 */
export function descendTasks(
  name: string,
  aggregator: Aggregator,
  transformation: Transformation,
  options: DescendTasksOptions = {},
): TaskMethod {
  const method = <P extends Tree, B>(problem: TaskProblem<P, B>) => {
    requireCapabilities(name, problem, ["initial", "taskLosses"]);
    return iterate(aggregator, withBeforehand(transformation, problem, options.beforehand), problem, options);
  };
  return named(name, method) as TaskMethod;
}

function withBeforehand<P extends Tree, B>(
  transformation: Transformation,
  problem: TaskProblem<P, B>,
  beforehand?: Transformation,
): Transformation {
  if (!beforehand) return transformation;
  return chain(
    onSelected(beforehand, (params) => sharedLeaves(problem, params)),
    transformation,
  );
}

function iterate<P extends Tree, B>(
  aggregator: Aggregator,
  transformation: Transformation,
  problem: TaskProblem<P, B>,
  options: DescendTasksOptions,
): Iteration<TaskState<P>, P> {
  const programs: TaskPrograms<P> = taskPrograms(aggregator, transformation, problem, options);
  const stream = cachedStream(problem);
  const ofLosses = aggregator.looksAt === "losses";
  const comparesOnBatch = aggregator.observe !== undefined && problem.batches !== undefined;

  return {
    async init(seed) {
      const params = problem.initial(random.key(seedFor(seed, "initial")));
      const pulled = await programs.evaluate(params, stream.batch(seed, 0));
      const K = programs.tasksOf(pulled.seen);
      return {
        step: 0,
        seed,
        gradientCalls: ofLosses ? 0 : K,
        lossCalls: ofLosses ? 1 : 0,
        params,
        ...pulled,
        inner: transformation.init(params),
        memory: aggregator.remember(K),
        arrays: aggregator.arrays?.(pulled.gradients) ?? [],
        diagnostics: {},
      };
    },

    async step(state) {
      const { step, seed, params, seen, gradients } = state;
      const K = programs.tasksOf(seen);
      const dtype = tree.dtypeOf(params);
      const { losses, norms, cosines } = programs.read(seen, K);
      const roundingUnit = dtype === np.float64 ? 2 ** -52 : 2 ** -23;
      const view = { update: step, seed, losses, norms, cosines, roundingUnit };
      const decision = aggregator.decide(view, state.memory);
      const widths = gradients.map(({ shape }) => shape[1]!);
      const next = await programs.advance({
        ...state,
        value: losses.reduce((sum, loss) => sum + loss, 0),
        packed: packDecision(decision, dtype),
        drawn: aggregator.draw?.(widths, dtype, { update: step, seed }) ?? [],
        numbers: packNumbers(transformation.numbers?.(step + 1), dtype),
        batch: stream.batch(seed, step),
        nextBatch: stream.batch(seed, step + 1),
        comparesOnBatch,
      });
      const after = next.lossesAfter ?? next.seen.slice(0, K);
      return {
        step: step + 1,
        seed,
        gradientCalls: state.gradientCalls + (ofLosses ? 1 : K),
        lossCalls: state.lossCalls + (ofLosses ? 1 : 0) + (comparesOnBatch ? 1 : 0),
        params: next.params,
        seen: next.seen,
        gradients: next.gradients,
        own: next.own,
        inner: next.inner,
        memory: aggregator.observe?.(losses, after, decision.memory) ?? decision.memory,
        arrays: next.arrays,
        diagnostics: decision.diagnostics,
      };
    },

    async measure({ step, seen, gradientCalls, lossCalls, inner, diagnostics }) {
      const K = programs.tasksOf(seen);
      const { losses } = programs.read(seen, K);
      return {
        objective: seen.every(Number.isFinite) ? losses.reduce((sum, loss) => sum + loss, 0) : Number.NaN,
        calls: { gradient: gradientCalls, ...(lossCalls > 0 && { loss: lossCalls }) },
        ...Object.fromEntries(Array.from(losses, (loss, k) => [`loss${k + 1}`, loss])),
        ...diagnostics,
        ...(await reportsOf(transformation, inner, step)),
      };
    },
    answer({ params, inner }) {
      return (transformation.answer?.(tree.ref(params), tree.ref(inner)) as P | undefined) ?? tree.ref(params);
    },
    finished({ seen }) {
      if (problem.batches || ofLosses) return undefined;
      return programs.isStationary(seen) ? "every task's gradient is 0" : undefined;
    },
    dispose() {
      stream.dispose();
      programs.dispose();
    },
  };
}
