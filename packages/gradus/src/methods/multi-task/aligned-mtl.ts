import type { z } from "zod";
import { readOptions, z as schema } from "../../core/options.ts";
import { symmetricEigen } from "../../engine/linear-algebra/decompositions.ts";
import { type Aggregator, innerProductsOf, weighing } from "./aggregator.ts";
import { clippedAdamOptions, withAdam } from "./with-adam.ts";

export const alignedMtlOptions = schema.object(clippedAdamOptions);
export type AlignedMtlOptions = z.input<typeof alignedMtlOptions>;

/**
 * The aggregator of Aligned-MTL: the task gradients are turned into orthogonal ones of one length, the smallest that
 * their matrix has, and added.
 *
 *     G Gᵀ = V diag(λ) Vᵀ, kept: λ > λ_max K eps,  B = √λ_min V diag(λ^(−1/2)) Vᵀ,  d = Σ_k (B 1)_k g_k
 *
 * λ_min is the smallest that is kept, eps the gradients' precision. If all gradients are 0, so is d.
 *
 * Cost per update: K² n for inner products, eigenvalues of a K × K matrix on the host; no memory.
 * @source D. Senushkin et al., Independent Component Alignment for Multi-Task Learning, 2023, arXiv 2305.19000,
 * algorithm 1 (scale "min").
 * @example
 * descendTasks("Aligned-MTL and SGD", alignedMtlAggregator(), scaleByLearningRate(0.1));
 */
export const alignedMtlAggregator = (): Aggregator<Record<string, never>> =>
  weighing("aligned-mtl", (view) => {
    const K = view.norms.length;
    const weights = new Float64Array(K);
    const { values, vectors } = symmetricEigen(innerProductsOf(view));
    const largest = values.at(-1)!;
    if (Number.isNaN(largest)) return weights.fill(Number.NaN);
    const kept = [...values.keys()].filter((i) => values[i]! > largest * K * view.roundingUnit);
    const smallest = Math.min(...kept.map((i) => values[i]!));
    for (const i of kept) {
      const column = weights.map((_, k) => vectors.data[k * K + i]!);
      const share = Math.sqrt(smallest / values[i]!) * column.reduce((sum, v) => sum + v, 0);
      for (let k = 0; k < K; k++) weights[k]! += share * column[k]!;
    }
    return weights;
  });

/**
 * Aligned-MTL with Adam: the gradients' principal components are brought to one length (see `alignedMtlAggregator`), the
 * direction is clipped to a length, then Adam's step.
 *
 * Cost per step: K gradients; memory: K n numbers for the gradients, 2 n for Adam.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `taskLosses` or no `initial`.
 * @source D. Senushkin et al., 2023, arXiv 2305.19000, algorithm 1; clipping as in the official code of arXiv 2506.06130.
 * @example
 * const { answer } = await minimize(multiTaskToy1(), alignedMtl({ learningRate: 1e-2 }), { steps: 500 });
 */
export const alignedMtl = (options: AlignedMtlOptions = {}) =>
  withAdam(alignedMtlAggregator(), readOptions("aligned-mtl", alignedMtlOptions, options));
