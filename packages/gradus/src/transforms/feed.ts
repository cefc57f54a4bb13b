import { numpy as np } from "@jax-js/jax";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { type StandaloneOptimizer, standalone, type UpdateExtras } from "./optimizer.ts";
import type { Transformation } from "./transformation.ts";

/*
 * Test support: nothing that ships imports this file.
 */

/** All entries of one moment, leaf after leaf: updates, and parameters and answer after them. */
export type Fed = { updates: number[]; params: number[]; answer: number[] };

type Nested = number | number[] | number[][];
/** Parameters or gradients as plain numbers, by name. */
export type Numbers = Record<string, Nested>;

/** Numbers as arrays. */
export const arrays = (numbers: Numbers, dtype: np.DType = np.float64): Record<string, np.Array> =>
  Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, np.array(values as number[], { dtype })]));

/** The entries of a tree of arrays. Consumes it. */
export const entries = (a: Tree): number[] => tree.leaves<np.Array>(a).flatMap((leaf) => [...leaf.ravel().dataSync()]);

/** Hands gradients (or what gives them at the parameters) to a transformation, one update after the other. */
export function feed(
  transformation: Transformation | StandaloneOptimizer,
  start: Numbers,
  gradients: (Numbers | ((params: Tree) => Tree))[],
  { dtype = np.float64, extras }: { dtype?: np.DType; extras?: (index: number) => UpdateExtras } = {},
): Fed[] {
  const optimizer = "transformation" in transformation ? transformation : standalone(transformation);
  let params: Tree = arrays(start, dtype);
  let state = optimizer.init(params);
  const rows = gradients.map((given, i) => {
    const gradient = typeof given === "function" ? given(tree.ref(params)) : arrays(given, dtype);
    let updates: Tree;
    [updates, state] = optimizer.update(gradient, state, params, extras?.(i));
    params = tree.add(params, tree.ref(updates));
    return {
      updates: entries(updates),
      params: entries(tree.ref(params)),
      answer: entries(optimizer.answer(params, state)),
    };
  });
  tree.dispose([params, state.inner]);
  return rows;
}
