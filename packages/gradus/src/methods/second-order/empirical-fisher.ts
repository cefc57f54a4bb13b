import { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { positive, positiveOrSchedule, readOptions, valueAt } from "../../core/options.ts";
import type { Tree } from "../../engine/tree.ts";
import { type ConditionsState, iterateConditions, type ResidualProblem } from "./conditions-descent.ts";
import { type ParameterSubset, subsetOf } from "./parameter-subset.ts";
import { jacobianRows } from "./row-space.ts";
import { decompose } from "./spectrum.ts";

export const empiricalFisherOptions = z.object({
  /** Step size η > 0, a number or a schedule of the step count. Default 0.1 [reconstructed]. */
  learningRate: positiveOrSchedule().default(0.1),
  /** Damping λ > 0 beside F, in the unit of squared gradients. Default 1e-2 [reconstructed]. */
  damping: positive().default(1e-2),
  /** "all": F of all parameters; "arrays": of each array of them alone, F block by block. */
  blocks: z.enum(["all", "arrays"], "must be 'all' or 'arrays'").default("all"),
});

export type EmpiricalFisherOptions = z.input<typeof empiricalFisherOptions>;

/** Natural gradient descent by the empirical Fisher matrix: a method for any problem with residuals. */
export type EmpiricalFisher = <P extends Tree, B = undefined>(
  problem: ResidualProblem<P, B>,
) => Iteration<ConditionsState<P, Record<string, never>>, P>;

/**
 * Natural gradient descent with the empirical Fisher matrix, the mean outer product of the samples' gradients.
 *
 *     g_a = ∇ℓ_a,   ḡ = (1/B) Σ g_a,   F = (1/B) Σ g_a g_aᵀ
 *     θ ← θ − η (F + λ I)⁻¹ ḡ
 *
 * By the Gram matrix of the g_a, so that no P × P matrix is formed where B ≤ P. It is not the Fisher matrix: its
 * gradients are those at the targets, so steps grow where all gradients are small and shrink where they are large
 * (Kunstner et al. 2019). Without damping it weights samples as Sven with κ = 2 does, but for a unit right-hand side
 * instead of the losses.
 *
 * `blocks` "arrays" takes F as block-diagonal, a block for each array of the parameters. Kronecker-factored blocks
 * (K-FAC) are not offered: their factors are moments of each layer's inputs and of the gradients at its outputs, which
 * residuals as a function of the parameters do not show.
 *
 * Cost per step: one gradient for each sample, mapped over the batch (counted as one call), B² P operations and about
 * 9 B³ for each block; memory: B P numbers. Reports the largest eigenvalue of F (of the last block).
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `residuals` or no `initial`.
 * @source S. Amari, Natural Gradient Works Efficiently in Learning, 1998; the empirical matrix and its limits: F.
 * Kunstner, L. Balles, P. Hennig, Limitations of the Empirical Fisher Approximation, 2019, arXiv 1905.12558, eq. (3).
 * @example
 * const { answer } = await minimize(dampedWave(), empiricalFisher({ learningRate: 0.05 }), { steps: 320 });
 */
export function empiricalFisher(options: EmpiricalFisherOptions = {}): EmpiricalFisher {
  const { learningRate, damping, blocks } = readOptions("empirical-fisher", empiricalFisherOptions, options);
  return named("empirical-fisher", (problem) =>
    iterateConditions<Tree, unknown, Record<string, never>>(
      {
        name: "empirical-fisher",
        conditions: { of: "samples" },
        remember: () => ({}),
        async step({ conditions, step, sizes }, memory) {
          const { values, isSigned } = conditions;
          const B = values.length;
          // With rows g_a/√B, F is MᵀM and ḡ is Mᵀ 1/√B; a residual r stands for the loss r²/2.
          const rowScale = values.map((value) => (isSigned ? value : 1) / Math.sqrt(B));
          const ones = new Float64Array(B).fill(1 / Math.sqrt(B));
          const eta = valueAt(learningRate, step);
          let update: Float64Array = new Float64Array(sizes.reduce((sum, size) => sum + size, 0));
          let largest = 0;
          for (const subset of blocks === "all" ? [undefined] : arraysOf(sizes)) {
            const M = await jacobianRows(conditions, { rowScale, ...(subset && { subset }) });
            const spectrum = await decompose(M, ones, { kind: "gram" });
            const direction = await spectrum.solve(spectrum.values.map((s) => 1 / (s * s + damping)));
            const change = direction.map((d) => -eta * d);
            update = subset ? subset.put(change, update) : change;
            largest = (spectrum.values[0] ?? 0) ** 2;
          }
          return {
            update,
            memory,
            reports: { largestEigenvalue: largest },
            outcome: update.every((u) => u === 0) ? "the gradient is 0" : "",
          };
        },
      },
      problem as ResidualProblem<Tree, unknown>,
    ),
  ) as EmpiricalFisher;
}

/** Each array of the parameters as a subset of its own. */
function arraysOf(sizes: number[]): ParameterSubset[] {
  let start = 0;
  return sizes.map((size) => {
    const first = start;
    start += size;
    return subsetOf(
      sizes,
      Int32Array.from({ length: size }, (_, i) => first + i),
    );
  });
}
