import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { fraction, nonnegative, positive, readOptions, z as schema } from "../../core/options.ts";
import * as tree from "../../engine/tree.ts";
import type { Aggregator } from "./aggregator.ts";
import { clippedAdamOptions, withAdam } from "./with-adam.ts";

const samGsAggregatorOptions = schema.object({
  /** Decay β₁ of the momenta, in [0, 1). Default 0.9 (the paper). */
  beta1: fraction().default(0.9),
  /** Decay β₂ of the running dissimilarity, in [0, 1). Default 0.99 (the paper); 0.9 for its CityScapes and NYU-v2. */
  beta2: fraction().default(0.99),
  /** γ ≥ 0: below this similarity lengths are equalised. Default 0.1 (the paper's toys); 0.9 for its benchmarks. */
  threshold: nonnegative().default(0.1),
  /** ε > 0, added to the running dissimilarity at every update. Default 1e-8 (official code). */
  epsilon: positive().default(1e-8),
  /** Added to the root: 0 (official code) or 1e-8 (the paper). Default 0. */
  outerEpsilon: nonnegative().default(0),
  /** Ψ over all pairs of tasks: their mean, or the smallest (the paper's reinforcement learning). Default "mean". */
  similarity: schema.enum(["mean", "min"], "must be 'mean' or 'min'").default("mean"),
  /** Which Ψ the dissimilarity runs over: the same, or the mean (official code for "min"). Default "same". */
  similarityForH: schema.enum(["same", "mean"], "must be 'same' or 'mean'").default("same"),
});

export const samGsOptions = samGsAggregatorOptions.extend(clippedAdamOptions);

export type SamGsAggregatorOptions = z.input<typeof samGsAggregatorOptions>;
export type SamGsOptions = z.input<typeof samGsOptions>;

/** h: running dissimilarity; t: updates. The momenta m_k are arrays, K × n_l each. */
export type SamGsMemory = { h: number; t: number };

/**
 * The aggregator of SAM-GS: equalises the lengths of the task gradients where they disagree, and weights each coordinate
 * by the task's own momentum where they agree.
 *
 *     Ψ = mean (or min) over pairs i < j of ψ(g_i, g_j) = 2 ‖g_i‖ ‖g_j‖ / (‖g_i‖² + ‖g_j‖²)
 *     m_k ← β₁ m_k + (1 − β₁) g_k,                     m̂_k = m_k / (1 − β₁ᵗ)
 *     h ← β₂ h + (1 − β₂) (1 − Ψ)² + ε,                ĥ = h / (1 − β₂ᵗ)
 *     Ψ < γ:      d = Σ_k (mean_j ‖g_j‖ / ‖g_k‖) g_k
 *     otherwise:  d = Σ_k |m̂_k| ∘ g_k / (√ĥ + outerEpsilon)
 *
 * Two things follow the official code where the paper's text differs: pairs of a task with itself are not counted (with
 * them, two tasks always have Ψ ≥ 1/2, and the paper's γ = 0.1 would never act), and the first case scales by the ratio of
 * lengths once, not twice. The gradient enters the second case twice: losses s times as large make d s² times as long.
 * It is up to 1/√ε̂ = 1000 times as long as |m̂| where lengths agree, so clip it or use an optimizer that does not mind.
 * |m̂| never turns a gradient around.
 *
 * Gradients of 0 are not in the paper [reconstructed]: two of them have ψ = 1, one has ψ = 0 with any other; in the first
 * case a gradient of 0 adds nothing but counts in the mean length. A single task has Ψ = 1.
 *
 * Cost per update: O(K n), no systems to solve; memory: K n numbers. h is kept in float64 on the host.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source T. Borsani, A. Rosani, G. Nicosia, G. Di Fatta, Gradient Similarity Surgery in Multi-Task Deep Learning, 2025,
 * arXiv 2506.06130, algorithm 1 and equation (3), with its official code.
 * @example
 * descendTasks("SAM-GS and SGD", samGsAggregator({ threshold: 0.9 }), chain(clipByGlobalNorm(1), scaleByLearningRate(0.1)));
 */
export function samGsAggregator(options: SamGsAggregatorOptions = {}): Aggregator<SamGsMemory> {
  const settings = readOptions("samGsAggregator", samGsAggregatorOptions, options);
  const { beta1, beta2, threshold, epsilon, outerEpsilon, similarity, similarityForH } = settings;
  return {
    name: "sam-gs",
    looksAt: "lengths",
    remember: () => ({ h: 0, t: 0 }),
    arrays: (gradients) => tree.zerosLike(gradients),

    decide({ norms }, memory) {
      const t = memory.t + 1;
      const { mean, smallest } = pairwiseSimilarity(norms);
      const psi = similarity === "mean" ? mean : smallest;
      const dissimilarity = 1 - (similarityForH === "mean" ? mean : psi);
      const h = beta2 * memory.h + (1 - beta2) * dissimilarity ** 2 + epsilon;
      const hHat = h / (1 - beta2 ** t);
      const isEqualised = psi < threshold;
      const meanNorm = norms.reduce((sum, norm) => sum + norm, 0) / norms.length;
      const weights = norms.map((norm) => (isEqualised && norm !== 0 ? meanNorm / norm : 0));
      const momentumWeight = isEqualised ? 0 : 1 / ((1 - beta1 ** t) * (Math.sqrt(hHat) + outerEpsilon));
      return {
        weights,
        numbers: [momentumWeight],
        memory: { h, t },
        diagnostics: { similarity: psi, isEqualised: Number(isEqualised), h, hHat },
      };
    },

    combine({ gradients, weights, numbers, arrays }) {
      const [momentumWeight] = numbers as [np.Array];
      const m = tree.map(
        (m, g) => m.mul(beta1).add(g.mul(1 - beta1)),
        arrays,
        tree.ref(gradients) as np.Array[],
      ) as np.Array[];
      const direction = gradients.map((g, l) => {
        const factors = np
          .absolute(m[l]!.ref)
          .mul(momentumWeight.ref)
          .add(weights.ref.reshape([-1, 1]));
        return factors.mul(g).sum(0);
      });
      return { direction, arrays: m };
    },
  };
}

/**
 * Mean and minimum of ψ over all pairs. With r the ratio of the smaller length to the larger, ψ = 2 r / (1 + r²): squares
 * of lengths would overflow.
 */
export function pairwiseSimilarity(norms: Float64Array): { mean: number; smallest: number } {
  let [sum, smallest, pairs] = [0, 1, 0];
  for (let i = 0; i < norms.length; i++) {
    for (let j = i + 1; j < norms.length; j++) {
      const larger = Math.max(norms[i]!, norms[j]!);
      const r = larger === 0 ? 1 : Math.min(norms[i]!, norms[j]!) / larger;
      const psi = (2 * r) / (1 + r * r);
      sum += psi;
      smallest = Math.min(smallest, psi);
      pairs++;
    }
  }
  return { mean: pairs === 0 ? 1 : sum / pairs, smallest };
}

/**
 * SAM-GS with Adam: similarity-aware surgery of the task gradients (see `samGsAggregator` for the equations), clipped to
 * a length, then Adam's step.
 *
 *     d = SAM-GS(g_1, …, g_K),  d ← d min(1, clip/‖d‖),  θ ← θ − α Adam(d)
 *
 * Cost per step: K gradients; memory: K n numbers for the gradients, K n for the momenta, 2 n for Adam.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `taskLosses` or no `initial`.
 * @source T. Borsani et al., 2025, arXiv 2506.06130, algorithm 1, with clipping and Adam as in the official code.
 * @example
 * const { answer } = await minimize(multiTaskToy1(), samGs({ learningRate: 1e-2 }), { steps: 2000 });
 */
export function samGs(options: SamGsOptions = {}) {
  const { learningRate, clip, scaleByTasks, ...surgery } = readOptions("sam-gs", samGsOptions, options);
  return withAdam(samGsAggregator(surgery), { learningRate, clip, scaleByTasks });
}
