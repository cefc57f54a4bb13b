import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { readOptions, z } from "../../core/options.ts";
import type { HasLoss, HasName, HasPartialTrace, HasPlanted, HasSphereGradients } from "../../core/problem.ts";
import { type Matrix, toRows, zeros } from "../../engine/linear-algebra/matrix.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { direction, drawDirection, type PlantedPoint, plantedOf, plantedOptions, pointOf } from "./planted.ts";
import { type SymmetricTensor, symmetrized } from "./symmetric-tensor.ts";

export const tensorPcaOptions = z.object({
  ...plantedOptions,
  /** k: the tensor's order, from 2 to 6, which is the information exponent. Default 3. */
  order: z
    .int("must be a whole number in [2, 6]")
    .min(2, "must be a whole number in [2, 6]")
    .max(6, "must be a whole number in [2, 6]")
    .default(3),
  /** d: the direction's dimension, ≥ 2. Default 24. */
  dimension: z.int("must be a whole number ≥ 2").min(2, "must be a whole number ≥ 2").default(24),
  /** n: the noise has deviation n^(−1/2) an entry. Default 2 d². */
  samples: plantedOptions.samples,
});

export type TensorPcaOptions = z.input<typeof tensorPcaOptions>;

/** A tensor in which a direction may be hidden; `entries` are listed with the last index fast, and symmetrised here. */
export type TensorPcaParts = { order: number; dimension: number; entries: ArrayLike<number>; planted?: Float64Array };

/** The problem of a tensor's largest direction. */
export type TensorPca = PlantedPoint &
  HasLoss<np.Array> &
  HasSphereGradients &
  HasPartialTrace &
  HasName &
  Partial<HasPlanted>;

/**
 * Tensor PCA: a direction hidden in a noisy tensor.
 *
 *     T = θ*^⊗k + n^(−1/2) Z,   Z with independent N(0, 1) entries,   L(θ) = −⟨T, (θ/‖θ‖)^⊗k⟩
 *
 * Only the symmetric part of T matters. n plays the role of a sample size [reconstructed]. The equator, θ ⊥ θ*, is a
 * saddle of order k. Gradients take d multisets of k − 1 indices, about d^k/(k − 1)! operations; to make the problem
 * takes dᵏ numbers.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or if the tensor has more than 2²⁷ entries.
 * @source E. Richard, A. Montanari, A statistical model for tensor PCA, 2014, arXiv 1411.1076; S. Wei, A. Damian, J. D.
 * Lee, 2026, arXiv 2603.06028.
 * @example
 * const { trace } = await minimize(tensorPca({ order: 3 }), langevinAverage(), { steps: 2000, every: 100 });
 * console.log(lastRow(trace).extra["overlap"]);
 */
export function tensorPca(options: TensorPcaOptions = {}): TensorPca & HasPlanted {
  const settings = readOptions("tensorPca", tensorPcaOptions, options);
  const { order, dimension: d, samples: n = 2 * d ** 2, instance } = settings;
  if (d ** order > 2 ** 27) {
    throw new OptionError(`tensorPca: a tensor may have 2^27 entries, got ${d}^${order}`);
  }
  const draw = generator(seedFor(instance, "tensor PCA"));
  const planted = drawDirection(draw, d);
  const entries = draw.normals(d ** order);
  const deviation = 1 / Math.sqrt(n);
  const indices = new Array<number>(order).fill(0);
  for (let flat = 0; flat < entries.length; flat++) {
    let signal = 1;
    for (let i = 0, rest = flat; i < order; i++, rest = Math.floor(rest / d)) indices[i] = rest % d;
    for (const index of indices) signal *= planted[index]!;
    entries[flat] = signal + deviation * entries[flat]!;
  }
  return { ...tensorPcaOf({ order, dimension: d, entries, planted }), planted, informationExponent: order };
}

/**
 * The same for a tensor of one's own.
 *
 * @throws {OptionError} if it has not as many entries as its order and dimension say, or one that is not finite.
 * @source E. Richard, A. Montanari, A statistical model for tensor PCA, 2014, arXiv 1411.1076.
 * @example
 * const problem = tensorPcaOf({ order: 3, dimension: 4, entries: new Float64Array(64).fill(1) });
 */
export function tensorPcaOf({ order: k, dimension: d, entries, planted }: TensorPcaParts): TensorPca {
  if (entries.length !== d ** k) {
    throw new OptionError(`tensorPcaOf: entries must be ${d ** k} numbers, ${d}^${k}, got ${entries.length}`);
  }
  for (let i = 0; i < entries.length; i++) {
    if (!Number.isFinite(entries[i])) throw new OptionError(`tensorPcaOf: entries must be finite, got ${entries[i]}`);
  }
  const T = symmetrized(k, d, entries);
  let full: Float64Array | undefined;
  return {
    name: `tensor PCA, order ${k}, d = ${d}`,
    dimension: d,
    ...plantedOf(planted, k),
    ...pointOf(d, planted),
    loss(theta) {
      full ??= fullEntries(T);
      const unit = direction(theta);
      let form = np.array(full.slice(), { shape: [d ** (k - 1), d], dtype: np.float64 });
      for (let left = k - 1; left > 0; left--) form = np.dot(form, unit.ref).reshape([d ** (left - 1), d]);
      return np.dot(form.reshape([d]), unit).mul(-1);
    },
    sphereGradients(points) {
      const values = new Float64Array(points.rows);
      const gradients = zeros(points.rows, d);
      const into = toRows(gradients);
      for (const [m, theta] of toRows(points).entries()) {
        const g = into[m]!;
        T.contract(theta, g);
        values[m] = -dot(theta, g);
        for (let i = 0; i < d; i++) g[i]! *= -k;
      }
      return { values, gradients };
    },
    partialTrace: () => partialTrace(T),
  };
}

/** Indices contracted in pairs until one or two are left. */
function partialTrace({ order, dimension: d, entry }: SymmetricTensor): Float64Array | Matrix {
  const pairs = (order - 1) >> 1;
  const traced = (...free: number[]) => {
    let sum = 0;
    const indices = [...free, ...new Array<number>(2 * pairs).fill(0)];
    for (let flat = 0; flat < d ** pairs; flat++) {
      for (let p = 0, rest = flat; p < pairs; p++, rest = Math.floor(rest / d)) {
        indices[free.length + 2 * p] = rest % d;
        indices[free.length + 2 * p + 1] = rest % d;
      }
      sum += entry(indices);
    }
    return sum;
  };
  if (order % 2 === 1) return Float64Array.from({ length: d }, (_, a) => traced(a));
  const B = zeros(d, d);
  for (let a = 0; a < d; a++) for (let b = 0; b < d; b++) B.data[a * d + b] = traced(a, b);
  return B;
}

function fullEntries({ order, dimension: d, entry }: SymmetricTensor): Float64Array {
  const indices = new Array<number>(order);
  return Float64Array.from({ length: d ** order }, (_, flat) => {
    for (let i = 0, rest = flat; i < order; i++, rest = Math.floor(rest / d)) indices[i] = rest % d;
    return entry(indices);
  });
}
