import { type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { solve } from "../../engine/linear-algebra/solve.ts";

/**
 * The weights w ≥ 0, Σ w = 1, of the point of smallest norm in the convex hull of some vectors, given their inner
 * products M: the minimum of wᵀ M w. NaN where M is not finite.
 *
 * The corral of P. Wolfe's algorithm grows by the vector that points most against the point at hand, and loses those
 * whose weight would become negative. It ends at the exact minimum but for rounding.
 *
 * Cost: a few times K systems of at most K unknowns.
 * @source P. Wolfe, Finding the Nearest Point in a Polytope, 1976.
 */
export function smallestInHull({ rows: K, data }: Matrix): Float64Array {
  const w = new Float64Array(K);
  if (!data.every(Number.isFinite)) return w.fill(Number.NaN);
  let largest = 0;
  let first = 0;
  for (let k = 0; k < K; k++) {
    largest = Math.max(largest, data[k * K + k]!);
    if (data[k * K + k]! < data[first * K + first]!) first = k;
  }
  w[first] = 1;
  if (largest === 0) return w.fill(1 / K);
  const M = data.map((value) => value / largest);
  let corral = [first];

  for (let round = 0; round < 20 * K + 20; round++) {
    const slopes = w.map((_, i) => corral.reduce((sum, j) => sum + M[i * K + j]! * w[j]!, 0));
    const value = corral.reduce((sum, j) => sum + w[j]! * slopes[j]!, 0);
    const steepest = slopes.indexOf(Math.min(...slopes));
    if (slopes[steepest]! >= value - 1e-15 || corral.includes(steepest)) break;
    corral.push(steepest);
    let isInside = false;
    while (!isInside) {
      const affine = smallestInSpan(M, K, corral);
      // Vectors that depend on each other: the newest adds nothing that the others do not have.
      if (affine === undefined) {
        w[corral.pop()!] = 0;
        return normalised(w);
      }
      isInside = affine.every((weight) => weight > 0);
      // As far towards the affine minimum as all weights stay ≥ 0.
      const reach = isInside
        ? 1
        : Math.min(...corral.map((k, i) => (affine[i]! <= 0 ? w[k]! / (w[k]! - affine[i]!) : 1)));
      for (const [i, k] of corral.entries()) w[k] = Math.max(0, w[k]! + reach * (affine[i]! - w[k]!));
      if (!isInside) {
        const blocking = corral.filter((k, i) => affine[i]! <= 0 && w[k]! <= 1e-15);
        const leaving = blocking.length > 0 ? blocking : [corral.reduce((a, b) => (w[a]! < w[b]! ? a : b))];
        for (const k of leaving) w[k] = 0;
        corral = corral.filter((k) => !leaving.includes(k));
      }
    }
  }
  return normalised(w);
}

/** The weights of smallest norm with Σ w = 1, of either sign, for some of the vectors; nothing if they depend on each other. */
function smallestInSpan(M: Float64Array, K: number, corral: number[]): Float64Array | undefined {
  const size = corral.length;
  const A = zeros(size, size);
  for (const [a, i] of corral.entries())
    for (const [b, j] of corral.entries()) A.data[a * size + b] = 1 + M[i * K + j]!;
  const u = solve(A, new Float64Array(size).fill(1));
  const sum = u?.reduce((total, value) => total + value, 0);
  return u && sum ? u.map((value) => value / sum) : undefined;
}

const normalised = (w: Float64Array): Float64Array => {
  const sum = w.reduce((total, weight) => total + weight, 0);
  return w.map((weight) => weight / sum);
};
