import { numpy as np, vjp } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import type { HasSharedParameters, HasTaskLosses } from "../../core/problem.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import { chooseLeaves } from "../../transforms/selection.ts";
import type { Aggregator, Combination, Decision, Memory } from "./aggregator.ts";
import { weightedSum } from "./aggregator.ts";

// biome-ignore lint/suspicious/noExplicitAny: the engine's own types cannot express tuples of trees.
type Any = any;

/** Parameters in two lists: those that all tasks share, and those that are a task's own. */
export type Split = {
  divide(params: Tree): [shared: np.Array[], own: np.Array[]];
  join<P extends Tree>(shared: np.Array[], own: np.Array[], like: P): P;
};

/** Splits parameters by one boolean a leaf. Moves arrays, owns none. */
export const splitBy = (isShared: readonly boolean[]): Split => ({
  divide(params) {
    const leaves = tree.leaves<np.Array>(params);
    return [leaves.filter((_, i) => isShared[i]), leaves.filter((_, i) => !isShared[i])];
  },
  join(shared, own, like) {
    const [first, second] = [shared.values(), own.values()];
    const leaves = isShared.map((chosen) => (chosen ? first : second).next().value!);
    return tree.unflatten(tree.structure(like), leaves) as typeof like;
  },
});

/** Whether the tasks share each leaf of the parameters. Borrows them. */
export function sharedLeaves(problem: Partial<HasSharedParameters>, params: Tree): boolean[] {
  const choice = problem.isShared ? (path: string, array: np.Array) => problem.isShared!(path, array) : true;
  const isShared = chooseLeaves("isShared", "boolean", choice, params);
  if (!isShared.includes(true)) throw new OptionError("isShared must be true for at least one array of the parameters");
  return isShared;
}

/** All tasks' losses and gradients at some parameters. */
export type Pulled = {
  losses: np.Array;
  /** K × n_l for each shared array. */
  gradients: np.Array[];
  /** The gradient of Σ_k L_k for each array that is a task's own, in its shape. */
  own: np.Array[];
};

/**
 * All task gradients by one trace: the losses as a vector, and its pullback of each unit vector, stacked. (Mapped over them
 * it takes five to ten times as long: the engine has no fast product of many matrices.) Traceable;
 * consumes its arguments.
 */
export function pullEach<P extends Tree, B>(
  problem: HasTaskLosses<P, B>,
  split: Split,
  params: P,
  batch: Tree[],
): Pulled {
  const [shared, own] = split.divide(params);
  const lossesOf = (shared: np.Array[], own: np.Array[]) =>
    problem.taskLosses(split.join(shared, own, params), batch[0] as B);
  const [losses, pullback] = (vjp as Any)(lossesOf, [shared, own]) as [np.Array, Any];
  const K = losses.shape[0]!;
  const units = np.eye(K, undefined, { dtype: losses.dtype });
  const pulled = Array.from({ length: K }, (_, k) => pullback(units.ref.slice(k)) as [np.Array[], np.Array[]]);
  units.dispose();
  pullback.dispose();
  const [first] = pulled as [[np.Array[], np.Array[]]];
  return {
    losses,
    gradients: first[0].map((_, l) => np.stack(pulled.map(([gradients]) => gradients[l]!.reshape([-1])))),
    own: first[1].map((_, l) => pulled.map(([, gradients]) => gradients[l]!).reduce((sum, own) => sum.add(own))),
  };
}

/** The gradient of Σ_k w_k L_k for shared arrays and of Σ_k L_k for the others. Traceable; borrows the weights. */
export function pullWeighted<P extends Tree, B>(
  problem: HasTaskLosses<P, B>,
  split: Split,
  params: P,
  weights: np.Array,
  batch: Tree[],
): P {
  const [shared, own] = split.divide(params);
  const joined = (shared: np.Array[], own: np.Array[]) => split.join(shared, own, params);
  const pull = (
    lossesOf: (arrays: np.Array[]) => np.Array,
    arrays: np.Array[],
    cotangent: (losses: np.Array) => np.Array,
  ) => {
    if (arrays.length === 0) return [];
    const [losses, pullback] = (vjp as Any)(lossesOf, [arrays]) as [np.Array, Any];
    const [gradient] = pullback(cotangent(losses));
    pullback.dispose();
    return gradient as np.Array[];
  };
  const ofShared = pull(
    (arrays) => problem.taskLosses(joined(arrays, tree.ref(own) as np.Array[]), tree.ref(batch)[0] as B),
    tree.ref(shared) as np.Array[],
    (losses) => {
      losses.dispose();
      return weights.ref;
    },
  );
  const ofOwn = pull(
    (arrays) => problem.taskLosses(joined(tree.ref(shared) as np.Array[], arrays), tree.ref(batch)[0] as B),
    tree.ref(own) as np.Array[],
    (losses) => np.onesLike(losses),
  );
  tree.dispose([shared, own, batch]);
  return joined(ofShared, ofOwn);
}

/**
 * The gradients' lengths and, if asked for, cosines, as one vector. Each gradient is divided by its largest entry first:
 * squares of float32 overflow beyond 1e19. Traceable; borrows the gradients.
 */
export function geometryOf(gradients: np.Array[], looksAtAngles: boolean): np.Array {
  const K = gradients[0]!.shape[0]!;
  const largest = gradients.map((g) => np.absolute(g.ref).max(1)).reduce((most, own) => np.maximum(most, own));
  const unit = np.where(largest.ref.greater(smallestNormal(largest.dtype)), largest, 1).reshape([K, 1]);
  const scaled = gradients.map((g) => g.ref.div(unit.ref));
  const squares = scaled.map((s) => np.square(s.ref).sum(1)).reduce((sum, part) => sum.add(part));
  const length = np.sqrt(squares);
  const norms = length.ref.mul(unit.reshape([K]));
  if (!looksAtAngles) {
    tree.dispose([scaled, length]);
    return norms;
  }
  const divisor = np.where(length.ref.greater(0), length, 1).reshape([K, 1]);
  const cosines = scaled
    .map((s) => {
      const u = s.div(divisor.ref);
      return np.dot(u.ref, np.transpose(u));
    })
    .reduce((sum, part) => sum.add(part));
  divisor.dispose();
  return np.concatenate([norms, cosines.reshape([K * K])]);
}

const smallestNormal = (dtype: np.DType): number => (dtype === np.float64 ? 2 ** -1022 : 2 ** -126);

/** What `geometryOf` gave, on the host. The diagonal of the cosines is made exact. */
export function readGeometry(numbers: Float64Array, K: number): { norms: Float64Array; cosines: Matrix } {
  const norms = numbers.slice(0, K);
  const data = numbers.slice(K, K + K * K);
  const size = data.length === 0 ? 0 : K;
  for (let k = 0; k < size; k++) data[k * K + k] = norms[k]! > 0 ? 1 : norms[k]! === 0 ? 0 : Number.NaN;
  return { norms, cosines: { rows: size, columns: size, data } };
}

/** A decision's numbers as one vector: weights first. */
export const packDecision = <M extends Memory>({ weights, numbers = [] }: Decision<M>, dtype: np.DType): np.Array => {
  const values = [...weights, ...numbers];
  return np.array(dtype === np.float64 ? Float64Array.from(values) : Float32Array.from(values), { dtype });
};

/** The direction of an aggregator. Traceable; consumes all but what was drawn. */
export function combineBy(
  aggregator: Aggregator,
  { gradients, packed, ...rest }: Pick<Combination, "gradients" | "arrays" | "drawn"> & { packed: np.Array },
): { direction: np.Array[]; arrays: Tree } {
  const K = gradients[0]!.shape[0]!;
  const weights = packed.ref.slice([0, K]);
  const numbers = Array.from({ length: packed.shape[0]! - K }, (_, i) => packed.ref.slice(K + i));
  packed.dispose();
  const result = aggregator.combine
    ? aggregator.combine({ gradients, weights, numbers, ...rest })
    : { direction: gradients.map((g) => weightedSum(g, weights)), arrays: rest.arrays };
  tree.dispose([weights, numbers]);
  return result;
}
