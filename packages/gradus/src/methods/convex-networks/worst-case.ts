import { OptionError } from "../../core/errors.ts";
import { type ReluTraining, sigmoid, softplus } from "../../core/relu-training.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import type { ConvexProgram } from "./convex-program.ts";

/*
 * Losses at the worst perturbation |δ_l| ≤ e_l of a sample, for outputs x·q that are linear in it: the output moves by at
 * most p = Σ_l e_l |q_l|.
 */

/** Losses whose worst case has a closed form here. */
export type WorstCaseLoss = "hinge" | "logistic" | "half-squared";

/** @throws {OptionError} if the loss has none. */
export function worstCaseOf(owner: string, { loss }: ReluTraining): WorstCaseLoss {
  if (loss.name === "hinge" || loss.name === "logistic" || loss.name === "half-squared") return loss.name;
  throw new OptionError(`${owner}: the loss must be hinge, logistic or half-squared, got '${loss.name}'`);
}

/** What one sample's loss is multiplied by: means are over n samples, squares are summed. */
export const weightOf = (kind: WorstCaseLoss, n: number): number => (kind === "half-squared" ? 1 : 1 / n);

/** One sample's loss at an output and how far that may move. */
export function worstCase(kind: WorstCaseLoss, output: number, y: number, reach: number): number {
  if (kind === "hinge") return Math.max(1 - y * output + reach, 0);
  if (kind === "logistic") return softplus(-y * output + reach);
  return 0.5 * (Math.abs(output - y) + reach) ** 2;
}

/**
 * The worst-case loss of blocks [v_1 … v_P, w_1 … w_P], q_k = Σ_i D_{i,kk}(v_i − w_i):
 *
 *     hinge:        (1/n) Σ_k (1 − y_k x_k·q_k + p_k)₊
 *     logistic:     (1/n) Σ_k log(1 + exp(−y_k x_k·q_k + p_k))
 *     half-squared: ½ Σ_k (|x_k·q_k − y_k| + p_k)²,          p_k = Σ_l e_l |q_{k,l}|
 *
 * Under the robust constraints no neuron changes its activation within the box, so that this is the worst case of the
 * recovered network itself.
 * @source Y. Bai, T. Gautam, S. Sojoudi, 2022, arXiv 2201.01965, convex adversarial training [reconstructed].
 */
export function robustLoss(
  kind: WorstCaseLoss,
  { X, y }: Pick<ReluTraining, "X" | "y">,
  q: Float64Array,
  radii: Float64Array,
): number {
  const [n, d] = [X.rows, X.columns];
  let total = 0;
  for (let k = 0; k < n; k++) {
    const own = q.subarray(k * d, (k + 1) * d);
    total += worstCase(kind, dot(X.data.subarray(k * d, (k + 1) * d), own), y[k]!, reach(own, radii));
  }
  return total * weightOf(kind, n);
}

const reach = (q: Float64Array, radii: Float64Array): number =>
  q.reduce((sum, value, l) => sum + radii[l]! * Math.abs(value), 0);

/** q_k = Σ_i D_{i,kk} (v_i − w_i) for each sample, n × d. */
export function sampleWeights({ n, d, P }: ConvexProgram, D: Float64Array, blocks: Float64Array): Float64Array {
  const q = new Float64Array(n * d);
  for (let i = 0; i < P; i++) {
    for (let k = 0; k < n; k++) {
      if (D[i * n + k] === 0) continue;
      for (let l = 0; l < d; l++) q[k * d + l]! += blocks[i * d + l]! - blocks[(P + i) * d + l]!;
    }
  }
  return q;
}

/** (2D_j − I) X v_j − Σ_l e_l |v_{j,l}| for each block and sample, ≥ 0 where neurons keep their activations: 2P × n. */
export function robustMargins(program: ConvexProgram, blocks: Float64Array, radii: Float64Array): Float64Array {
  const { n, d } = program;
  return program.gates(blocks).map((gate, index) => {
    const j = Math.floor(index / n);
    return gate - reach(blocks.subarray(j * d, (j + 1) * d), radii);
  });
}

const soft = (value: number, t: number) => (value > t ? value - t : value < -t ? value + t : 0);

/** Where the decreasing function f crosses 0 in [low, high]; an end where it does not. */
function crossing(f: (t: number) => number, low: number, high: number): number {
  if (f(low) <= 0) return low;
  if (f(high) >= 0) return high;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * argmin_q κ φ(q) + ½ ‖q − q₀‖² for a sample's worst-case loss φ.
 *
 *     hinge, logistic: q(t) = soft(q₀ + κ t y x, κ t e), t the slope of φ at its margin, which decreases in t
 *     half-squared:    q(t, r) = soft(q₀ − κ r x, κ t e), t = |x·q − y| + p, r in [−t, t]
 *
 * Cost: 60 bisections of O(d), squared for half-squared.
 * @source [reconstructed] for the convex adversarial programs of arXiv 2201.01965, 2022.
 */
export function proxWorstCase(
  kind: WorstCaseLoss,
  q0: Float64Array,
  x: Float64Array,
  y: number,
  e: Float64Array,
  kappa: number,
): Float64Array {
  const d = q0.length;
  const at = (pull: number, t: number) => {
    const q = new Float64Array(d);
    for (let l = 0; l < d; l++) q[l] = soft(q0[l]! + kappa * pull * x[l]!, kappa * t * e[l]!);
    return q;
  };
  if (kind === "half-squared") {
    /** The prox of κt(|x·q − y| + p): r such that x·q = y, or at an end. */
    const inner = (t: number) => at(-crossing((r) => dot(x, at(-r, t)) - y, -t, t), t);
    const size = (q: Float64Array) => Math.abs(dot(x, q) - y) + reach(q, e);
    return inner(crossing((t) => size(inner(t)) - t, 0, size(q0)));
  }
  // x·q and p together, without an array a try.
  const margin = (t: number) => {
    let sum = 0;
    for (let l = 0; l < d; l++) {
      const q = soft(q0[l]! + kappa * t * y * x[l]!, kappa * t * e[l]!);
      sum += e[l]! * Math.abs(q) - y * x[l]! * q;
    }
    return sum;
  };
  const slope = kind === "hinge" ? crossing((t) => 1 + margin(t), 0, 1) : crossing((t) => sigmoid(margin(t)) - t, 0, 1);
  return at(slope * y, slope);
}

/**
 * The nearest point of {(c, t): ‖c‖₁ ≤ t}: itself if it is inside; 0 if max |c| ≤ −t; else soft(c, κ) and t + κ, where
 * Σ (|c_l| − κ)₊ = t + κ.
 *
 * Cost: a sort.
 */
export function projectOnL1Epigraph(c: Float64Array, t: number): { c: Float64Array; t: number } {
  const sizes = c.map(Math.abs).sort().reverse();
  const sum = sizes.reduce((total, size) => total + size, 0);
  if (sum <= t) return { c: c.slice(), t };
  if ((sizes[0] ?? 0) <= -t) return { c: new Float64Array(c.length), t: 0 };
  let [partial, kappa] = [0, 0];
  for (const [i, size] of sizes.entries()) {
    partial += size;
    const candidate = (partial - t) / (i + 2);
    if (candidate >= size) break;
    kappa = candidate;
    if (i + 1 === sizes.length || candidate >= sizes[i + 1]!) break;
  }
  // With no entry above κ, κ = −t would leave c = 0 and t = 0, which was handled; rounding may still ask for it.
  return { c: c.map((value) => soft(value, kappa)), t: t + kappa };
}
