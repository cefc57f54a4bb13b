import { requireLength } from "./matrix.ts";
import type { LinearOperator } from "./operator.ts";
import { addScaled, dot, norm } from "./vector.ts";

export type ConjugateGradientsOptions = {
  /** Stops at ‖b − A x‖ ≤ tolerance ‖b‖; a function tells what residual will do for an iterate. Default 1e-10. */
  tolerance?: number | ((x: Float64Array) => number);
  /** Default: the number of unknowns, which is enough in exact arithmetic. */
  maximumIterations?: number;
  /** Where to start. Default 0. */
  start?: Float64Array;
};

/** How it ended. */
export type ConjugateGradientsStatus =
  /** The residual is below the tolerance. */
  | "converged"
  /** The iterations were used up. */
  | "maximum iterations"
  /** A direction p with pᵀ A p ≤ 0 was met: A is not positive definite. */
  | "negative curvature"
  /** A number became infinite or NaN. */
  | "breakdown";

export type ConjugateGradientsResult = {
  /** The last iterate that is finite. */
  x: Float64Array;
  status: ConjugateGradientsStatus;
  /** Products with A, the one for the starting point left out. */
  iterations: number;
  /** ‖b − A x‖ by the method's recurrence. */
  residual: number;
  /** The last direction p: that of negative curvature, where this was the end. */
  direction: Float64Array;
};

/**
 * Solves A x = b for a symmetric positive definite A, of which only products are needed.
 *
 *     α = rᵀr / pᵀAp,   x ← x + α p,   r ← r − α A p,   p ← r + (rᵀr / r₀ᵀr₀) p
 *
 * Each iterate minimises ½ xᵀAx − bᵀx over the Krylov space so far: it descends even where it stops early. An iteration
 * costs one product with A; the error shrinks by (√κ − 1)/(√κ + 1) a step or faster.
 *
 * @throws {RangeError} if `start` does not fit.
 * @source M. R. Hestenes, E. Stiefel, Methods of Conjugate Gradients for Solving Linear Systems, 1952, eq. (3:1);
 * negative curvature: T. Steihaug, The Conjugate Gradient Method and Trust Regions, 1983.
 * @example
 * const { x, status } = await conjugateGradients((v) => hessianTimes(v), gradient, { tolerance: 1e-6 });
 */
export async function conjugateGradients(
  A: LinearOperator,
  b: Float64Array,
  { tolerance = 1e-10, maximumIterations = b.length, start }: ConjugateGradientsOptions = {},
): Promise<ConjugateGradientsResult> {
  if (start) requireLength("start", start, b.length);
  let x: Float64Array = start?.slice() ?? new Float64Array(b.length);
  let r: Float64Array = start ? addScaled(b, -1, await A(start)) : b.slice();
  let p: Float64Array = r.slice();
  let rr = dot(r, r);
  const goal = typeof tolerance === "number" ? tolerance * norm(b) : tolerance;

  for (let iterations = 0; ; iterations++) {
    const end = (status: ConjugateGradientsStatus) => ({
      x,
      status,
      iterations,
      residual: Math.sqrt(rr),
      direction: p,
    });
    if (!Number.isFinite(rr)) return end("breakdown");
    if (Math.sqrt(rr) <= (typeof goal === "number" ? goal : goal(x))) return end("converged");
    if (iterations >= maximumIterations) return end("maximum iterations");

    const Ap = await A(p.slice());
    const curvature = dot(p, Ap);
    if (curvature <= 0) return { ...end("negative curvature"), iterations: iterations + 1 };
    const alpha = rr / curvature;
    const nextX = addScaled(x, alpha, p);
    if (!nextX.every(Number.isFinite)) return { ...end("breakdown"), iterations: iterations + 1 };
    x = nextX;
    r = addScaled(r, -alpha, Ap);
    const next = dot(r, r);
    p = addScaled(r, next / rr, p);
    rr = next;
  }
}
