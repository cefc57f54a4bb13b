import { numpy as np } from "@jax-js/jax";
import type { NumberTree, Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";

/** The same nesting with a scalar array in place of each number. */
type AsArrays<N> = { [K in keyof N]: N[K] extends number ? np.Array : AsArrays<N[K]> };

/** What an update may look at besides gradient, state and parameters. All of it is borrowed. */
export type UpdateContext<N = unknown> = {
  /** The scalars of `numbers(update)`, in the parameters' precision. */
  numbers: AsArrays<N>;
  /** The objective at the parameters, where the caller knows it. */
  value?: np.Array;
  /** The gradient at other parameters on the same batch (consumes them); each use is one more gradient call. */
  gradientAt?(params: Tree): Tree;
  /** H v, H being the Hessian at the parameters on the same batch (consumes v); each use is one more call of its kind. */
  hessianTimes?(v: Tree): Tree;
};

/**
 * A gradient transformation: what lies between a gradient and the change of the parameters.
 *
 * All numbers that enter the arithmetic (rates, decays, bias corrections) come from `numbers(update)`, which is
 * computed on the host in float64 for update 1, 2, …: `1 − 0.999^t` would lose five digits in float32, and a schedule
 * would otherwise be compiled in. `update` is traced once and compiled.
 */
export interface Transformation<State extends Tree = Tree, N = unknown> {
  /** The state before the first update. Borrows `params`. */
  init(params: Tree): State;
  /** The scalars of update number 1, 2, … */
  numbers?(update: number): N;
  /** Turns incoming updates (first in a chain: the gradient) into outgoing ones. Consumes updates and state; borrows the rest. */
  update(updates: Tree, state: State, params: Tree, context: UpdateContext<N>): [Tree, State];
  /** The parameters to evaluate and to answer with, where they differ from those that are trained (averages). Consumes both. */
  answer?(params: Tree, state: State): Tree;
  /** Scalars worth plotting (a momentum coefficient, a friction). Borrows the state; the caller owns the result. */
  report?(state: State): Record<string, np.Array>;
  /** The host number among a `report` that is not in the state: the learning rate, say. */
  reportNumbers?(update: number): Record<string, number>;
}

/** A transformation, with the type of its numbers inferred. */
export const transformation = <State extends Tree, N>(parts: Transformation<State, N>): Transformation<State, N> =>
  parts;

/** Packs the numbers of one update into a vector, so that one upload serves them all. */
export function packNumbers(numbers: unknown, dtype: np.DType): np.Array {
  const values = numbers === undefined ? [] : tree.leaves<number>(numbers as NumberTree);
  const data = dtype === np.float64 ? Float64Array.from([...values, 0]) : Float32Array.from([...values, 0]);
  return np.array(data, { dtype });
}

/** Takes a packed vector apart into scalars in the nesting of the numbers `like`. Traceable; consumes `packed`. */
export function unpackNumbers(packed: np.Array, like: unknown): object {
  const [values, definition] = tree.flatten<number>((like ?? []) as NumberTree);
  const scalars = values.map((_, i) => packed.ref.slice(i));
  packed.dispose();
  return tree.unflatten(definition, scalars) as object;
}

/** What a transformation reports after so many updates, on the host. Borrows the state. */
export async function reportsOf(
  { report, reportNumbers }: Transformation,
  state: Tree,
  updates: number,
): Promise<Record<string, number>> {
  const reports = updates > 0 ? { ...reportNumbers?.(updates) } : {};
  for (const [name, scalar] of Object.entries(report?.(state) ?? {})) reports[name] = (await scalar.data())[0]!;
  return reports;
}

/** params + updates. Consumes both. */
export const applyUpdates = (params: Tree, updates: Tree): Tree =>
  tree.map((p, u) => p.add(u.astype(p.dtype)), params, updates);
