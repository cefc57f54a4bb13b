import type { ReluTraining } from "../../core/relu-training.ts";
import { conjugateGradients } from "../../engine/linear-algebra/conjugate-gradients.ts";
import { innerProducts } from "../../engine/linear-algebra/inner-products.ts";
import { type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { cholesky, solveCholesky } from "../../engine/linear-algebra/solve.ts";
import type { OtherVariables } from "./block-descent.ts";
import type { ConvexProgram } from "./convex-program.ts";

/** Solves step 1 for half squared errors, and tells how often it passed over the samples. */
export type ExactStep = (
  state: OtherVariables & { u: Float64Array },
) => { u: Float64Array; passes: number } | Promise<{ u: Float64Array; passes: number }>;

/** Fᵀy/ρ + v − λ + Gᵀ(s − ν) */
function rightHandSide(program: ConvexProgram, Fty: Float64Array, rho: number, { v, s, lambda, nu }: OtherVariables) {
  const pulled = program.pullBackGates(s.map((value, k) => value - nu[k]!));
  return pulled.map((value, k) => value + Fty[k]! / rho + v[k]! - lambda[k]!);
}

/**
 * (I + FᵀF/ρ + GᵀG) u = r by Cholesky factors that are made once. GᵀG is XᵀX on each block, and F sees the differences
 * p = u − z of a pattern's two blocks alone, so that with m = u + z
 *
 *     (I + XᵀX) m_i = r_i + r_{P+i},   (I⊗(I + XᵀX) + 2 F₀ᵀF₀/ρ) p = r_{1…P} − r_{P+1…2P}
 */
export function exactStepByFactor(
  program: ConvexProgram,
  { X, y }: ReluTraining,
  patterns: Matrix,
  rho: number,
): ExactStep {
  const { n, d, P, XtX } = program;
  const sums = { ...XtX, data: XtX.data.map((value, k) => value + Number(k % (d + 1) === 0)) };
  const rows = zeros(P * d, n);
  for (let i = 0; i < P; i++) {
    for (let l = 0; l < d; l++) {
      for (let k = 0; k < n; k++) rows.data[(i * d + l) * n + k] = patterns.data[i * n + k]! * X.data[k * d + l]!;
    }
  }
  const differences = innerProducts(rows, rows);
  for (let k = 0; k < differences.data.length; k++) differences.data[k]! *= 2 / rho;
  for (let i = 0; i < P; i++) {
    for (let a = 0; a < d; a++) {
      for (let b = 0; b < d; b++) differences.data[(i * d + a) * P * d + i * d + b]! += sums.data[a * d + b]!;
    }
  }
  const [ofSums, ofDifferences] = [cholesky(sums), cholesky(differences)];
  // Finite data make both at least I; only an overflow could do otherwise.
  if (!ofSums || !ofDifferences) throw new RangeError("the numbers of X are too large for a factor in float64");
  const Fty = program.pullBack(y);

  return (state) => {
    const r = rightHandSide(program, Fty, rho, state);
    const half = P * d;
    const p = solveCholesky(
      ofDifferences,
      r.subarray(0, half).map((value, k) => value - r[half + k]!),
    );
    const u = new Float64Array(2 * half);
    for (let i = 0; i < P; i++) {
      const both = r.subarray(i * d, (i + 1) * d).map((value, l) => value + r[half + i * d + l]!);
      const m = solveCholesky(ofSums, both);
      for (let l = 0; l < d; l++) {
        u[i * d + l] = (m[l]! + p[i * d + l]!) / 2;
        u[half + i * d + l] = (m[l]! - p[i * d + l]!) / 2;
      }
    }
    return { u, passes: 1 };
  };
}

/** The same system by conjugate gradients from the last u: products alone, no factor. */
export function exactStepByGradients(
  program: ConvexProgram,
  { y }: ReluTraining,
  rho: number,
  tolerance: number,
): ExactStep {
  const Fty = program.pullBack(y);
  const A = (u: Float64Array) => {
    const fitted = program.pullBack(program.predictions(u));
    const gated = program.pullBackGates(program.gates(u));
    return u.map((value, k) => value + fitted[k]! / rho + gated[k]!);
  };
  return async (state) => {
    const r = rightHandSide(program, Fty, rho, state);
    const { x, iterations } = await conjugateGradients(A, r, {
      tolerance,
      start: state.u,
      maximumIterations: 2 * r.length,
    });
    return { u: x, passes: iterations + 1 };
  };
}
