import { numpy as np } from "@jax-js/jax";
import type { HasInitial, HasLoss, HasMinimum, HasName } from "../core/problem.ts";

export type Quadratic = HasName & HasInitial<np.Array> & HasLoss<np.Array> & HasMinimum;

/**
 * f(x) = ½ xᵀA x − bᵀx for a symmetric matrix A.
 *
 * @param start where runs begin; default 0.
 * @example
 * const problem = quadratic({ A: [[2, 0], [0, 1]], b: [1, 1] });
 */
export function quadratic({
  A,
  b,
  start = b.map(() => 0),
  dtype = np.float64,
}: {
  A: number[][];
  b: number[];
  start?: number[];
  dtype?: np.DType;
}): Quadratic {
  return {
    name: `quadratic in ${b.length} dimensions`,
    initial(key) {
      key.dispose();
      return np.array(start, { dtype });
    },
    loss(x) {
      const curvature = np.dot(np.array(A, { dtype }), x.ref);
      return x.ref
        .mul(curvature)
        .sum()
        .mul(0.5)
        .sub(x.mul(np.array(b, { dtype })).sum());
    },
    minimum: { value: Number.NaN },
  };
}
