import type { z } from "zod";
import { readOptions, z as schema } from "../../core/options.ts";
import { type Aggregator, innerProductsOf, weighing } from "./aggregator.ts";
import { smallestInHull } from "./simplex.ts";
import { adamOptions, withAdam } from "./with-adam.ts";

export const mgdaOptions = schema.object(adamOptions);
export type MgdaOptions = z.input<typeof mgdaOptions>;

/**
 * The aggregator of MGDA: the shortest vector in the convex hull of the task gradients.
 *
 *     w = argmin { ‖Σ_k w_k g_k‖² : w ≥ 0, Σ w = 1 },  d = Σ_k w_k g_k
 *     K = 2:  w_1 = clip((M_22 − M_12) / (M_11 + M_22 − 2 M_12), 0, 1),  M = G Gᵀ
 *
 * −d lowers every task's loss at the same rate, unless d = 0: then no direction lowers all of them (Pareto stationary).
 * Two equal gradients get 1/2 each; a gradient of 0 gets all the weight, and d = 0.
 *
 * Cost per update: K² n for inner products, a few systems of up to K unknowns on the host; no memory.
 * @source J.-A. Désidéri, Multiple-gradient descent algorithm (MGDA) for multiobjective optimization, 2012; O. Sener,
 * V. Koltun, Multi-Task Learning as Multi-Objective Optimization, 2018, arXiv 1810.04650, algorithm 2.
 * @example
 * descendTasks("MGDA and SGD", mgdaAggregator(), scaleByLearningRate(0.1));
 */
export const mgdaAggregator = (): Aggregator<Record<string, never>> =>
  weighing("mgda", (view) => {
    const M = innerProductsOf(view);
    return view.norms.length === 2 ? ofTwo(M.data) : smallestInHull(M);
  });

function ofTwo([m11, m12, , m22]: ArrayLike<number> & Iterable<number>): Float64Array {
  const denominator = m11! + m22! - 2 * m12!;
  const first = denominator > 0 ? Math.min(1, Math.max(0, (m22! - m12!) / denominator)) : 0.5 + 0 * denominator;
  return Float64Array.of(first, 1 - first);
}

/**
 * MGDA with Adam: the shortest convex combination of the task gradients (see `mgdaAggregator`), then Adam's step.
 *
 * Cost per step: K gradients; memory: K n numbers for the gradients, 2 n for Adam.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `taskLosses` or no `initial`.
 * @source O. Sener, V. Koltun, 2018, arXiv 1810.04650, algorithm 2.
 * @example
 * const { answer } = await minimize(multiTaskToy1(), mgda({ learningRate: 1e-2 }), { steps: 500 });
 */
export const mgda = (options: MgdaOptions = {}) =>
  withAdam(mgdaAggregator(), readOptions("mgda", mgdaOptions, options));
