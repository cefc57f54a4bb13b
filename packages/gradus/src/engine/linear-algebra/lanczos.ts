import { generator } from "../random.ts";
import { symmetricEigen } from "./decompositions.ts";
import { type Matrix, zeros } from "./matrix.ts";
import type { LinearOperator } from "./operator.ts";
import { dot, norm, scaled } from "./vector.ts";

export type LanczosOptions = {
  /** The most products with A. Default: the number of unknowns, after which the eigenvalues are exact. */
  iterations?: number;
  /** Seed of the random vector to start from. Default 0. */
  seed?: number;
  /** Asked now and then whether these will do. Default: never. */
  isEnough?: (ritz: RitzPairs) => boolean;
};

/** What a Krylov space knows of a symmetric operator's eigenvalues. */
export type RitzPairs = {
  /** Ascending. All lie between A's smallest and largest eigenvalue. */
  values: Float64Array;
  /** ‖A y − θ y‖ of each: so near to θ there is an eigenvalue, but for the rounding of the products. */
  residuals: Float64Array;
  /** Squared parts of the starting vector along each y: the weights of a quadrature over A's spectrum. Their sum is 1. */
  weights: Float64Array;
  /** The vector y of a value, of length 1. */
  vector(index: number): Float64Array;
  /** Products with A. */
  products: number;
  /** "breakdown": a product was not finite, and so are the values. */
  status: "enough" | "iterations used up" | "breakdown";
};

/** Beside ‖A‖ this is rounding: the Krylov space is whole. */
const wholeAt = 1e-14;

/**
 * Eigenvalues of a symmetric operator on Rⁿ from its Krylov space, with full reorthogonalisation.
 *
 *     w = A q_j − β_{j−1} q_{j−1} − α_j q_j,   α_j = q_jᵀ A q_j,   β_j = ‖w‖,   q_{j+1} = w / β_j
 *
 * The eigenvalues θ of the tridiagonal matrix T of α and β approach A's, those at both ends first. Where the space is
 * whole, the iteration goes on with a random vector orthogonal to it, so that eigenvalues which occur more than once, or
 * that the start has no part of, come too; before that each is found once.
 *
 * Cost: one product with A an iteration, 4 n k operations for its k-th, and memory for k vectors.
 * @source C. Lanczos, An Iteration Method for the Solution of the Eigenvalue Problem, 1950; reorthogonalisation: B. N. Parlett,
 * The Symmetric Eigenvalue Problem, 1998, section 13.7.
 */
export async function lanczos(
  A: LinearOperator,
  n: number,
  { iterations = n, seed = 0, isEnough }: LanczosOptions = {},
): Promise<RitzPairs> {
  const { normals } = generator(seed);
  const most = Math.min(iterations, n);
  const basis: Float64Array[] = [];
  const alpha: number[] = [];
  const beta: number[] = [];
  let next: Float64Array = normals(n);
  let scale = 0;
  for (let j = 0; j < most; j++) {
    basis.push(scaled(next, 1 / norm(next)));
    const image = Float64Array.from(await A(basis[j]!.slice()));
    const size = norm(image);
    if (!Number.isFinite(size)) return brokenDown(n, j + 1);
    scale = Math.max(scale, size);
    alpha.push(dot(basis[j]!, image));
    next = orthogonalTo(basis, image);
    beta.push(norm(next));
    if (beta[j]! <= wholeAt * scale) {
      beta[j] = 0;
      if (j + 1 < n) next = orthogonalTo(basis, normals(n));
    }
    const isLast = j + 1 === most;
    // Looking costs as much as j³ operations.
    if (!isLast && (!isEnough || (j + 1) % Math.max(4, j >> 3) !== 0)) continue;
    const ritz = ritzPairs(basis, alpha, beta);
    if (isEnough?.(ritz)) return { ...ritz, status: "enough" };
    if (isLast) return { ...ritz, status: "iterations used up" };
  }
  return brokenDown(n, 0);
}

/** What is left of a vector without its parts along an orthonormal basis; repeated while rounding is all that is left. */
function orthogonalTo(basis: readonly Float64Array[], vector: Float64Array): Float64Array {
  const rest = vector;
  let before = norm(rest);
  for (let pass = 0; pass < 4; pass++) {
    for (const q of basis) {
      const part = dot(q, rest);
      for (let i = 0; i < rest.length; i++) rest[i]! -= part * q[i]!;
    }
    const after = norm(rest);
    // Kahan's criterion: twice is enough where little is lost.
    if (after > 0.7 * before) break;
    before = after;
  }
  return rest;
}

function ritzPairs(basis: readonly Float64Array[], alpha: number[], beta: number[]): RitzPairs {
  const k = alpha.length;
  const vectors = basis.slice();
  const { values, vectors: S } = symmetricEigen(tridiagonal(alpha, beta));
  const entry = (row: number, column: number) => S.data[row * k + column]!;
  const along = (f: (column: number) => number) => Float64Array.from({ length: k }, (_, i) => f(i));
  return {
    values,
    residuals: along((i) => beta[k - 1]! * Math.abs(entry(k - 1, i))),
    weights: along((i) => entry(0, i) ** 2),
    vector(index) {
      const y = new Float64Array(vectors[0]!.length);
      for (const [j, q] of vectors.entries()) {
        const factor = entry(j, index);
        for (let i = 0; i < y.length; i++) y[i]! += factor * q[i]!;
      }
      return scaled(y, 1 / norm(y));
    },
    products: k,
    status: "iterations used up",
  };
}

function tridiagonal(alpha: number[], beta: number[]): Matrix {
  const k = alpha.length;
  const T = zeros(k, k);
  for (let j = 0; j < k; j++) {
    T.data[j * k + j] = alpha[j]!;
    if (j + 1 < k) T.data[j * k + j + 1] = T.data[(j + 1) * k + j] = beta[j]!;
  }
  return T;
}

function brokenDown(n: number, products: number): RitzPairs {
  const nothing = () => Float64Array.of(Number.NaN);
  return {
    values: nothing(),
    residuals: nothing(),
    weights: nothing(),
    vector: () => new Float64Array(n).fill(Number.NaN),
    products,
    status: "breakdown",
  };
}
