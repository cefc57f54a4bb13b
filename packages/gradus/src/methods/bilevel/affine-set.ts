import { DataError } from "../../core/errors.ts";
import { svd } from "../../engine/linear-algebra/decompositions.ts";
import { apply, applyTransposed, type Matrix } from "../../engine/linear-algebra/matrix.ts";
import { addScaled, norm } from "../../engine/linear-algebra/vector.ts";

/** Singular values below this share of the largest count as zero: rows that depend on others. */
const cutoff = 1e-12;
/** A residual above this share of the right-hand side tells that the equations contradict each other. */
const consistency = 1e-8;

/**
 * Projections on { w : A w = c } for one A and any c: w − A⁺ (A w − c).
 *
 * The pseudoinverse comes from an orthonormal basis of A's rows, so rows may depend on each other.
 *
 * Cost: a singular value decomposition of A once, then about 4 l n operations a projection.
 * @throws {DataError} by the returned function, if A w = c has no solution.
 */
export function affineProjection(A: Matrix): (w: Float64Array, c: Float64Array) => Float64Array {
  const { U, values, V } = svd(A);
  const inverse = values.map((value) => (value <= cutoff * values[0]! ? 0 : 1 / value));
  // What of c lies outside of A's range, told from the projection on it.
  const inRange = inverse.map((value) => (value === 0 ? 0 : 1));
  return (w, c) => {
    const outside = addScaled(c, -1, apply(U, times(applyTransposed(U, c), inRange)));
    if (norm(outside) > consistency * norm(c)) {
      throw new DataError(
        `the affine set is empty: A w = c has no solution (its residual is ${norm(outside).toPrecision(2)})`,
      );
    }
    const residual = addScaled(apply(A, w), -1, c);
    return addScaled(w, -1, apply(V, times(applyTransposed(U, residual), inverse)));
  };
}

const times = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value * b[i]!);
