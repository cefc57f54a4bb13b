import { generator } from "../random.ts";
import type { LinearOperator } from "./operator.ts";
import { addScaled, dot, norm, scaled } from "./vector.ts";

export type PowerIterationOptions = {
  /** Stops at ‖A v − λ v‖ ≤ tolerance |λ|. Default 1e-6. */
  tolerance?: number;
  /** Default 1000. */
  maximumIterations?: number;
  /** Seed of the random vector to start from. Default 0. */
  seed?: number;
};

export type PowerIterationResult = {
  /** The eigenvalue λ. */
  value: number;
  /** Its eigenvector v, ‖v‖ = 1. */
  vector: Float64Array;
  status: "converged" | "maximum iterations" | "breakdown";
  /** Products with A. */
  iterations: number;
};

/**
 * The eigenvalue of largest magnitude of a symmetric operator on Rⁿ, and its eigenvector.
 *
 *     v ← A v / ‖A v‖,   λ = vᵀ A v
 *
 * For symmetric A the error of λ is at most ‖A v − λ v‖, and of second order in that of v. The error of v shrinks by
 * |λ₂/λ₁| a step; it does not settle where λ₂ = −λ₁. Shift A by a bound of its spectrum for the algebraically largest.
 * `breakdown` means that a product was not finite; A = 0 converges to 0.
 *
 * Cost: one product with A per iteration.
 * @source G. H. Golub, C. F. Van Loan, Matrix Computations, 4th edition 2013, section 8.2.1.
 */
export async function largestEigenvalue(
  A: LinearOperator,
  n: number,
  { tolerance = 1e-6, maximumIterations = 1000, seed = 0 }: PowerIterationOptions = {},
): Promise<PowerIterationResult> {
  const start = generator(seed).normals(n);
  let vector = scaled(start, 1 / norm(start));
  let value = Number.NaN;
  for (let iterations = 1; iterations <= maximumIterations; iterations++) {
    const image = await A(vector.slice());
    const length = norm(image);
    if (!Number.isFinite(length)) return { value, vector, status: "breakdown", iterations };
    value = dot(vector, image);
    const residual = norm(addScaled(image, -value, vector));
    if (residual <= tolerance * Math.abs(value)) return { value, vector, status: "converged", iterations };
    vector = scaled(image, 1 / length);
  }
  return { value, vector, status: "maximum iterations", iterations: maximumIterations };
}
