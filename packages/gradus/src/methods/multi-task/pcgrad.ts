import type { z } from "zod";
import { OptionError } from "../../core/errors.ts";
import { readOptions, z as schema } from "../../core/options.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { type Aggregator, type TaskView, weighing } from "./aggregator.ts";
import { clippedAdamOptions, withAdam } from "./with-adam.ts";

/** The order in which each task meets the others at update 0, 1, 2, …: a permutation of 0 … K − 1 for each task. */
export type TaskOrders = (update: number) => readonly ArrayLike<number>[];

const pcgradAggregatorOptions = schema.object({
  /** Orders in place of random ones. */
  orders: schema
    .custom<TaskOrders>((value) => typeof value === "function", "must be a function of the update")
    .optional(),
});

export const pcgradOptions = pcgradAggregatorOptions.extend(clippedAdamOptions);

export type PcgradAggregatorOptions = z.input<typeof pcgradAggregatorOptions>;
export type PcgradOptions = z.input<typeof pcgradOptions>;

/**
 * The aggregator of PCGrad: takes out of each task's gradient what points against another task's.
 *
 *     p_i = g_i;  for j ≠ i in random order:  p_i ← p_i − (⟨p_i, g_j⟩ / ‖g_j‖²) g_j  where ⟨p_i, g_j⟩ < 0
 *     d = Σ_i p_i
 *
 * g_j is the gradient as it was. Orders are drawn anew for each task and update from the run's seed. The projections are
 * made with inner products, so that d comes out as weights of the gradients. A gradient of 0 conflicts with none.
 *
 * Cost per update: K² n for inner products, K³ on the host; no memory.
 * @throws {OptionError} if an option is unknown, or orders are not permutations of the tasks, one for each.
 * @source T. Yu et al., Gradient Surgery for Multi-Task Learning, 2020, arXiv 2001.06782, algorithm 1.
 * @example
 * descendTasks("PCGrad and SGD", pcgradAggregator(), scaleByLearningRate(0.1));
 */
export function pcgradAggregator(options: PcgradAggregatorOptions = {}): Aggregator<Record<string, never>> {
  const { orders } = readOptions("pcgradAggregator", pcgradAggregatorOptions, options);
  const randomOrders = ({ update, seed, norms }: TaskView) => {
    const { permutation } = generator(seedFor(seed, "pcgrad", update));
    return Array.from(norms, () => permutation(norms.length));
  };
  return weighing("pcgrad", (view) => {
    const K = view.norms.length;
    const { norms, cosines } = view;
    const given = orders?.(view.update);
    if (given) requireOrders(given, K);
    const rows = (given ?? randomOrders(view)).map((order, i) => {
      const p = new Float64Array(K);
      p[i] = 1;
      for (const j of Array.from(order)) {
        if (j === i) continue;
        // ⟨p_i, u_j⟩ with the unit vector u_j: the square of a short gradient's length may be 0.
        const along = p.reduce((sum, weight, k) => sum + weight * norms[k]! * cosines.data[k * K + j]!, 0);
        const share = along / norms[j]!;
        if (along < 0 && share !== Number.NEGATIVE_INFINITY) p[j]! -= share;
      }
      return p;
    });
    return view.norms.map((_, k) => rows.reduce((sum, p) => sum + p[k]!, 0));
  });
}

function requireOrders(orders: readonly ArrayLike<number>[], K: number): void {
  const isOrder = (order: ArrayLike<number>) =>
    order.length === K && new Set(Array.from(order)).size === K && Array.from(order).every((j) => j >= 0 && j < K);
  if (orders.length === K && orders.every(isOrder)) return;
  const shown = JSON.stringify(orders.map((order) => Array.from(order)));
  throw new OptionError(`pcgradAggregator: orders must be ${K} permutations of 0 to ${K - 1}, got ${shown}`);
}

/**
 * PCGrad with Adam: conflicting gradients are projected onto each other's normal planes (see `pcgradAggregator`), the sum
 * is clipped to a length, then Adam's step.
 *
 * Cost per step: K gradients; memory: K n numbers for the gradients, 2 n for Adam.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `taskLosses` or no `initial`.
 * @source T. Yu et al., 2020, arXiv 2001.06782, algorithm 1; clipping as in the official code of arXiv 2506.06130.
 * @example
 * const { answer } = await minimize(multiTaskToy1(), pcgrad({ learningRate: 1e-2 }), { steps: 500 });
 */
export function pcgrad(options: PcgradOptions = {}) {
  const { orders, ...behind } = readOptions("pcgrad", pcgradOptions, options);
  return withAdam(pcgradAggregator({ ...(orders && { orders }) }), behind);
}
