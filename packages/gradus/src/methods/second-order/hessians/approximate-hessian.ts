import type { numpy as np } from "@jax-js/jax";
import type { Tree } from "../../../engine/tree.ts";

/**
 * What stands for the Hessian H(x) of a loss: a matrix over the entries of `toVector`, a product with a vector, or one
 * outer product. One of the three is enough; what is asked for is made of what is there. All are traceable and consume
 * their arguments; `batch` is undefined where the problem has none.
 */
// biome-ignore lint/suspicious/noExplicitAny: a list of approximations may be for different problems.
export type ApproximateHessian<P extends Tree = any, B = any> = {
  name: string;
  /** H, n × n and symmetric. */
  matrix?(params: P, batch: B): np.Array;
  /** H v. */
  product?(params: P, v: P, batch: B): P;
  /** H = a v vᵀ, a scalar and a vector like the parameters. */
  rankOne?(params: P, batch: B): { a: np.Array; v: P };
  /** H = 0: nothing is asked for. */
  isZero?: boolean;
};
