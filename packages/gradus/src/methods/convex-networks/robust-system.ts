import { innerProducts } from "../../engine/linear-algebra/inner-products.ts";
import { type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { cholesky, solveCholesky } from "../../engine/linear-algebra/solve.ts";
import type { ConvexProgram } from "./convex-program.ts";
import { sampleWeights } from "./worst-case.ts";

/** Variables and their scaled duals: a = b, q = Σ σ_j D_j a_j, s = G a − ε τ, c = (e/ε) ∘ a, t = τ. */
export type RobustVariables = {
  b: Float64Array;
  q: Float64Array;
  s: Float64Array;
  c: Float64Array;
  t: Float64Array;
};

/** The best (a, τ) for copies and duals, as what copies are compared with. */
export type RobustSystem = (copies: RobustVariables, duals: RobustVariables) => RobustVariables;

/**
 * The linear step of convex adversarial training, with Cholesky factors that are made once.
 *
 *     (I + diag(e/ε)² + XᵀX) a_j − ε G_jᵀ1 τ_j + σ_j Σ_i σ_i ⟨D_i, D_j⟩ a_i,   −ε (G_jᵀ1)ᵀ a_j + (1 + n ε²) τ_j
 *
 * Q sees the differences of a pattern's two blocks alone, so that sums part into systems of size d + 1 each.
 */
export function robustSystem(
  program: ConvexProgram,
  patterns: Matrix,
  epsilon: number,
  shares: Float64Array,
): RobustSystem {
  const { n, d, P, XtX } = program;
  const size = d + 1;
  /** G_iᵀ 1 */
  const pulls = program.pullBackGates(new Float64Array(2 * P * n).fill(1));
  const ofOne = (i: number): Matrix => {
    const A = zeros(size, size);
    for (let l = 0; l < d; l++) {
      for (let m = 0; m < d; m++) A.data[l * size + m] = XtX.data[l * d + m]!;
      A.data[l * size + l]! += 1 + shares[l]! ** 2;
      A.data[d * size + l] = -epsilon * pulls[i * d + l]!;
      A.data[l * size + d] = A.data[d * size + l]!;
    }
    A.data[d * size + d] = 1 + n * epsilon * epsilon;
    return A;
  };
  const own = Array.from({ length: P }, (_, i) => ofOne(i));
  const shared = innerProducts(patterns, patterns);
  const differences = zeros(P * size, P * size);
  for (let i = 0; i < P; i++) {
    for (let a = 0; a < size; a++) {
      const row = (i * size + a) * P * size;
      for (let b = 0; b < size; b++) differences.data[row + i * size + b] = own[i]!.data[a * size + b]!;
      if (a < d) for (let j = 0; j < P; j++) differences.data[row + j * size + a]! += 2 * shared.data[i * P + j]!;
    }
  }
  const factor = (A: Matrix) => {
    const L = cholesky(A);
    // Finite data make it at least I on a; only an overflow could do otherwise.
    if (!L) throw new RangeError("the numbers of X are too large for a factor in float64");
    return L;
  };
  const [ofSums, ofDifferences] = [own.map(factor), factor(differences)];

  return (copies, duals) => {
    const less = (name: keyof RobustVariables) => copies[name].map((value, k) => value - duals[name][k]!);
    const [b, q, s, c, t] = [less("b"), less("q"), less("s"), less("c"), less("t")];
    const gated = program.pullBackGates(s);
    const fitted = pullBackWeights(program, patterns, q);
    // Right-hand sides, block after block with its τ.
    const r = new Float64Array(2 * P * size);
    for (let j = 0; j < 2 * P; j++) {
      const sign = j < P ? 1 : -1;
      for (let l = 0; l < d; l++) {
        const k = j * d + l;
        r[j * size + l] = b[k]! + sign * fitted[(j % P) * d + l]! + gated[k]! + shares[l]! * c[k]!;
      }
      let gateSum = 0;
      for (let k = 0; k < n; k++) gateSum += s[j * n + k]!;
      r[j * size + d] = t[j]! - epsilon * gateSum;
    }
    const half = P * size;
    const difference = solveCholesky(
      ofDifferences,
      r.subarray(0, half).map((value, k) => value - r[half + k]!),
    );
    const a = new Float64Array(2 * P * d);
    const tau = new Float64Array(2 * P);
    for (let i = 0; i < P; i++) {
      const both = r.subarray(i * size, (i + 1) * size).map((value, k) => value + r[half + i * size + k]!);
      const sum = solveCholesky(ofSums[i]!, both);
      for (let l = 0; l < d; l++) {
        a[i * d + l] = (sum[l]! + difference[i * size + l]!) / 2;
        a[(P + i) * d + l] = (sum[l]! - difference[i * size + l]!) / 2;
      }
      tau[i] = (sum[d]! + difference[i * size + d]!) / 2;
      tau[P + i] = (sum[d]! - difference[i * size + d]!) / 2;
    }
    return {
      b: a,
      q: sampleWeights(program, patterns.data, a),
      s: program.gates(a).map((gate, k) => gate - epsilon * tau[Math.floor(k / n)]!),
      c: a.map((value, k) => shares[k % d]! * value),
      t: tau,
    };
  };
}

/** Σ_k D_{i,kk} q_k for each pattern. */
function pullBackWeights({ n, d, P }: ConvexProgram, patterns: Matrix, q: Float64Array): Float64Array {
  const result = new Float64Array(P * d);
  for (let i = 0; i < P; i++) {
    for (let k = 0; k < n; k++) {
      if (patterns.data[i * n + k] === 0) continue;
      for (let l = 0; l < d; l++) result[i * d + l]! += q[k * d + l]!;
    }
  }
  return result;
}
