import { numpy as np } from "@jax-js/jax";
import type { HasSharedParameters, HasTaskLosses } from "../../core/problem.ts";
import { type Compiled, compile } from "../../engine/compile.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import { applyUpdates, type Transformation, unpackNumbers } from "../../transforms/transformation.ts";
import type { Aggregator } from "./aggregator.ts";
import {
  combineBy,
  geometryOf,
  type Pulled,
  pullEach,
  pullWeighted,
  readGeometry,
  sharedLeaves,
  splitBy,
} from "./task-gradients.ts";

/** Losses and gradients at some parameters: numbers on the host, gradients as arrays. */
type Evaluated = { seen: Float64Array; gradients: np.Array[]; own: np.Array[] };

/** What one step takes; all of it is consumed. */
type Step<P> = {
  params: P;
  gradients: np.Array[];
  own: np.Array[];
  inner: Tree;
  arrays: Tree;
  /** Σ_k L_k at the parameters. */
  value: number;
  /** The decision, as `packDecision` packs it. */
  packed: np.Array;
  drawn: np.Array[];
  /** The transformation's numbers, as `packNumbers` packs them. */
  numbers: np.Array;
  batch: Tree[];
  nextBatch: Tree[];
  /** Evaluate the losses after the step on the step's own batch too. */
  comparesOnBatch: boolean;
};

/** The compiled programs of a run. */
export type TaskPrograms<P> = {
  /** Borrows the parameters, consumes the batch. */
  evaluate(params: P, batch: Tree[]): Promise<Evaluated>;
  advance(step: Step<P>): Promise<Evaluated & { params: P; inner: Tree; arrays: Tree; lossesAfter?: Float64Array }>;
  /** K, from the numbers on the host. */
  tasksOf(seen: Float64Array): number;
  read(seen: Float64Array, K: number): { losses: Float64Array; norms: Float64Array; cosines: Matrix };
  /** Whether all gradients are 0. */
  isStationary(seen: Float64Array): boolean;
  dispose(): void;
};

/** Compiles what a multi-task run asks of its problem. */
export function taskPrograms<P extends Tree, B>(
  aggregator: Aggregator,
  transformation: Transformation,
  problem: HasTaskLosses<P, B> & Partial<HasSharedParameters>,
  { scaleByTasks = false }: { scaleByTasks?: boolean },
): TaskPrograms<P> {
  const ofLosses = aggregator.looksAt === "losses";
  const looksAtAngles = aggregator.looksAt === "angles";

  const splitOf = (params: P) => splitBy(sharedLeaves(problem, params));

  // What the host reads, as one vector: L (K), ‖own gradients‖², lengths (K), cosines (K²).
  const summarize = ({ losses, gradients, own }: Pulled): np.Array => {
    const square =
      own.length > 0 ? tree.squaredNorm(tree.ref(own) as Tree).reshape([1]) : np.zeros([1], { dtype: losses.dtype });
    return np.concatenate([losses, square, geometryOf(gradients, looksAtAngles)]);
  };
  const evaluated = (params: P, batch: Tree[]): [np.Array, np.Array[], np.Array[]] => {
    if (ofLosses) return [problem.taskLosses(params, batch[0] as B), [], []];
    const pulled = pullEach(problem, splitOf(params), params, batch);
    return [summarize(pulled), pulled.gradients, pulled.own];
  };

  const evaluate = compile(evaluated);

  type Traced = Omit<Step<P>, "value" | "comparesOnBatch"> & { value: np.Array };
  const traceAdvance = (comparesOnBatch: boolean) => (step: Traced) => {
    const { params, inner, packed, drawn, value, batch, nextBatch } = step;
    const split = splitOf(params);
    let direction: Tree;
    let arrays = step.arrays;
    if (ofLosses) {
      direction = pullWeighted(problem, split, tree.ref(params), packed, tree.ref(batch) as Tree[]);
      packed.dispose();
    } else {
      const { gradients, own } = step;
      const K = gradients[0]!.shape[0]!;
      const combined = combineBy(aggregator, { gradients, packed, arrays, drawn });
      const [shared] = split.divide(params);
      arrays = combined.arrays;
      const inShape = combined.direction.map((d, i) => d.reshape(shared[i]!.shape));
      direction = split.join(scaleByTasks ? inShape.map((d) => d.mul(K)) : inShape, own, params);
    }
    const numbers = unpackNumbers(step.numbers, transformation.numbers?.(1)) as Tree & object;
    const [updates, nextInner] = transformation.update(direction, inner, params, { numbers, value });
    tree.dispose([numbers, value, drawn]);
    const next = applyUpdates(params, updates) as P;
    const after = comparesOnBatch ? [problem.taskLosses(tree.ref(next), tree.ref(batch)[0] as B)] : [];
    tree.dispose(batch);
    const [seen, gradients, own] = evaluated(tree.ref(next), nextBatch);
    return { params: next, inner: nextInner, arrays, seen, gradients, own, after };
  };
  const programs = new Map<boolean, Compiled<ReturnType<typeof traceAdvance>>>();
  const advance = (comparesOnBatch: boolean) => {
    let known = programs.get(comparesOnBatch);
    if (known === undefined) {
      known = compile(traceAdvance(comparesOnBatch));
      programs.set(comparesOnBatch, known);
    }
    return known;
  };

  const tasksOf = ({ length }: Float64Array): number => {
    if (ofLosses) return length;
    // 2 K + 1, or K² + 2 K + 1.
    return looksAtAngles ? Math.round(Math.sqrt(length)) - 1 : (length - 1) / 2;
  };

  return {
    async evaluate(params, batch) {
      const [seen, gradients, own] = evaluate(tree.ref(params), batch);
      return { seen: await onHost(seen), gradients, own };
    },
    async advance({ comparesOnBatch, ...step }) {
      const { params, gradients, own, inner, arrays, packed, drawn, numbers, batch, nextBatch } = step;
      const value = np.array(step.value, { dtype: tree.dtypeOf(params) });
      const result = advance(comparesOnBatch)({
        params,
        gradients,
        own,
        inner,
        arrays,
        packed,
        drawn,
        numbers,
        batch,
        nextBatch,
        value,
      });
      const { seen, after, ...rest } = result;
      const lossesAfter = after[0] && (await onHost(after[0]));
      return { ...rest, seen: await onHost(seen), ...(lossesAfter && { lossesAfter }) };
    },
    tasksOf,
    read(seen, K) {
      return {
        losses: seen.slice(0, K),
        ...readGeometry(ofLosses ? new Float64Array() : seen.subarray(K + 1), ofLosses ? 0 : K),
      };
    },
    isStationary(seen) {
      const K = tasksOf(seen);
      return seen.subarray(K, 2 * K + 1).every((x) => x === 0);
    },
    dispose() {
      evaluate.dispose();
      for (const program of programs.values()) program.dispose();
    },
  };
}

const onHost = async (numbers: np.Array): Promise<Float64Array> => Float64Array.from(await numbers.data());
