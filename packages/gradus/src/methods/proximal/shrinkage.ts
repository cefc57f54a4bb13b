import { svd } from "../../engine/linear-algebra/decompositions.ts";
import { type Matrix, multiply, transpose } from "../../engine/linear-algebra/matrix.ts";
import { norm, scaled } from "../../engine/linear-algebra/vector.ts";

/*
 * Proximal operators prox_{t g}(x) = argmin_u t g(u) + ½ ‖u − x‖² of norms g, in float64 on the host, for t ≥ 0.
 * Arguments stay as they are.
 */

/** g = Σ |u_i|: soft thresholding. */
export const proxL1 = (x: Float64Array, t: number): Float64Array =>
  x.map((value) => Math.sign(value) * Math.max(Math.abs(value) - t, 0));

/** g = ‖u‖₂: all entries shrink together. */
export function proxL2(x: Float64Array, t: number): Float64Array {
  const length = norm(x);
  // 0 · NaN is NaN: what is no number stays none.
  return scaled(x, length > t ? 1 - t / length : 0 * length);
}

/** g = Σ_G ‖u_G‖₂ over groups of indices, which may not overlap; entries in no group stay. */
export function proxGroups(x: Float64Array, t: number, groups: readonly (readonly number[])[]): Float64Array {
  const result = x.slice();
  for (const group of groups) {
    const shrunk = proxL2(
      Float64Array.from(group, (i) => x[i]!),
      t,
    );
    for (const [j, i] of group.entries()) result[i] = shrunk[j]!;
  }
  return result;
}

/**
 * g = the sum of singular values (nuclear norm): soft thresholding of them. Cost: one singular value decomposition.
 * @source J.-F. Cai, E. Candès, Z. Shen, A Singular Value Thresholding Algorithm for Matrix Completion, 2010, theorem 2.1.
 */
export function proxNuclear(X: Matrix, t: number): Matrix {
  const { U, values, V } = svd(X);
  const shrunk = proxL1(values, t);
  const scaledU = { ...U, data: U.data.map((value, i) => value * shrunk[i % U.columns]!) };
  return multiply(scaledU, transpose(V));
}
