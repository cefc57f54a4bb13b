import { qr, symmetricEigen } from "../../engine/linear-algebra/decompositions.ts";
import { allFinite, type Matrix, multiply, transpose, zeros } from "../../engine/linear-algebra/matrix.ts";
import { norm } from "../../engine/linear-algebra/vector.ts";
import type { KktMatrices, KktPoint } from "./kkt-programs.ts";

/*
 * The Newton system of the KKT conditions, K Δz = −∇L with K = [B Gᵀ; G 0], and when it can be trusted.
 */

export type NewtonSystemOptions = {
  /** The reduced Hessian counts as positive definite from this eigenvalue on. */
  eigenTolerance: number;
  /** Below this λ_min(G Gᵀ) the constraints' gradients count as dependent. */
  jacobianTolerance: number;
  /** ξ_B */
  xiB: number;
};

/** K with its parts. */
export type NewtonSystem = {
  K: Matrix;
  /** B = H + t I */
  B: Matrix;
  /** t */
  shift: number;
  /** ξ_G = λ_min(G Gᵀ) */
  xiG: number;
};

/**
 * B = H + t I with t = 0 where the Hessian on the null space of G is positive definite, else ξ_B + ‖H‖_F; or the reason
 * why there is no system: dependent constraints' gradients, or numbers that are not finite.
 */
export function newtonSystem(
  { H, G }: KktMatrices,
  { constraints }: KktPoint,
  { eigenTolerance, jacobianTolerance, xiB }: NewtonSystemOptions,
): NewtonSystem | { outcome: string } {
  if (!allFinite(H) || !allFinite(G)) return { outcome: "not finite: a second derivative is not a finite number" };
  const [m, n] = [G.rows, G.columns];
  const Gt = transpose(G);
  const xiG = symmetricEigen(multiply(G, Gt)).values[0]!;
  if (!(xiG >= jacobianTolerance)) {
    const size = norm(constraints).toPrecision(2);
    return {
      outcome: `singular: λ_min(G Gᵀ) = ${xiG.toPrecision(2)} is below ${jacobianTolerance}, with ‖c‖ = ${size}`,
    };
  }
  const shift = m < n && !(leastReducedEigenvalue(H, Gt) >= eigenTolerance) ? xiB + norm(H.data) : 0;
  const B = shifted(H, shift);
  const K = zeros(n + m, n + m);
  const N = n + m;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) K.data[i * N + j] = B.data[i * n + j]!;
    for (let j = 0; j < m; j++) {
      K.data[i * N + n + j] = G.data[j * n + i]!;
      K.data[(n + j) * N + i] = G.data[j * n + i]!;
    }
  }
  return { K, B, shift, xiG };
}

/** λ_min(Zᵀ H Z), Z being an orthonormal basis of the null space of G. */
function leastReducedEigenvalue(H: Matrix, Gt: Matrix): number {
  const { Q } = qr(Gt, { full: true });
  const n = H.rows;
  const m = Gt.columns;
  const Z = zeros(n, n - m);
  for (let i = 0; i < n; i++) {
    for (let j = m; j < n; j++) Z.data[i * (n - m) + j - m] = Q.data[i * n + j]!;
  }
  return symmetricEigen(multiply(transpose(Z), multiply(H, Z))).values[0]!;
}

/** H + t I */
export const shifted = (H: Matrix, t: number): Matrix => ({
  ...H,
  data: H.data.map((value, k) => (k % (H.rows + 1) === 0 ? value + t : value)),
});

/** ∇L = (∇ₓL, c) as one vector. */
export const fullGradient = ({ lagrangianGradient, constraints }: KktPoint): Float64Array =>
  Float64Array.from([...lagrangianGradient, ...constraints]);
