import type { z } from "zod";
import { nonnegative, readOptions, z as schema } from "../../core/options.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import { type Aggregator, innerProductsOf, weightsAsDiagnostics } from "./aggregator.ts";
import { smallestInHull } from "./simplex.ts";
import { clippedAdamOptions, withAdam } from "./with-adam.ts";

const cagradAggregatorOptions = schema.object({
  /** c ≥ 0: how far d may be from the mean gradient, in its lengths. Default 0.4 (official code of SAM-GS). */
  c: nonnegative().default(0.4),
});

export const cagradOptions = cagradAggregatorOptions.extend(clippedAdamOptions);

export type CagradAggregatorOptions = z.input<typeof cagradAggregatorOptions>;
export type CagradOptions = z.input<typeof cagradOptions>;

/** Added under roots and to lengths (official code). */
const epsilon = 1e-8;

/**
 * The aggregator of CAGrad: near the mean gradient, the direction whose smallest gain over the tasks is largest.
 *
 *     g_0 = mean_k g_k,  c_0 = c ‖g_0‖,  w = argmin { ⟨g_w, g_0⟩ + c_0 ‖g_w‖ : w ≥ 0, Σ w = 1 },  g_w = Σ_k w_k g_k
 *     d = (g_0 + c_0 g_w / ‖g_w‖) / (1 + c²)
 *
 * with 1e-8 under the roots and beside ‖g_w‖ and c_0, as in the official code. With c = 0, d is the mean gradient.
 *
 * The minimum is found exactly: for a given length s of g_w it is the point of smallest norm among g_k + (s/c_0) g_0
 * (see `smallestInHull`), and s is the root of a function of one variable [reconstructed; the official code asks a general
 * solver, to about 1e-4]. Reported as weight1, weight2, … are those of g_w.
 *
 * Cost per update: K² n for inner products, some tens of systems of up to K unknowns on the host; no memory.
 * @throws {OptionError} if c is negative.
 * @source B. Liu et al., Conflict-Averse Gradient Descent for Multi-task Learning, 2021, arXiv 2110.14048, algorithm 1.
 * @example
 * descendTasks("CAGrad and SGD", cagradAggregator({ c: 0.5 }), scaleByLearningRate(0.1));
 */
export function cagradAggregator(options: CagradAggregatorOptions = {}): Aggregator<Record<string, never>> {
  const { c } = readOptions("cagradAggregator", cagradAggregatorOptions, options);
  return {
    name: "cagrad",
    looksAt: "angles",
    remember: () => ({}),
    decide(view, memory) {
      const M = innerProductsOf(view);
      const K = M.rows;
      const c0 = c * Math.sqrt(mean(M.data) + epsilon) + epsilon;
      const w = conflictWeights(M, c0);
      const length = Math.sqrt(quadraticForm(M, w)) + epsilon;
      const weights = w.map((weight) => (1 / K + (c0 * weight) / length) / (1 + c * c));
      return { weights, memory, diagnostics: weightsAsDiagnostics(w) };
    },
  };
}

/** The w of CAGrad for inner products M. */
function conflictWeights(M: Matrix, c0: number): Float64Array {
  const K = M.rows;
  const b = Float64Array.from({ length: K }, (_, i) => mean(M.data.subarray(i * K, (i + 1) * K)));
  const squareOfMean = mean(M.data);
  /** The minimum for a given length: g_k + shift g_0 has the inner products below. */
  const weightsAt = (s: number) => {
    const shift = s / c0;
    const data = M.data.map(
      (m, at) => m + shift * (b[Math.floor(at / K)]! + b[at % K]!) + shift * shift * squareOfMean,
    );
    return smallestInHull({ ...M, data });
  };
  const excess = (s: number, w: Float64Array) => s - Math.sqrt(quadraticForm(M, w) + epsilon);

  let low = Math.sqrt(epsilon);
  let high = Math.sqrt(M.data.reduce((most, m) => Math.max(most, m), 0) + epsilon);
  let atLow = excess(low, weightsAt(low));
  let atHigh = excess(high, weightsAt(high));
  let w = weightsAt(high);
  // Regula falsi, with the kept end's value halved (Illinois), inside a bracket.
  for (let side = 0, i = 0; i < 100 && high - low > 1e-14 * high; i++) {
    if (!(atLow < 0 && atHigh > 0)) return weightsAt(atLow >= 0 ? low : high);
    const s = Math.min(high, Math.max(low, (low * atHigh - high * atLow) / (atHigh - atLow)));
    w = weightsAt(s);
    const at = excess(s, w);
    if (Math.abs(at) <= 1e-15 * s) break;
    if (at < 0) {
      [low, atLow] = [s, at];
      if (side === -1) atHigh /= 2;
      side = -1;
    } else {
      [high, atHigh] = [s, at];
      if (side === 1) atLow /= 2;
      side = 1;
    }
  }
  return w;
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** wᵀ M w, not below 0. */
function quadraticForm({ rows: K, data }: Matrix, w: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < K; i++) for (let j = 0; j < K; j++) sum += w[i]! * data[i * K + j]! * w[j]!;
  return Math.max(0, sum);
}

/**
 * CAGrad with Adam: a direction near the mean gradient that neglects no task (see `cagradAggregator`), clipped to a
 * length, then Adam's step.
 *
 * Cost per step: K gradients; memory: K n numbers for the gradients, 2 n for Adam.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `taskLosses` or no `initial`.
 * @source B. Liu et al., 2021, arXiv 2110.14048, algorithm 1; clipping as in the official code of arXiv 2506.06130.
 * @example
 * const { answer } = await minimize(multiTaskToy1(), cagrad({ learningRate: 1e-2 }), { steps: 500 });
 */
export function cagrad(options: CagradOptions = {}) {
  const { c, ...behind } = readOptions("cagrad", cagradOptions, options);
  return withAdam(cagradAggregator({ c }), behind);
}
