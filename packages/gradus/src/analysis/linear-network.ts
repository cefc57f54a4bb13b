import { OptionError } from "../core/errors.ts";
import { fromRows, zeros } from "../engine/linear-algebra/matrix.ts";
import { type ManifoldStability, stabilityOf } from "./linearise.ts";

/** A linear network of two layers with one output, and the signs of its input and hidden neurons. */
export type FlippedNetwork = {
  /** N × M, as rows. */
  W1: readonly ArrayLike<number>[];
  /** 1 × N. */
  W2: readonly ArrayLike<number>[];
  /** A sign for each of the M inputs. */
  d1: ArrayLike<number>;
  /** A sign for each of the N hidden neurons. */
  d2: ArrayLike<number>;
};

/**
 * How ε = W2 W1 − T2 T1, near 0, moves under curl descent with presynaptic flips and white inputs of variance σ²:
 *
 *     ε′ = σ² ε J,   J = −(‖W2‖² D1 + W1ᵀ D2 W1)
 *
 * σ² is left out. For other networks there is `manifoldStability`.
 *
 * Cost: M² N + 9 M³ operations.
 * @throws {OptionError} if the shapes do not fit, or there is more than one output.
 * @source H. Ninou, J. Kadmon, N. A. Cayco-Gajic, Curl Descent, 2025, arXiv 2510.02765; the matrix as in the official code,
 * the derivation [reconstructed].
 * @example
 * const { eigenvalues, stable } = linearNetworkStability({ W1, W2, d1: [-1, 1, 1], d2: [1, 1] });
 */
export function linearNetworkStability({ W1, W2, d1, d2 }: FlippedNetwork): ManifoldStability {
  const [readout, second] = W2;
  const [N, M] = [W1.length, W1[0]?.length ?? 0];
  if (readout === undefined || second !== undefined) {
    throw new OptionError(`linearNetworkStability: W2 must have one row, got ${W2.length}`);
  }
  if (readout.length !== N || d1.length !== M || d2.length !== N) {
    throw new OptionError(
      `linearNetworkStability: W2, d1 and d2 must have ${N}, ${M} and ${N} entries, got ${readout.length}, ${d1.length} and ${d2.length}`,
    );
  }
  const rows = fromRows(W1);
  const J = zeros(M, M);
  let squares = 0;
  for (let i = 0; i < N; i++) {
    squares += readout[i]! ** 2;
    for (let j = 0; j < M; j++) {
      const factor = d2[i]! * rows.data[i * M + j]!;
      for (let k = 0; k < M; k++) J.data[j * M + k]! -= factor * rows.data[i * M + k]!;
    }
  }
  for (let j = 0; j < M; j++) J.data[j * M + j]! -= squares * d1[j]!;
  return stabilityOf(J);
}

/** Which neurons are flipped: the inputs, whose synapses lead into the hidden layer, or the hidden ones, of the readout. */
export type FlippedLayer = "hidden" | "readout";

const layers: Record<FlippedLayer, { curve: Curve; low: number; high: number; edge: number }> = {
  // w = −exp(s)
  hidden: {
    curve(c, fraction, s) {
      const w = -Math.exp(s);
      const inside = Math.max(1 + 4 * w * (w + 1 - 2 * fraction), 0);
      return 1 / (c * (1 - w)) + (1 + Math.sqrt(inside)) / (2 * w);
    },
    low: -16,
    high: 16,
    edge: 0,
  },
  // w = −1/(1 + exp(−s)); 1 + w is computed apart, since it cancels.
  readout: {
    curve(c, fraction, s) {
      const w = -1 / (1 + Math.exp(-s));
      const above = 1 / (1 + Math.exp(s));
      return (1 - fraction) / (c * (1 - w)) - fraction / (c * above) + 1 / w;
    },
    low: -30,
    high: 30,
    edge: -1,
  },
};

type Curve = (c: number, fraction: number, s: number) => number;

/**
 * The left edge of the spectrum of −J/s² in the limit of large networks with weights of variance s²/fan-in, c = M/N.
 * Solutions are stable while it is above 0 (flips before the hidden layer), or above −1 (flips in the readout, of which
 * this is the edge of W1ᵀ D2 W1).
 *
 *     hidden:   max over w < 0 of       1/(c(1−w)) + (1 + √(1 + 4w(w + 1 − 2α)))/(2w)
 *     readout:  max over −1 < w < 0 of  (1−α)/(c(1−w)) − α/(c(1+w)) + 1/w
 *
 * At α = 0 this is the limit of a vanishing fraction: an eigenvalue or two of the flipped neurons, outside of the others'
 * spectrum, may be the edge.
 *
 * @throws {OptionError} if c is not > 0 or the fraction not in [0, 1].
 * @source [reconstructed] from free probability, after H. Ninou, J. Kadmon, N. A. Cayco-Gajic, Curl Descent, 2025, arXiv 2510.02765.
 * @example
 * spectralEdge(0.4, 0.18, "hidden"); // about 0
 */
export function spectralEdge(c: number, fraction: number, where: FlippedLayer): number {
  if (!(c > 0)) throw new OptionError(`spectralEdge: c must be a positive number, got ${c}`);
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new OptionError(`spectralEdge: fraction must be in [0, 1], got ${fraction}`);
  }
  const { curve, low, high } = layers[where];
  const at = (s: number) => curve(c, fraction, s);
  const steps = 4000;
  const width = (high - low) / steps;
  let best = low;
  for (let i = 0; i <= steps; i++) if (at(low + i * width) > at(best)) best = low + i * width;
  return at(highest(at, best - width, best + width));
}

/** Where a function with one peak is highest, by golden sections. */
function highest(f: (s: number) => number, low: number, high: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  for (let i = 0; i < 60; i++) {
    const [left, right] = [b - golden * (b - a), a + golden * (b - a)];
    if (f(left) > f(right)) b = right;
    else a = left;
  }
  return (a + b) / 2;
}

/**
 * The fraction of flips beyond which solutions of large networks are unstable: 0 where any flip is too much, undefined
 * where none is (c ≤ ¼, hidden).
 *
 * @throws {OptionError} if c is not > 0.
 * @source as `spectralEdge`: H. Ninou, J. Kadmon, N. A. Cayco-Gajic, Curl Descent, 2025, arXiv 2510.02765, Figures 2 and 3.
 * @example
 * criticalFraction(0.4, "hidden"); // 0.18
 */
export function criticalFraction(c: number, where: FlippedLayer): number | undefined {
  const isStable = (fraction: number) => spectralEdge(c, fraction, where) > layers[where].edge;
  // Flips add to J what is positive, so the edge falls with their fraction.
  if (isStable(1)) return undefined;
  let [low, high] = [0, 1];
  if (!isStable(low)) return 0;
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (isStable(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
