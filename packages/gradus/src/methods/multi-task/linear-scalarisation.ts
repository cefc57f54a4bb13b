import type { z } from "zod";
import { readOptions, z as schema } from "../../core/options.ts";
import type { Aggregator } from "./aggregator.ts";
import { adamOptions, withAdam } from "./with-adam.ts";

export const linearScalarisationOptions = schema.object(adamOptions);
export type LinearScalarisationOptions = z.input<typeof linearScalarisationOptions>;

/**
 * The aggregator of linear scalarisation: the sum of the task gradients, d = Σ_k g_k.
 *
 * Cost per update: one backward pass through the summed loss; no memory.
 * @source the baseline of every paper on the subject; S. Boyd, L. Vandenberghe, Convex Optimization, 2004, section 4.7.4.
 * @example
 * descendTasks("sum", linearScalarisationAggregator(), scaleByLearningRate(0.1));
 */
export const linearScalarisationAggregator = (): Aggregator<Record<string, never>> => ({
  name: "linear-scalarisation",
  looksAt: "losses",
  remember: () => ({}),
  decide: ({ losses }, memory) => ({ weights: losses.map(() => 1), memory, diagnostics: {} }),
});

/**
 * Linear scalarisation: Adam on the sum of the task losses.
 *
 *     d = Σ_k ∇L_k(θ),  θ ← θ − α Adam(d)
 *
 * Cost per step: one gradient and one evaluation of the losses; memory: 2 n numbers for Adam.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `taskLosses` or no `initial`.
 * @source the baseline "LS" of T. Borsani et al., 2025, arXiv 2506.06130.
 * @example
 * const { answer } = await minimize(multiTaskToy1(), linearScalarisation({ learningRate: 1e-2 }), { steps: 2000 });
 */
export const linearScalarisation = (options: LinearScalarisationOptions = {}) =>
  withAdam(linearScalarisationAggregator(), readOptions("linear-scalarisation", linearScalarisationOptions, options));
