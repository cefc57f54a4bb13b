import { numpy as np } from "@jax-js/jax";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import type { Tree } from "../../engine/tree.ts";

/*
 * Methods of this room have K gradients g_1 … g_K of the same n parameters and make one direction d of them. What an
 * aggregator decides, it decides on the host in float64, from losses, lengths and angles; what it does with the
 * gradients is traced and becomes part of the compiled step.
 */

/** What an aggregator may remember between updates on the host: numbers, in float64. */
export type Memory = { [name: string]: number | Float64Array };

/** What an aggregator sees of the tasks, in float64 on the host. */
export type TaskView = {
  /** Updates made before. */
  update: number;
  /** The run's seed, for what is drawn. */
  seed: number;
  /** L_1 … L_K. */
  losses: Float64Array;
  /** ‖g_1‖ … ‖g_K‖ over all shared parameters. Empty for an aggregator that looks at losses alone. */
  norms: Float64Array;
  /** ⟨g_i, g_j⟩/(‖g_i‖ ‖g_j‖), K × K; a gradient of 0 has a row and a column of 0. Empty unless it looks at angles. */
  cosines: Matrix;
  /** 2⁻⁵² or 2⁻²³: the precision that the gradients have. */
  roundingUnit: number;
};

/** What an aggregator decides about one update. */
export type Decision<M extends Memory> = {
  /** w with d = Σ_k w_k g_k, or what `combine` makes of it. */
  weights: Float64Array;
  /** Further numbers for `combine`; as many at every update. */
  numbers?: number[];
  memory: M;
  /** Numbers worth plotting. */
  diagnostics: Record<string, number>;
};

/** What is combined: all of it traced. */
export type Combination = {
  /** The task gradients, K × n_l for each array of the shared parameters. Consumed. */
  gradients: np.Array[];
  /** w. Borrowed. */
  weights: np.Array;
  /** The decision's further numbers, a scalar each. Borrowed. */
  numbers: np.Array[];
  /** What `arrays` made at first and the last combination returned. Consumed. */
  arrays: Tree;
  /** What `draw` drew. Borrowed. */
  drawn: np.Array[];
};

/**
 * Makes one direction of several tasks' gradients. Put in front of any gradient transformation with `descendTasks`, or
 * into a loop of one's own with `aggregation`.
 */
export interface Aggregator<M extends Memory = Memory> {
  readonly name: string;
  /**
   * What it decides from: the gradients' lengths, their angles too, or the losses alone. In the last case one backward
   * pass through Σ_k w_k L_k is enough.
   */
  readonly looksAt: "lengths" | "angles" | "losses";
  /** The memory before the first update. */
  remember(tasks: number): M;
  /** Weights from what is seen. */
  decide(view: TaskView, memory: M): Decision<M>;
  /** Arrays to remember, from the first gradients (K × n_l each), which it borrows. */
  arrays?(gradients: np.Array[]): Tree;
  /** Random arrays of one update (or the key from which `combine` draws) for gradients of widths n_l. The caller owns them. */
  draw?(widths: number[], dtype: np.DType, at: { update: number; seed: number }): np.Array[];
  /** The direction (n_l each) and the arrays to remember. Without it: Σ_k w_k g_k. */
  combine?(parts: Combination): { direction: np.Array[]; arrays: Tree };
  /** Looks at the losses before and after an update on the same batch. */
  observe?(before: Float64Array, after: Float64Array, memory: M): M;
}

/** Σ_k w_k g_k for one array of the parameters. Consumes the gradients (K × n_l), borrows the weights. */
export const weightedSum = (gradients: np.Array, weights: np.Array): np.Array => np.dot(weights.ref, gradients);

/** The inner products M = G Gᵀ, from lengths and cosines: they neither over- nor underflow in float64. */
export function innerProductsOf({ norms, cosines }: Pick<TaskView, "norms" | "cosines">): Matrix {
  const K = norms.length;
  return { ...cosines, data: cosines.data.map((c, i) => norms[Math.floor(i / K)]! * norms[i % K]! * c) };
}

/** Weights as numbers to plot: weight1, weight2, … */
export const weightsAsDiagnostics = (weights: Float64Array): Record<string, number> =>
  Object.fromEntries(Array.from(weights, (weight, k) => [`weight${k + 1}`, weight]));

/** An aggregator that is a function from lengths and angles to weights. */
export const weighing = (name: string, weigh: (view: TaskView) => Float64Array): Aggregator<Record<string, never>> => ({
  name,
  looksAt: "angles",
  remember: () => ({}),
  decide(view, memory) {
    const weights = weigh(view);
    return { weights, memory, diagnostics: weightsAsDiagnostics(weights) };
  },
});
