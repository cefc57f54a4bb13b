import { OptionError } from "../../core/errors.ts";
import type { HasFeatureEnergy } from "../../core/problem.ts";
import { type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { activationForms, type HiddenActivation } from "./hidden-activation.ts";
import type { PairSamples } from "./pair-samples.ts";

export type PairEnergyParts = {
  /** M: elements; a node has 2 M weights, first those of the first operand. */
  order: number;
  samples: PairSamples;
  /** σ. Default "sqr". */
  activation?: HiddenActivation;
  /** Whether the mean over samples is taken off the labels. With one class alone nothing would be left. Default true. */
  isCentred?: boolean;
  /** p_i: how much each sample counts. Default 1. */
  sampleWeights?: ArrayLike<number>;
};

/**
 * The energy that a hidden node climbs in independent feature learning, by gathering rows: X is never formed.
 *
 *     E(w) = ½ ‖Ỹᵀ σ(X w)‖²,   ∇E = Xᵀ (σ′(X w) ∘ (Ỹ Ỹᵀ σ(X w)))
 *
 * Ỹ = (I − 1 1ᵀ/n) Y, Y one-hot; X w is w[a] + w[M + b] for the pair (a, b). With weights p_i, σ(X w) is p ∘ σ(X w).
 * On all pairs of a group, with σ = x² and ‖w‖ = 1, every local maximum lies in one irreducible representation of dimension d:
 * E = M/(2 d) for a real one, M/(4 d) for a pair of conjugates. Cost: O(n K) for K nodes; memory: (classes + 2 M) K numbers.
 *
 * @throws {OptionError} if the weights are not one for each sample.
 * @throws {RangeError} if the nodes have not 2 M weights each.
 * @source Y. Tian, Provable Scaling Laws of Feature Emergence, 2025, arXiv 2509.21519, theorems 1, 2 and 5. The printed maxima
 * are a quarter of these: they belong to σ = x²/2.
 * @example
 * const energy = pairEnergyOf({ order: 23, samples: pairsOf(cyclicGroup(23)) });
 */
export function pairEnergyOf(parts: PairEnergyParts): HasFeatureEnergy {
  const { order, samples, activation = "sqr", isCentred = true, sampleWeights } = parts;
  const { first, second, labels } = samples;
  const { value, slope } = activationForms(activation);
  const n = labels.length;
  if (sampleWeights && sampleWeights.length !== n) {
    throw new OptionError(`pairEnergyOf: sampleWeights must be ${n}, one for each sample, got ${sampleWeights.length}`);
  }
  const weightOf = (i: number) => sampleWeights?.[i] ?? 1;
  const counts = new Float64Array(order);
  for (const label of labels) counts[label]!++;

  return {
    inputs: 2 * order,
    featureEnergy(W) {
      const { rows, columns: K, data } = W;
      if (rows !== 2 * order) throw new RangeError(`nodes must have ${2 * order} weights, got ${rows}`);
      // Ỹᵀ σ(X w), a row a class.
      const sums = zeros(order, K);
      const total = new Float64Array(K);
      for (let i = 0; i < n; i++) {
        const [a, b, c, p] = [first[i]! * K, (order + second[i]!) * K, labels[i]! * K, weightOf(i)];
        for (let j = 0; j < K; j++) {
          const s = p * value(data[a + j]! + data[b + j]!);
          sums.data[c + j]! += s;
          total[j]! += s;
        }
      }
      if (isCentred) subtractOuter(sums, counts, total, n);
      const energies = new Float64Array(K);
      for (let c = 0; c < order * K; c++) energies[c % K]! += 0.5 * sums.data[c]! ** 2;

      const centre = new Float64Array(K);
      if (isCentred)
        for (let c = 0; c < order * K; c++) centre[c % K]! += (counts[Math.floor(c / K)]! / n) * sums.data[c]!;
      const gradient = zeros(rows, K);
      for (let i = 0; i < n; i++) {
        const [a, b, c, p] = [first[i]! * K, (order + second[i]!) * K, labels[i]! * K, weightOf(i)];
        for (let j = 0; j < K; j++) {
          const g = p * slope(data[a + j]! + data[b + j]!) * (sums.data[c + j]! - centre[j]!);
          gradient.data[a + j]! += g;
          gradient.data[b + j]! += g;
        }
      }
      return { energies, gradient };
    },
  };
}

/** A ← A − counts totalᵀ/n */
function subtractOuter(A: Matrix, counts: Float64Array, total: Float64Array, n: number): void {
  for (let c = 0; c < A.rows; c++) {
    const share = counts[c]! / n;
    for (let j = 0; j < A.columns; j++) A.data[c * A.columns + j]! -= share * total[j]!;
  }
}
