import type { z } from "zod";
import { readOptions, z as schema } from "../../core/options.ts";
import { svd } from "../../engine/linear-algebra/decompositions.ts";
import { zeros } from "../../engine/linear-algebra/matrix.ts";
import { solve } from "../../engine/linear-algebra/solve.ts";
import { type Aggregator, type TaskView, weighing } from "./aggregator.ts";
import { adamOptions, withAdam } from "./with-adam.ts";

export const imtlGOptions = schema.object(adamOptions);
export type ImtlGOptions = z.input<typeof imtlGOptions>;

/**
 * The aggregator of IMTL-G: weights with which d has the same projection onto each task's unit gradient.
 *
 *     u = g/‖g‖,  D = g_1 − g_{2…K},  V = u_1 − u_{2…K}
 *     a_{2…K} = (g_1 Vᵀ) (D Vᵀ)⁻¹,  a_1 = 1 − Σ a_{2…K},  d = Σ_k a_k g_k
 *
 * Weights may be negative. Where D Vᵀ is singular to the gradients' precision (equal gradients, say), 1e-8 is added to
 * its diagonal.
 *
 * Cost per update: K² n for inner products, one system of K − 1 unknowns on the host; no memory.
 * @source L. Liu et al., Towards Impartial Multi-task Learning, 2021, equation (6) and appendix A.
 * @example
 * descendTasks("IMTL-G and SGD", imtlGAggregator(), scaleByLearningRate(0.1));
 */
export const imtlGAggregator = (): Aggregator<Record<string, never>> => weighing("imtl-g", impartialWeights);

function impartialWeights({ norms, cosines, roundingUnit }: TaskView): Float64Array {
  const K = norms.length;
  const size = K - 1;
  /** ⟨g_i, u_1 − u_j⟩ */
  const along = (i: number, j: number) => norms[i]! * (cosines.data[i * K]! - cosines.data[i * K + j]!);
  // (D Vᵀ)ᵀ, since the unknowns are a row.
  const A = zeros(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) A.data[j * size + i] = along(0, j + 1) - along(i + 1, j + 1);
  }
  const right = Float64Array.from({ length: size }, (_, j) => along(0, j + 1));
  if (size > 0 && isSingular(svd(A).values, K * roundingUnit)) {
    for (let i = 0; i < size; i++) A.data[i * size + i]! += 1e-8;
  }
  const others = size === 0 ? right : (solve(A, right) ?? right.fill(Number.NaN));
  return Float64Array.of(1 - others.reduce((sum, weight) => sum + weight, 0), ...others);
}

const isSingular = (values: Float64Array, share: number) => values.at(-1)! <= share * values[0]!;

/**
 * IMTL-G with Adam: weights with which the direction gains the same along every task's unit gradient (see
 * `imtlGAggregator`), then Adam's step.
 *
 * Cost per step: K gradients; memory: K n numbers for the gradients, 2 n for Adam.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `taskLosses` or no `initial`.
 * @source L. Liu et al., Towards Impartial Multi-task Learning, 2021, equation (6).
 * @example
 * const { answer } = await minimize(multiTaskToy1(), imtlG({ learningRate: 1e-2 }), { steps: 500 });
 */
export const imtlG = (options: ImtlGOptions = {}) =>
  withAdam(imtlGAggregator(), readOptions("imtl-g", imtlGOptions, options));
