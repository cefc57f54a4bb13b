import type { numpy as np } from "@jax-js/jax";
import type { HasNonsmoothPart } from "../../core/composite.ts";
import { OptionError } from "../../core/errors.ts";
import { count, nonnegative, positive, readOptions, z } from "../../core/options.ts";
import type { HasMetrics } from "../../core/problem.ts";
import { apply, zeros } from "../../engine/linear-algebra/matrix.ts";
import { scaled } from "../../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { dualBox } from "../../methods/proximal/dual-sets.ts";
import { simplePart } from "../../methods/proximal/simple-part.ts";
import type { CompositeInstance } from "./absolute-quadratic.ts";
import { differences, differencesTransposed } from "./differences.ts";
import { distanceTo, instanceOption, leastSquaresPart, startingAt } from "./parts.ts";

export const tvDeblurringOptions = z.object({
  /** n: samples of the signal, more than jumps. Default 100. */
  length: count().default(100),
  /** Jumps of the signal. Default 6. */
  jumps: count().default(6),
  /** Standard deviation of the blur, in samples; 0 for none. Default 2. */
  blur: nonnegative().default(2),
  /** Standard deviation of the noise. Default 0.1. */
  noise: nonnegative().default(0.1),
  /** λ: weight of the total variation. Default 0.5. */
  lambda: nonnegative().default(0.5),
  /** μ of the simple part. Default 0.1. */
  mu: positive().default(0.1),
  /** Seed of signal and noise. Default 0. */
  instance: instanceOption(),
});

export type TvDeblurringOptions = z.input<typeof tvDeblurringOptions>;

/** Deblurring with the signals that it is about. */
export type TvDeblurring = CompositeInstance &
  HasNonsmoothPart &
  HasMetrics<np.Array> & { signal: Float64Array; observed: Float64Array };

/**
 * A piecewise constant signal, blurred and with noise, and what total variation makes of it.
 *
 *     f(x) = ½ ‖A x − b‖²,  A_ij ∝ exp(−(i − j)²/(2 blur²)), rows summing to 1,  b = A signal + noise N(0, 1)
 *     h(x) = λ Σ |x_{i+1} − x_i|,  χ(x) = (μ/2)‖x‖²
 *
 * Jumps of the signal ~ N(0, 1) at random places. h is known by subgradients, and as a maximum over y ∈ [−1, 1]^(n − 1)
 * with K = λ D. Starts at 0. Without blur the minimum is the taut string of b/(1 + μ) for λ/(1 + μ). The metric distance is the
 * root mean square of x − signal.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @example
 * const { answer } = await minimize(tvDeblurring(), rfAsgs(), { steps: 100 });
 */
export function tvDeblurring(options: TvDeblurringOptions = {}): TvDeblurring {
  const settings = readOptions("tvDeblurring", tvDeblurringOptions, options);
  const { length: n, jumps, blur, noise, lambda, mu, instance } = settings;
  if (jumps >= n) throw new OptionError(`tvDeblurring: jumps must be below length ${n}, got ${jumps}`);
  const draw = generator(seedFor(instance, "tv deblurring"));
  const signal = new Float64Array(n);
  const places = draw.permutation(n - 1).subarray(0, jumps);
  for (const [place, height] of [...places].map((place) => [place + 1, draw.normal()] as const)) {
    for (let i = place; i < n; i++) signal[i]! += height;
  }
  const A = zeros(n, n);
  for (let i = 0; i < n; i++) {
    const row = A.data.subarray(i * n, (i + 1) * n);
    for (let j = 0; j < n; j++) row[j] = blur === 0 ? Number(i === j) : Math.exp(-((i - j) ** 2) / (2 * blur ** 2));
    const total = row.reduce((sum, value) => sum + value, 0);
    for (let j = 0; j < n; j++) row[j]! /= total;
  }
  const observed = apply(A, signal).map((value) => value + noise * draw.normal());
  const p = n - 1;

  return {
    name: `total variation deblurring of ${n} samples`,
    dimension: n,
    signal,
    observed,
    initial: startingAt(new Float64Array(n)),
    metrics: distanceTo(signal),
    smoothPart: leastSquaresPart(A, observed),
    simplePart: simplePart(mu),
    nonsmoothPart: {
      value: (x) => lambda * differences(x).reduce((sum, value) => sum + Math.abs(value), 0),
      subgradient: (x) => scaled(differencesTransposed(differences(x).map(Math.sign)), lambda),
      variation: 4 * lambda * Math.sqrt(p),
    },
    saddlePart: {
      apply: (x) => scaled(differences(x), lambda),
      applyTransposed: (y) => scaled(differencesTransposed(y), lambda),
      normSquared: 4 * lambda ** 2,
      dual: dualBox(p, -1, 1),
    },
  };
}
