import { type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import type { IrreduciblePart } from "./irreducible-parts.ts";

/**
 * How a node's weights spread over the irreducible parts of a group, parts × K: the squared length of both operands' halves
 * in each part, frequencies pooled with their conjugates. Shares of each node's power; a node without weights has none.
 *
 * @param W 2 M × K: rows of the first operand's elements, then those of the second's.
 * @throws {RangeError} if W has not 2 M rows.
 * @example
 * const shares = featurePower(await problem.hiddenWeights(params), irreducibleParts(problem.group));
 */
export function featurePower(W: Matrix, parts: readonly IrreduciblePart[]): Matrix {
  const { columns: K, data } = W;
  const order = parts[0]!.basis.rows;
  if (W.rows !== 2 * order) throw new RangeError(`W must have ${2 * order} rows, two for each element, got ${W.rows}`);
  const power = zeros(parts.length, K);
  const total = new Float64Array(K);
  for (const [p, { basis }] of parts.entries()) {
    for (const half of [0, order]) {
      for (let f = 0; f < basis.columns; f++) {
        const along = new Float64Array(K);
        for (let g = 0; g < order; g++) {
          const factor = basis.data[g * basis.columns + f]!;
          const row = (half + g) * K;
          for (let j = 0; j < K; j++) along[j]! += factor * data[row + j]!;
        }
        for (let j = 0; j < K; j++) power.data[p * K + j]! += along[j]! ** 2;
      }
    }
    for (let j = 0; j < K; j++) total[j]! += power.data[p * K + j]!;
  }
  return { ...power, data: power.data.map((x, i) => (total[i % K]! > 0 ? x / total[i % K]! : 0)) };
}

/** What single nodes stand for, and how many different things all of them do. */
export type FeaturePurity = {
  /** The share of each node's power in its strongest part. */
  purity: Float64Array;
  /** The number of that part, in the order of `parts`. */
  strongest: Int32Array;
  /** How many different parts, the trivial one left aside, have a node that is purer than the threshold. */
  distinct: number;
};

/**
 * Reads purity from the shares of `featurePower`.
 * @example
 * const { purity, distinct } = featurePurity(featurePower(W, parts), parts);
 */
export function featurePurity(
  power: Matrix,
  parts: readonly IrreduciblePart[],
  { threshold = 0.9 }: { threshold?: number } = {},
): FeaturePurity {
  const K = power.columns;
  const strongest = new Int32Array(K);
  for (let p = 1; p < power.rows; p++) {
    for (let j = 0; j < K; j++) {
      if (power.data[p * K + j]! > power.data[strongest[j]! * K + j]!) strongest[j] = p;
    }
  }
  const purity = Float64Array.from(strongest, (p, j) => power.data[p * K + j]!);
  const found = new Set(strongest.filter((p, j) => purity[j]! > threshold && !parts[p]!.isTrivial));
  return { purity, strongest, distinct: found.size };
}
