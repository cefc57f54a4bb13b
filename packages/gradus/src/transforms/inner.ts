import type { numpy as np } from "@jax-js/jax";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import type { Transformation } from "./transformation.ts";

/*
 * What a wrapper asks of the transformation inside it, where that may not have an answer of its own.
 */

/** The numbers of update 1, 2, …; an empty list where there are none. */
export const numbersOf = (inner: Transformation, update: number): unknown => inner.numbers?.(update) ?? [];

/** The parameters to evaluate with. Consumes both. */
export function answerOf(inner: Transformation, params: Tree, state: Tree): Tree {
  if (inner.answer) return inner.answer(params, state);
  tree.dispose(state);
  return params;
}

/** Scalars worth plotting. Borrows the state. */
export const reportOf = (inner: Transformation, state: Tree): Record<string, np.Array> => inner.report?.(state) ?? {};

/** Host numbers worth plotting. */
export const reportNumbersOf = (inner: Transformation, update: number): Record<string, number> =>
  inner.reportNumbers?.(update) ?? {};
