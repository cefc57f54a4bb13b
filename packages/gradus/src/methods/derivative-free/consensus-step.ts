import { type Matrix, toRows } from "../../engine/linear-algebra/matrix.ts";
import { addNoise, type NoiseKind } from "./particle-noise.ts";

/** How particles move towards a consensus. */
export type ConsensusMove = {
  /** λ Δt, the share of the way that is gone. */
  drift: number;
  /** σ √Δt, in front of the noise. */
  diffusion: number;
  noise: NoiseKind;
  /** M: differences count as at most M in the noise. */
  truncation?: number | undefined;
  /** Whether the noise is that of the particle before ("euler") or after the drift ("sequential"). */
  order: "euler" | "sequential";
  /** A factor H_i on each particle's drift. */
  correction?: Float64Array | undefined;
};

/**
 * x_i ← x_i − λ Δt H_i (x_i − c) + σ √Δt D(x_i − c) ξ_i for the rows from `first` up to `last` of X, in place. `xi` has
 * the normals of row `first` first.
 */
export function moveTowards(
  X: Matrix,
  c: Float64Array,
  xi: ArrayLike<number>,
  { drift, diffusion, noise, truncation, order, correction }: ConsensusMove,
  [first, last]: [number, number] = [0, X.rows],
): void {
  const rows = toRows(X);
  const v = new Float64Array(X.columns);
  for (let i = first; i < last; i++) {
    const x = rows[i]!;
    const share = drift * (correction?.[i] ?? 1);
    for (let j = 0; j < x.length; j++) {
      v[j] = x[j]! - c[j]!;
      x[j]! -= share * v[j]!;
      if (order === "sequential") v[j] = x[j]! - c[j]!;
    }
    addNoise(x, v, xi, (i - first) * X.columns, {
      kind: noise,
      scale: diffusion,
      ...(truncation !== undefined && { truncation }),
    });
  }
}

/** The mean distance of the rows from c. */
export function meanDistance(X: Matrix, c: Float64Array): number {
  let total = 0;
  for (const x of toRows(X)) {
    let square = 0;
    for (let j = 0; j < x.length; j++) square += (x[j]! - c[j]!) ** 2;
    total += Math.sqrt(square);
  }
  return total / X.rows;
}
