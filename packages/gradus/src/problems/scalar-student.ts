import { numpy as np } from "@jax-js/jax";
import { readOptions, z } from "../core/options.ts";
import type { HasInitial, HasLoss, HasMinimum, HasName } from "../core/problem.ts";
import { precision, toArray } from "./precision.ts";

export const scalarStudentOptions = z.object({
  /** t: what the product of the weights should be. Default 1. */
  target: z.number("must be a number").default(1),
  /** Where runs begin. Default [0.9, −0.9], beside the path into the saddle. */
  start: z
    .tuple([z.number("must be numbers"), z.number("must be numbers")], "must be two numbers")
    .default([0.9, -0.9]),
  /** Precision of the parameters. Default float64. */
  dtype: precision().default("float64"),
});

export type ScalarStudentOptions = z.input<typeof scalarStudentOptions>;

/** A function of the plane. */
export type ScalarStudent = HasName & HasInitial<np.Array> & HasLoss<np.Array> & HasMinimum;

/**
 * The smallest network, ŷ = w2 w1 x: L = ½ (w1 w2 − t)², with a saddle at the origin between two branches of solutions.
 * Gradient descent keeps w1² − w2² (as a flow), and from w1 = −w2 goes into the saddle; with w2's sign flipped w1² + w2² is
 * kept, the origin is a centre, and the flow circles on to where w1 w2 = t and w2² > w1², if w1² + w2² ≥ 2 |t| [reconstructed].
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source H. Ninou, J. Kadmon, N. A. Cayco-Gajic, Curl Descent, 2025, arXiv 2510.02765 (the origin's saddle).
 * @example
 * const { answer } = await minimize(scalarStudent(), curlDescent({ signs: [1, -1], learningRate: 0.05 }), { steps: 600 });
 */
export function scalarStudent(options: ScalarStudentOptions = {}): ScalarStudent {
  const { target, start, dtype } = readOptions("scalarStudent", scalarStudentOptions, options);
  return {
    name: "two weights in a row",
    initial(key) {
      key.dispose();
      return toArray(start, [2], dtype);
    },
    loss: (w) => np.square(w.ref.slice(0).mul(w.slice(1)).sub(target)).mul(0.5),
    minimum: { value: 0 },
  };
}
