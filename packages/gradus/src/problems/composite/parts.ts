import { numpy as np } from "@jax-js/jax";
import type { HasSmoothPart } from "../../core/composite.ts";
import { z } from "../../core/options.ts";
import type { HasInitial, HasMetrics } from "../../core/problem.ts";
import { svd } from "../../engine/linear-algebra/decompositions.ts";
import { apply, applyTransposed, type Matrix } from "../../engine/linear-algebra/matrix.ts";
import { addScaled, dot, norm } from "../../engine/linear-algebra/vector.ts";

/** Seed of a problem's data. */
export const instanceOption = () => z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0);

/** A start that is the same for every key. */
export const startingAt =
  (x0: Float64Array): HasInitial<np.Array>["initial"] =>
  (key) => {
    key.dispose();
    return np.array(x0.slice(), { dtype: np.float64 });
  };

/** The largest singular value. */
export const spectralNorm = (A: Matrix): number => svd(A, { rank: 1 }).values[0]!;

/** f(x) = ½ xᵀ Q x + ⟨q, x⟩ for a positive semidefinite Q. */
export const quadraticPart = (Q: Matrix, q: Float64Array): HasSmoothPart["smoothPart"] => ({
  value: (x) => dot(x, apply(Q, x)) / 2 + dot(q, x),
  gradient: (x) => addScaled(apply(Q, x), 1, q),
  smoothness: spectralNorm(Q),
});

/** f(x) = ½ ‖A x − b‖². */
export function leastSquaresPart(A: Matrix, b: Float64Array): HasSmoothPart["smoothPart"] {
  const residual = (x: Float64Array) => addScaled(apply(A, x), -1, b);
  return {
    value: (x) => norm(residual(x)) ** 2 / 2,
    gradient: (x) => applyTransposed(A, residual(x)),
    smoothness: spectralNorm(A) ** 2,
  };
}

/** How far an answer is from what was to be recovered, as a root mean square. */
export const distanceTo =
  (truth: Float64Array): HasMetrics<np.Array>["metrics"] =>
  async (x) => {
    const away = addScaled(Float64Array.from(await x.ref.data()), -1, truth);
    return { distance: norm(away) / Math.sqrt(truth.length) };
  };
