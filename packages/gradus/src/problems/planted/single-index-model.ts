import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { nonnegative, readOptions, z } from "../../core/options.ts";
import type {
  HasLoss,
  HasName,
  HasPartialTrace,
  HasPlanted,
  HasRidgeSamples,
  HasSphereGradients,
} from "../../core/problem.ts";
import { type Matrix, toArray, toRows, zeros } from "../../engine/linear-algebra/matrix.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { normalMatrix } from "../random-matrix.ts";
import { hermite, hermiteWithSlope } from "./hermite.ts";
import {
  direction,
  drawDirection,
  type PlantedPoint,
  plantedOf,
  plantedOptions,
  pointOf,
  samplesOfFigures,
} from "./planted.ts";

const exponentRange = "must be a whole number in [1, 8]";
const losses = ["correlation", "squared"] as const;

export const singleIndexOptions = z.object({
  ...plantedOptions,
  /** k: the information exponent, which is the degree of the link h_k, from 1 to 8. Default 3 (figure 1). */
  exponent: z.int(exponentRange).min(1, exponentRange).max(8, exponentRange).default(3),
  /** −y σ(t), or (σ(t) − y)²/2. Default "correlation" [reconstructed: both do the same]. */
  loss: z.enum(losses, "must be 'correlation' or 'squared'").default("correlation"),
  /** Deviation ≥ 0 of normal noise on the labels. Default 0 (the paper's experiments). */
  noise: nonnegative().default(0),
});

export type SingleIndexOptions = z.input<typeof singleIndexOptions>;

/** Labelled samples, and what is fitted to them. */
export type SingleIndexParts = {
  /** A row x_i a sample. */
  inputs: Matrix;
  /** y_i */
  targets: Float64Array;
  exponent: number;
  loss?: (typeof losses)[number];
  planted?: Float64Array;
};

/** The problem of a single-index model's direction. */
export type SingleIndex = PlantedPoint &
  HasLoss<np.Array> &
  HasSphereGradients &
  HasRidgeSamples &
  HasPartialTrace &
  HasName &
  Partial<HasPlanted> & {
    /** The problem of the samples from `from` up to but not including `to`. */
    part(from: number, to: number): SingleIndex;
  };

/**
 * A single-index model: a direction that labels depend on, by a link that is flat around the equator.
 *
 *     x_i ~ N(0, I),   y_i = h_k(θ* · x_i) + noise,   L(θ) = mean_i ℓ(h_k(x_i · θ/‖θ‖), y_i)
 *     ℓ(s, y) = −y s   or   (s − y)²/2
 *
 * h_k is the normalised Hermite polynomial, so that k is the information exponent. Where k is even, −θ* is as good.
 * The gradient of all samples costs 2 n d operations a point, that of one sample 2 d.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or if there are more than 2²⁷ numbers in the inputs.
 * @source S. Wei, A. Damian, J. D. Lee, 2026, arXiv 2603.06028, figures 1 and 2; G. Ben Arous, R. Gheissari, A. Jagannath,
 * 2021, arXiv 2003.10409 (the information exponent).
 * @example
 * const { trace } = await minimize(singleIndex({ exponent: 3 }), sphericalSgdAverage(), { steps: 4000, every: 100 });
 * console.log(lastRow(trace).extra["overlap"]);
 */
export function singleIndex(options: SingleIndexOptions = {}): SingleIndex & HasPlanted {
  const settings = readOptions("singleIndex", singleIndexOptions, options);
  const { dimension: d, exponent: k, loss, noise, instance } = settings;
  const n = settings.samples ?? samplesOfFigures(d, k);
  if (n * d > 2 ** 27) throw new OptionError(`singleIndex: samples × dimension may be 2^27, got ${n} × ${d}`);
  const draw = generator(seedFor(instance, "single index"));
  const planted = drawDirection(draw, d);
  const inputs = normalMatrix(draw, n, d, 1);
  const targets = Float64Array.from(toRows(inputs), (x) => hermite(k, dot(x, planted)));
  if (noise > 0) for (let i = 0; i < n; i++) targets[i]! += noise * draw.normal();
  return { ...singleIndexOf({ inputs, targets, exponent: k, loss, planted }), planted, informationExponent: k };
}

/**
 * The same for samples of one's own.
 *
 * @throws {OptionError} if there is not a target for each row of inputs, or a number that is not finite.
 * @source S. Wei, A. Damian, J. D. Lee, 2026, arXiv 2603.06028.
 * @example
 * const problem = singleIndexOf({ inputs: linearAlgebra.fromRows([[1, 0]]), targets: Float64Array.of(1), exponent: 1 });
 */
export function singleIndexOf(parts: SingleIndexParts): SingleIndex {
  const { inputs, targets, exponent: k, loss = "correlation", planted } = parts;
  const { rows: n, columns: d } = inputs;
  if (n === 0) throw new OptionError("singleIndexOf: there must be a sample or more, got none");
  if (targets.length !== n) throw new OptionError(`singleIndexOf: targets must be ${n} numbers, got ${targets.length}`);
  const wrong = firstNonFinite(inputs.data, targets);
  if (wrong !== undefined) throw new OptionError(`singleIndexOf: samples must be finite, got ${wrong}`);
  const X = toRows(inputs);

  function ridgeLoss(sample: number, t: number) {
    const y = targets[sample]!;
    const { value, slope } = hermiteWithSlope(k, t);
    return loss === "correlation"
      ? { value: -y * value, slope: -y * slope }
      : { value: (value - y) ** 2 / 2, slope: (value - y) * slope };
  }

  return {
    name: `single index, exponent ${k}, d = ${d}, n = ${n}`,
    dimension: d,
    sampleCount: n,
    ...plantedOf(planted, k),
    ...pointOf(d, planted),
    input: (sample) => X[sample]!,
    ridgeLoss,
    loss(theta) {
      const outputs = tracedHermite(k, np.dot(toArray(inputs), direction(theta)));
      const y = np.array(targets.slice(), { dtype: np.float64 });
      return loss === "correlation" ? outputs.mul(y).mean().mul(-1) : np.square(outputs.sub(y)).mean().mul(0.5);
    },
    sphereGradients(points) {
      const values = new Float64Array(points.rows);
      const gradients = zeros(points.rows, d);
      const into = toRows(gradients);
      for (const [m, theta] of toRows(points).entries()) {
        const g = into[m]!;
        for (let i = 0; i < n; i++) {
          const x = X[i]!;
          const { value, slope } = ridgeLoss(i, dot(theta, x));
          values[m]! += value / n;
          for (let j = 0; j < d; j++) g[j]! += (slope / n) * x[j]!;
        }
      }
      return { values, gradients };
    },
    partialTrace: () => partialTrace(X, targets, k, d),
    part(from, to) {
      const isRange = Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from < to && to <= n;
      if (!isRange) throw new OptionError(`part: from and to must be 0 ≤ from < to ≤ ${n}, got ${from} and ${to}`);
      const slice = { rows: to - from, columns: d, data: inputs.data.subarray(from * d, to * d) };
      return singleIndexOf({ ...parts, inputs: slice, targets: targets.subarray(from, to) });
    },
  };
}

function firstNonFinite(...lists: Float64Array[]): number | undefined {
  for (const list of lists) for (const value of list) if (!Number.isFinite(value)) return value;
  return undefined;
}

/** h_k of an array. Consumes it. */
function tracedHermite(k: number, t: np.Array): np.Array {
  let before = np.zerosLike(t.ref);
  let value = np.onesLike(t.ref);
  for (let j = 0; j < k; j++) {
    const next = t.ref
      .mul(value.ref)
      .sub(before.mul(Math.sqrt(j)))
      .div(Math.sqrt(j + 1));
    before = value;
    value = next;
  }
  before.dispose();
  t.dispose();
  return value;
}

/**
 * Σ_i y_i x_i (‖x_i‖²/d − 1)^p, p = (k − 1)/2, where k is odd; Σ_i y_i x_i x_iᵀ (‖x_i‖²/d − 1)^p, p = k/2 − 1, where k is
 * even: of what a sample says, the part that points along θ*.
 */
function partialTrace(X: Float64Array[], y: Float64Array, k: number, d: number): Float64Array | Matrix {
  const power = (k - 1) >> 1;
  const weight = (x: Float64Array, i: number) => y[i]! * (dot(x, x) / d - 1) ** power;
  if (k % 2 === 1) {
    const v = new Float64Array(d);
    for (const [i, x] of X.entries()) {
      const w = weight(x, i);
      for (let j = 0; j < d; j++) v[j]! += w * x[j]!;
    }
    return v;
  }
  const B = zeros(d, d);
  for (const [i, x] of X.entries()) {
    const w = weight(x, i);
    for (let a = 0; a < d; a++) for (let b = 0; b < d; b++) B.data[a * d + b]! += w * x[a]! * x[b]!;
  }
  return B;
}
