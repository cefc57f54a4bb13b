import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { compile } from "../../engine/compile.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import type { Aggregator, Memory } from "./aggregator.ts";
import { combineBy, geometryOf, packDecision, readGeometry } from "./task-gradients.ts";

/** The state of an aggregator in a user's own loop. */
export type AggregationState = { update: number; seed: number; memory: Memory; arrays: Tree };

/** One direction of several gradients, and how it came about. */
export type Aggregated = {
  /** In the shapes of the parameters. The caller owns it. */
  direction: Tree;
  /** w_k of d = Σ_k w_k g_k, for aggregators that weigh whole gradients. */
  weights: Float64Array;
  diagnostics: Record<string, number>;
  state: AggregationState;
};

/** An aggregator standing on its own, for a loop that the user writes. */
export interface Aggregation {
  readonly aggregator: Aggregator;
  /** The state before the first update. Borrows the task gradients, of which it reads the shapes. */
  init(taskGradients: Tree, seed?: number): AggregationState;
  /**
   * One direction of task gradients: a tree in which each array has the task as its first axis, K × shape of the
   * parameter. Consumes state and gradients. Losses are needed by aggregators that look at them.
   */
  aggregate(state: AggregationState, taskGradients: Tree, losses?: ArrayLike<number>): Promise<Aggregated>;
  /** Tells the losses before and after an update on the same batch, to those that learn from them (FAMO). */
  observe(state: AggregationState, before: ArrayLike<number>, after: ArrayLike<number>): AggregationState;
  /** Frees compiled programs. */
  dispose(): void;
}

/**
 * Compiles an aggregator for use in a user's own loop.
 *
 * Lengths and angles are computed over all arrays together, read to the host, and the aggregator decides there in
 * float64; the combination is a second compiled program.
 *
 * @throws {OptionError} if arrays differ in their number of tasks, or losses are missing that the aggregator needs.
 * @example
 * const surgery = aggregation(pcgradAggregator());
 * const gradients = np.array([[1, 1], [-1, 0]]);
 * const { direction } = await surgery.aggregate(surgery.init(gradients), gradients);
 */
export function aggregation(aggregator: Aggregator): Aggregation {
  const { name, looksAt } = aggregator;
  const geometry = compile((gradients: np.Array[]) => {
    const numbers = geometryOf(gradients, looksAt === "angles");
    tree.dispose(gradients);
    return numbers;
  });
  const combine = compile((gradients: np.Array[], packed: np.Array, arrays: Tree, drawn: np.Array[]) => {
    const result = combineBy(aggregator, { gradients, packed, arrays, drawn });
    tree.dispose(drawn);
    return [result.direction, result.arrays] as const;
  });

  return {
    aggregator,
    init(taskGradients, seed = 0) {
      const blocks = blocksOf(name, tree.ref(taskGradients));
      const state = {
        update: 0,
        seed,
        memory: aggregator.remember(blocks[0]!.shape[0]!),
        arrays: aggregator.arrays?.(blocks) ?? [],
      };
      tree.dispose(blocks);
      return state;
    },
    async aggregate({ update, seed, memory, arrays }, taskGradients, losses) {
      const [leaves, definition] = tree.flatten<np.Array>(taskGradients);
      const shapes = leaves.map(({ shape }) => shape.slice(1));
      const dtype = tree.dtypeOf(taskGradients);
      const blocks = blocksOf(name, taskGradients);
      const K = blocks[0]!.shape[0]!;
      if (losses !== undefined && losses.length !== K) {
        throw new OptionError(`${name}: losses must be ${K} numbers, one a task, got ${losses.length}`);
      }
      if (losses === undefined && looksAt === "losses" && aggregator.observe) {
        throw new OptionError(`${name}: losses must be ${K} numbers, one a task, got nothing`);
      }
      const numbers = Float64Array.from(await geometry(tree.ref(blocks) as np.Array[]).data());
      const view = {
        update,
        seed,
        losses: losses ? Float64Array.from(losses) : new Float64Array(K).fill(Number.NaN),
        ...readGeometry(numbers, K),
        roundingUnit: dtype === np.float64 ? 2 ** -52 : 2 ** -23,
      };
      const decision = aggregator.decide(view, memory);
      const widths = blocks.map(({ shape }) => shape[1]!);
      const drawn = aggregator.draw?.(widths, dtype, { update, seed }) ?? [];
      const [direction, next] = combine(blocks, packDecision(decision, dtype), arrays, drawn);
      return {
        direction: tree.unflatten(
          definition,
          direction.map((d, i) => d.reshape(shapes[i]!)),
        ) as Tree,
        weights: decision.weights,
        diagnostics: decision.diagnostics,
        state: { update: update + 1, seed, memory: decision.memory, arrays: next },
      };
    },
    observe(state, before, after) {
      if (!aggregator.observe) return state;
      const memory = aggregator.observe(Float64Array.from(before), Float64Array.from(after), state.memory);
      return { ...state, memory };
    },
    dispose() {
      geometry.dispose();
      combine.dispose();
    },
  };
}

/** Each array as a matrix with a row a task. Consumes the gradients. */
function blocksOf(name: string, taskGradients: Tree): np.Array[] {
  const leaves = tree.leaves<np.Array>(taskGradients);
  const counts = [...new Set(leaves.map(({ shape }) => shape[0] ?? 0))];
  if (counts.length !== 1 || counts[0] === 0) {
    throw new OptionError(
      `${name}: every array of the gradients must have the tasks as its first axis, got ${counts.join(" and ") || "no arrays"}`,
    );
  }
  return leaves.map((leaf) => leaf.reshape([leaf.shape[0]!, leaf.size / leaf.shape[0]!]));
}
