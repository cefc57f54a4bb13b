import { requireLength } from "./matrix.ts";
import type { LinearOperator } from "./operator.ts";
import { addScaled, dot, norm, scaled } from "./vector.ts";

export type GmresOptions = {
  /** Stops at ‖b − A x‖ ≤ tolerance ‖b‖. Default 1e-10. */
  tolerance?: number;
  /** Vectors kept before it starts again from the solution so far. Default min(n, 30). */
  restart?: number;
  /** Products with A beside those that begin a cycle. Default 10 n. */
  maximumIterations?: number;
  /** Where to start. Default 0. */
  start?: Float64Array;
};

/** How it ended. */
export type GmresStatus =
  /** The residual is below the tolerance. */
  | "converged"
  /** The iterations were used up. */
  | "maximum iterations"
  /** A cycle did not lessen the residual (A is singular, or `restart` too small), or a number became infinite or NaN. */
  | "breakdown";

export type GmresResult = {
  x: Float64Array;
  status: GmresStatus;
  /** Products with A beside those that begin a cycle. */
  iterations: number;
  /** ‖b − A x‖ */
  residual: number;
};

/**
 * Solves A x = b for any square A, of which only products are needed: x minimises the residual over the Krylov space
 * span(r, A r, A² r, …), begun anew every `restart` products.
 *
 * The basis comes from modified Gram-Schmidt, the small least squares problem from Givens rotations. Without a restart
 * it ends after at most n products in exact arithmetic; with restarts it may stagnate.
 *
 * Cost: one product and 4 n k operations for product k of a cycle; memory: `restart` vectors.
 * @throws {RangeError} if `start` does not fit.
 * @source Y. Saad, M. H. Schultz, GMRES: A Generalized Minimal Residual Algorithm, 1986, algorithm 4.
 */
export async function gmres(A: LinearOperator, b: Float64Array, options: GmresOptions = {}): Promise<GmresResult> {
  const { tolerance = 1e-10, restart = Math.min(b.length, 30), maximumIterations = 10 * b.length, start } = options;
  if (start) requireLength("start", start, b.length);
  let x: Float64Array = start?.slice() ?? new Float64Array(b.length);
  const goal = tolerance * norm(b);

  let iterations = 0;
  let best: { x: Float64Array; residual: number } | undefined;
  while (true) {
    const r = addScaled(b, -1, await A(x.slice()));
    const residual = norm(r);
    // A whole cycle that gains nothing will be followed by others.
    if (best && !(residual < best.residual)) return { ...best, status: "breakdown", iterations };
    best = { x, residual };
    if (!Number.isFinite(residual)) return { ...best, status: "breakdown", iterations };
    if (residual <= goal) return { ...best, status: "converged", iterations };
    if (iterations >= maximumIterations) return { ...best, status: "maximum iterations", iterations };

    const size = Math.min(restart, maximumIterations - iterations);
    const cycle = await minimiseOverKrylovSpace(A, r, residual, size, goal);
    iterations += cycle.products;
    x = addScaled(x, 1, cycle.correction);
  }
}

async function minimiseOverKrylovSpace(A: LinearOperator, r: Float64Array, beta: number, size: number, goal: number) {
  const basis = [scaled(r, 1 / beta)];
  /** Columns of the Hessenberg matrix, rotated into a triangle. */
  const triangle: Float64Array[] = [];
  const rotations: [cosine: number, sine: number][] = [];
  const g = [beta];
  let products = 0;

  for (let j = 0; j < size; j++) {
    let w = await A(basis[j]!.slice());
    products++;
    const scale = norm(w);
    const h = new Float64Array(j + 2);
    for (let i = 0; i <= j; i++) {
      h[i] = dot(w, basis[i]!);
      w = addScaled(w, -h[i]!, basis[i]!);
    }
    const length = norm(w);
    h[j + 1] = length;
    for (const [i, [c, s]] of rotations.entries()) {
      [h[i], h[i + 1]] = [c * h[i]! + s * h[i + 1]!, c * h[i + 1]! - s * h[i]!];
    }
    const radius = Math.hypot(h[j]!, h[j + 1]!);
    // An image within the span of the others adds nothing.
    if (!(radius > Number.EPSILON * scale)) break;
    const [c, s] = [h[j]! / radius, h[j + 1]! / radius];
    rotations.push([c, s]);
    h[j] = radius;
    triangle.push(h);
    g.push(-s * g[j]!);
    g[j]! *= c;
    if (Math.abs(g[j + 1]!) <= goal || length <= Number.EPSILON * scale) break;
    basis.push(scaled(w, 1 / length));
  }

  const y = new Float64Array(triangle.length);
  for (let i = y.length - 1; i >= 0; i--) {
    let sum = g[i]!;
    for (let k = i + 1; k < y.length; k++) sum -= triangle[k]![i]! * y[k]!;
    y[i] = sum / triangle[i]![i]!;
  }
  let correction: Float64Array = new Float64Array(r.length);
  for (const [i, factor] of y.entries()) correction = addScaled(correction, factor, basis[i]!);
  return { correction, products };
}
