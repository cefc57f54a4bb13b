import { numpy as np } from "@jax-js/jax";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";

/** The weights β and 1 − β, for the numbers of an update: in float32, 1 − 0.999 would be wrong in its fifth digit. */
export const averaging = (beta: number) => ({ keep: beta, take: 1 - beta });

type Weights = { keep: np.Array; take: np.Array };

/** a ← β a + (1 − β) x, leaf by leaf. Consumes both trees; borrows the weights. */
export const movingAverage = (average: Tree, x: Tree, { keep, take }: Weights): Tree =>
  tree.map((a, x) => a.mul(keep.ref).add(x.mul(take.ref)), average, x);

/** v ← β v + (1 − β) x², leaf by leaf. Consumes both trees; borrows the weights. */
export const movingSquareAverage = (average: Tree, x: Tree, { keep, take }: Weights): Tree =>
  tree.map((v, x) => v.mul(keep.ref).add(np.square(x).mul(take.ref)), average, x);
