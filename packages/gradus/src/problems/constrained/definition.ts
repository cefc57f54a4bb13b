import { numpy as np } from "@jax-js/jax";
import type { HasConstraints, HasInitial, HasLoss, HasMetrics, HasMinimum, HasName } from "../../core/problem.ts";
import { norm } from "../../engine/linear-algebra/vector.ts";

/** A loss and equality constraints of a vector, in float64. */
export type ConstrainedProblem = HasName &
  HasInitial<np.Array> &
  HasLoss<np.Array> &
  HasConstraints<np.Array> &
  HasMetrics<np.Array>;

/** One whose least loss among the points that satisfy the constraints is known. */
export type SolvedProgram = ConstrainedProblem & HasMinimum;

/** The coordinates of a point, counted from 1 as in the literature; each call gives a new reference. */
export type Coordinates = (index: number) => np.Array;

/** A formula of the coordinates. */
type Formula = (x: Coordinates) => np.Array;

/** f and c of a vector, as they are printed. */
export type Program = { name: string; start: readonly number[]; f: Formula; c: readonly Formula[] };

/** A problem of formulas, one a constraint. */
export function programOf({ name, start, f, c }: Program): ConstrainedProblem {
  const read =
    <Result>(formula: (x: Coordinates) => Result) =>
    (x: np.Array): Result => {
      const result = formula((index) => x.ref.slice(index - 1));
      x.dispose();
      return result;
    };
  return constrained({
    name,
    start,
    loss: read(f),
    constraints: read((x) => np.stack(c.map((formula) => formula(x)))),
  });
}

/** A problem that starts at a fixed point; the metric is ‖c‖ at the answer. */
export function constrained(
  parts: { start: readonly number[] } & HasName & HasLoss<np.Array> & HasConstraints<np.Array>,
): ConstrainedProblem {
  const { start, ...rest } = parts;
  return {
    ...rest,
    initial(key) {
      key.dispose();
      return np.array(Float64Array.from(start), { dtype: np.float64 });
    },
    metrics: async (x) => ({ violation: norm(Float64Array.from(await parts.constraints(x.ref).data())) }),
  };
}

/** Σ terms. Consumes them. */
export const sum = (...terms: np.Array[]): np.Array => terms.reduce((total, term) => total.add(term));

/** Π factors. Consumes them. */
export const product = (...factors: np.Array[]): np.Array => factors.reduce((total, factor) => total.mul(factor));

/** a^k for a whole k ≥ 1, by products. Consumes a. */
export const power = (a: np.Array, k: number): np.Array =>
  product(...Array.from({ length: k }, (_, i) => (i < k - 1 ? a.ref : a)));

/** a². Consumes a. */
export const square = (a: np.Array): np.Array => np.square(a);
