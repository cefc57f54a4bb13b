import { grad, jvp, type numpy as np, vjp } from "@jax-js/jax";
import type { Tree } from "./tree.ts";
import * as tree from "./tree.ts";

/*
 * Products of a Jacobian J = u′(x) and of a Hessian with vectors, inside traces. A function of parameters and batch may
 * be traced several times, so batches are borrowed here.
 */

// biome-ignore lint/suspicious/noExplicitAny: the engine's own types cannot express trees.
type Any = any;

/** Another reference to a batch, if there is one. */
export const copyOf = <B>(batch: B): B => (batch === undefined ? batch : (tree.ref(batch as Tree) as B));

/** Frees a batch, if there is one. */
export const disposeBatch = (batch: unknown): void => {
  if (batch !== undefined) tree.dispose(batch as Tree);
};

/**
 * ∇²f(x) v, reverse over forward: the other way round the engine loses a buffer where f has a compiled function inside
 * (`np.logaddexp`). Consumes x and v; borrows the batch.
 */
export function hessianTimes<P extends Tree, B>(f: (params: P, batch: B) => np.Array, params: P, v: P, batch: B): P {
  const slope = (x: P) => {
    const [value, along] = (jvp as Any)((at: P) => f(at, copyOf(batch)), [x], [tree.ref(v)]);
    value.dispose();
    return along;
  };
  const product = (grad as Any)(slope)(params);
  tree.dispose(v);
  return product;
}

/** u(x) and J v. Consumes x and v; borrows the batch. */
export const jacobianTimes = <P extends Tree, B>(
  u: (params: P, batch: B) => np.Array,
  params: P,
  v: P,
  batch: B,
): [np.Array, np.Array] => (jvp as Any)((x: P) => u(x, copyOf(batch)), [params], [v]);

/** Jᵀ w(u(x)). Consumes x; borrows the batch. `w` consumes u. */
export function transposedJacobianTimes<P extends Tree, B>(
  u: (params: P, batch: B) => np.Array,
  params: P,
  w: (u: np.Array) => np.Array,
  batch: B,
): P {
  const [value, back] = (vjp as Any)((x: P) => u(x, copyOf(batch)), [params]);
  const [product] = back(w(value));
  back.dispose();
  return product;
}
