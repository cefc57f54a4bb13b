import { randomizedSvd, svd, symmetricEigen } from "../../engine/linear-algebra/decompositions.ts";
import { applyTransposed, type Matrix } from "../../engine/linear-algebra/matrix.ts";
import type { RowSpace } from "./row-space.ts";

/** The singular values of M, and what they do to a right-hand side R. */
export type Spectrum = {
  /** In descending order; NaN where M is not finite. */
  values: Float64Array;
  /** Mᵀ U diag(f) Uᵀ R: for f = 1/s² the least-squares solution of M δ = R, for f = 1/(s² + μ) the damped one. */
  solve(factors: Float64Array): Promise<Float64Array>;
};

export type Decomposition =
  | { kind: "gram" }
  | { kind: "svd" }
  /** The `rank` largest, from a random sample of the rows' span. */
  | { kind: "randomized"; rank: number; seed: number };

/**
 * Decomposes M for the right-hand side R.
 *
 * "gram" takes the eigenvalues of M Mᵀ or of Mᵀ M, whichever is smaller: singular values below √(machine ε) s_max are
 * noise there. "svd" resolves them down to ε s_max; it needs M in store, and about ten times the time.
 */
export async function decompose(M: RowSpace, R: Float64Array, decomposition: Decomposition): Promise<Spectrum> {
  if (decomposition.kind !== "gram") {
    const stored = M.matrix!();
    const { U, values, V } =
      decomposition.kind === "svd"
        ? svd(stored)
        : randomizedSvd(stored, decomposition.rank, {
            // The official code's: five more samples than the rank, one pass.
            oversampling: 5,
            powerIterations: 1,
            seed: decomposition.seed,
          });
    const coefficients = applyTransposed(U, R).map((c, i) => c * values[i]!);
    return { values, solve: async (factors) => expand(V, coefficients, factors) };
  }
  if (M.rows <= M.columns) {
    const { values, vectors } = descending(symmetricEigen(await M.gram()));
    const coefficients = applyTransposed(vectors, R);
    return { values, solve: (factors) => M.combine(expand(vectors, coefficients, factors)) };
  }
  const { values, vectors } = descending(symmetricEigen(await M.columnGram()));
  const coefficients = applyTransposed(vectors, await M.combine(R));
  return { values, solve: async (factors) => expand(vectors, coefficients, factors) };
}

/** Σ_j factors_j coefficients_j (column j of the vectors), over those with a factor. */
function expand(vectors: Matrix, coefficients: Float64Array, factors: Float64Array): Float64Array {
  const result = new Float64Array(vectors.rows);
  for (let j = 0; j < factors.length; j++) {
    const factor = factors[j]! * coefficients[j]!;
    if (factors[j] === 0) continue;
    for (let i = 0; i < result.length; i++) result[i]! += factor * vectors.data[i * vectors.columns + j]!;
  }
  return result;
}

/** Singular values from the eigenvalues of a Gram matrix: those that rounding made negative are 0. */
function descending({ values, vectors }: { values: Float64Array; vectors: Matrix }) {
  const { rows, columns, data } = vectors;
  const reversed = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) reversed[i * columns + j] = data[i * columns + columns - 1 - j]!;
  }
  const roots = values.map((value) => Math.sqrt(Math.max(value, 0))).reverse();
  return { values: roots, vectors: { rows, columns, data: reversed } };
}

export type Truncation = {
  /** At most so many singular values. */
  rank: number;
  /** Only those above this share of the largest. */
  rtol: number;
  /** And above this. */
  tolerance: number;
};

/** 1/s² for the singular values that are kept and 0 for the rest; and how many are kept. NaN stays NaN. */
export function truncated(
  values: Float64Array,
  { rank, rtol, tolerance }: Truncation,
): { factors: Float64Array; kept: number } {
  const largest = values[0] ?? 0;
  if (Number.isNaN(largest)) return { factors: values.slice(), kept: 0 };
  let kept = 0;
  while (kept < Math.min(rank, values.length) && values[kept]! > rtol * largest) kept++;
  const factors = values.map((s, i) => (i < kept && s > tolerance ? 1 / (s * s) : 0));
  return { factors, kept };
}
