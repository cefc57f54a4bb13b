import { OptionError } from "../../core/errors.ts";
import type { ReluTraining } from "../../core/relu-training.ts";
import { innerProducts } from "../../engine/linear-algebra/inner-products.ts";
import { type Matrix, transpose } from "../../engine/linear-algebra/matrix.ts";

/*
 * The convex program over patterns D_1 … D_P. Blocks of length d stand one after the other, [u_1 … u_P, z_1 … z_P], gates
 * of length n likewise. F_i = D_i X, G_i = (2 D_i − I) X, F = [F_1 … F_P, −F_1 … −F_P], G = blkdiag(G_1 … G_P, G_1 … G_P).
 * Neither is formed.
 */
export type ConvexProgram = {
  /** Samples, features, patterns. */
  n: number;
  d: number;
  P: number;
  /** XᵀX = G_iᵀG_i for each i. */
  XtX: Matrix;
  /** F u = Σ_i D_i X (u_i − z_i). */
  predictions(u: Float64Array): Float64Array;
  /** Fᵀ h */
  pullBack(h: Float64Array): Float64Array;
  /** F_j u_j, added to ŷ: what one block, times `factor`, contributes. */
  addBlock(yhat: Float64Array, j: number, block: Float64Array, factor: number): void;
  /** F_jᵀ h for one block. */
  pullBackBlock(j: number, h: Float64Array): Float64Array;
  /** G u */
  gates(u: Float64Array): Float64Array;
  /** Gᵀ s */
  pullBackGates(s: Float64Array): Float64Array;
  /** ‖v_j‖ for each block. */
  lengths(v: Float64Array): Float64Array;
  /** ℓ(F v, y) + β Σ ‖v_j‖ */
  objective(v: Float64Array): number;
  /** The largest entry of (−G v)₊. */
  violation(v: Float64Array): number;
};

/** @throws {OptionError} if there is no pattern or patterns are of other samples. */
export function convexProgram({ X, y, beta, loss }: ReluTraining, patterns: Matrix): ConvexProgram {
  const [n, d, P] = [X.rows, X.columns, patterns.rows];
  if (P === 0) throw new OptionError("convexProgram: patterns must be at least one, got none");
  if (patterns.columns !== n) {
    throw new OptionError(`convexProgram: patterns must be of ${n} samples, got ${patterns.columns}`);
  }
  const x = X.data;
  const D = patterns.data;
  const XT = transpose(X);

  function addBlock(yhat: Float64Array, j: number, block: Float64Array, factor: number) {
    const start = (j % P) * n;
    const signed = j < P ? factor : -factor;
    for (let k = 0; k < n; k++) {
      if (D[start + k] === 0) continue;
      let sum = 0;
      for (let l = 0; l < d; l++) sum += x[k * d + l]! * block[l]!;
      yhat[k]! += signed * sum;
    }
  }

  function pullBackBlock(j: number, h: Float64Array) {
    const start = (j % P) * n;
    const result = new Float64Array(d);
    for (let k = 0; k < n; k++) {
      if (D[start + k] === 0) continue;
      const weight = j < P ? h[k]! : -h[k]!;
      for (let l = 0; l < d; l++) result[l]! += weight * x[k * d + l]!;
    }
    return result;
  }

  function predictions(u: Float64Array) {
    const yhat = new Float64Array(n);
    const difference = new Float64Array(d);
    for (let i = 0; i < P; i++) {
      for (let l = 0; l < d; l++) difference[l] = u[i * d + l]! - u[(P + i) * d + l]!;
      addBlock(yhat, i, difference, 1);
    }
    return yhat;
  }

  function gates(u: Float64Array) {
    const result = new Float64Array(2 * P * n);
    for (let j = 0; j < 2 * P; j++) {
      const start = (j % P) * n;
      for (let k = 0; k < n; k++) {
        let sum = 0;
        for (let l = 0; l < d; l++) sum += x[k * d + l]! * u[j * d + l]!;
        result[j * n + k] = D[start + k] === 0 ? -sum : sum;
      }
    }
    return result;
  }

  function lengths(v: Float64Array) {
    const result = new Float64Array(2 * P);
    for (let j = 0; j < 2 * P; j++) {
      let sum = 0;
      for (let l = 0; l < d; l++) sum += v[j * d + l]! ** 2;
      result[j] = Math.sqrt(sum);
    }
    return result;
  }

  return {
    n,
    d,
    P,
    XtX: innerProducts(XT, XT),
    predictions,
    addBlock,
    pullBackBlock,
    gates,
    lengths,
    pullBack(h) {
      const result = new Float64Array(2 * P * d);
      for (let i = 0; i < P; i++) {
        const block = pullBackBlock(i, h);
        for (let l = 0; l < d; l++) {
          result[i * d + l] = block[l]!;
          result[(P + i) * d + l] = -block[l]!;
        }
      }
      return result;
    },
    pullBackGates(s) {
      const result = new Float64Array(2 * P * d);
      for (let j = 0; j < 2 * P; j++) {
        const start = (j % P) * n;
        for (let k = 0; k < n; k++) {
          const weight = D[start + k] === 0 ? -s[j * n + k]! : s[j * n + k]!;
          for (let l = 0; l < d; l++) result[j * d + l]! += weight * x[k * d + l]!;
        }
      }
      return result;
    },
    objective: (v) => loss.value(predictions(v), y) + beta * lengths(v).reduce((sum, length) => sum + length, 0),
    violation: (v) => gates(v).reduce((worst, g) => Math.max(worst, -g), 0),
  };
}
