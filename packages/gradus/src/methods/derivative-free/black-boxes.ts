import { numpy as np } from "@jax-js/jax";
import type { HasEvaluate, HasInitial, HasName, HasNetwork } from "../../core/problem.ts";

/* Problems for the tests of this room. */

export type BlackBox = HasName & HasInitial<np.Array> & HasEvaluate;

/** A function of one point, as a black box. */
export const blackBox = (start: number[], f: (x: Float64Array) => number): BlackBox => ({
  name: "black box",
  dimension: start.length,
  initial(key) {
    key.dispose();
    return np.array(start, { dtype: np.float64 });
  },
  evaluate: (points) => points.map(f),
});

/** Φ(x) = x, F = −Σ a_i (x_i − b_i)²: a network that is none, so that everything is known. */
export function bowl(start: number[], a: number[], b: number[]): BlackBox & HasNetwork {
  const height = (x: Float64Array) => x.reduce((sum, xi, i) => sum + a[i]! * (xi - b[i]!) ** 2, 0);
  return {
    ...blackBox(start, height),
    network: {
      outputs: (x) => x.slice(),
      pullBack: (_, weights) => weights.slice(),
      rate: (y) => ({ value: -height(y), gradient: y.map((yi, i) => -2 * a[i]! * (yi - b[i]!)) }),
    },
  };
}
