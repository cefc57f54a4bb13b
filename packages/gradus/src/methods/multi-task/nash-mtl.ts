import type { z } from "zod";
import { readOptions, z as schema } from "../../core/options.ts";
import { symmetricEigen } from "../../engine/linear-algebra/decompositions.ts";
import { apply, fromRows, type Matrix } from "../../engine/linear-algebra/matrix.ts";
import { cholesky, solveCholesky } from "../../engine/linear-algebra/solve.ts";
import { dot, norm } from "../../engine/linear-algebra/vector.ts";
import { type Aggregator, innerProductsOf, weighing } from "./aggregator.ts";
import { adamOptions, withAdam } from "./with-adam.ts";

export const nashMtlOptions = schema.object(adamOptions);
export type NashMtlOptions = z.input<typeof nashMtlOptions>;

/**
 * The aggregator of Nash-MTL: the bargain of the tasks over the direction, in which relative gains are in balance.
 *
 *     M = G Gᵀ / ‖G Gᵀ‖_F,  a > 0 with M a = 1/a entry by entry,  d = Σ_k a_k g_k
 *     K = 2:  a_k = s/‖g_k‖,  s = (1 + cos)^(−1/2),  before M is normalised
 *
 * a is the minimum of the convex ½ aᵀ M a − Σ log a_k, found by damped Newton steps [reconstructed; the official code
 * solves a sequence of approximations]. Where M is singular with gradients that cancel there is none, and 50 steps are
 * made; for two opposite gradients 1 + cos is held at 1e-12. A gradient of 0 has weight 0, the others bargain among
 * themselves [reconstructed].
 *
 * Cost per update: K² n for inner products, some ten systems of K unknowns on the host; no memory.
 * @source A. Navon et al., Multi-Task Learning as a Bargaining Game, 2022, arXiv 2202.01017, section 3.
 * @example
 * descendTasks("Nash-MTL and SGD", nashMtlAggregator(), scaleByLearningRate(0.1));
 */
export const nashMtlAggregator = (): Aggregator<Record<string, never>> =>
  weighing("nash-mtl", (view) => {
    const { norms, cosines, roundingUnit } = view;
    const weights = new Float64Array(norms.length);
    if (!norms.every(Number.isFinite)) return weights.fill(Number.NaN);
    const tasks = [...norms.keys()].filter((k) => norms[k]! > 0);
    if (tasks.length === 0) return weights;
    const all = innerProductsOf(view);
    const M = fromRows(tasks.map((i) => tasks.map((j) => all.data[i * norms.length + j]!)));
    const size = norm(M.data);
    const a =
      tasks.length === 2
        ? ofTwo(norms[tasks[0]!]!, norms[tasks[1]!]!, cosines.data[tasks[0]! * norms.length + tasks[1]!]!, size)
        : bargain({ ...M, data: M.data.map((m) => m / size) }, roundingUnit);
    for (const [i, k] of tasks.entries()) weights[k] = a[i]!;
    return weights;
  });

function ofTwo(first: number, second: number, cosine: number, size: number): Float64Array {
  const s = Math.sqrt(size / Math.max(1 + cosine, 1e-12));
  return Float64Array.of(s / first, s / second);
}

/** a > 0 with M a = 1/a, for a positive semidefinite M of norm 1. */
function bargain(M: Matrix, roundingUnit: number): Float64Array {
  const K = M.rows;
  const { values } = symmetricEigen(M);
  const isSingular = !(values[0]! > K * roundingUnit * values.at(-1)!);
  let a = new Float64Array(K).fill(1);
  for (let step = 0; step < (isSingular ? 50 : 500); step++) {
    const product = apply(M, a);
    const slope = product.map((value, k) => value - 1 / a[k]!);
    const curvature = { ...M, data: M.data.map((m, at) => (at % (K + 1) === 0 ? m + 1 / a[at / (K + 1)]! ** 2 : m)) };
    const L = cholesky(curvature);
    if (L === undefined) break;
    const newton = solveCholesky(L, slope);
    const decrement = Math.sqrt(Math.max(0, dot(slope, newton)));
    const length = decrement > 1 / 4 ? 1 / (1 + decrement) : 1;
    a = a.map((value, k) => value - length * newton[k]!);
    if (decrement < 1e-12) break;
  }
  return a;
}

/**
 * Nash-MTL with Adam: the tasks bargain over the direction (see `nashMtlAggregator`), then Adam's step.
 *
 * Cost per step: K gradients; memory: K n numbers for the gradients, 2 n for Adam.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `taskLosses` or no `initial`.
 * @source A. Navon et al., 2022, arXiv 2202.01017, algorithm 1, with weights updated at every step.
 * @example
 * const { answer } = await minimize(multiTaskToy1(), nashMtl({ learningRate: 1e-2 }), { steps: 500 });
 */
export const nashMtl = (options: NashMtlOptions = {}) =>
  withAdam(nashMtlAggregator(), readOptions("nash-mtl", nashMtlOptions, options));
