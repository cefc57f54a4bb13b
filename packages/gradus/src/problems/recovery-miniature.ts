import { nn, numpy as np } from "@jax-js/jax";
import { count, readOptions, z } from "../core/options.ts";
import type { HasLoss, HasMinimum } from "../core/problem.ts";
import { apply, applyTransposed, toArray } from "../engine/linear-algebra/matrix.ts";
import { dot } from "../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../engine/random.ts";
import { type PenalisedNetwork, penalise } from "./penalised-network.ts";
import { normalMatrix } from "./random-matrix.ts";

export const recoveryMiniatureOptions = z.object({
  /** n: images to mix. Default 50. */
  images: count().default(50),
  /** Hidden units of the network. Default 32. */
  hidden: count().default(32),
  /** Seed of images and weights. Default 0. */
  instance: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
});

export type RecoveryMiniatureOptions = z.input<typeof recoveryMiniatureOptions>;

const pixels = 64;
const outputs = 10;
const box = 10;

/**
 * Which mixture of random images does a random network see as it sees the first of them? A miniature of the paper's
 * image recovery [reconstructed: its ResNet18 and photographs have been replaced].
 *
 *     Φ(x) = softmax(B tanh(A I softmax(x))),  I 64 × n, A hidden × 64, B 10 × hidden
 *     I ~ N(0, 1),  A ~ 3 N(0, 1)/√64,  B ~ 3 N(0, 1)/√hidden
 *     f(y) = −‖y − y_0‖²,  y_0 the output for image 0,  c = x² − 100 ≤ 0,  from x = 0
 *
 * The best value is 0, which x reaches only as x_0 − x_i → ∞; within the box F comes within about 1e-15 of it.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source P.-Y. Bouchet, T. Vidal, Optimization by Directional Attacks, 2025, arXiv 2510.01461, problem 1.
 * @example
 * const { answer } = await minimize(recoveryMiniature({ instance: 1 }), hybridAttack(), { calls: { evaluation: 1000 } });
 */
export function recoveryMiniature(
  options: RecoveryMiniatureOptions = {},
): PenalisedNetwork & HasLoss<np.Array> & HasMinimum {
  const { images: n, hidden, instance } = readOptions("recoveryMiniature", recoveryMiniatureOptions, options);
  const draw = generator(seedFor(instance, "recovery miniature"));
  const images = normalMatrix(draw, pixels, n, 1);
  const A = normalMatrix(draw, hidden, pixels, 3 / Math.sqrt(pixels));
  const B = normalMatrix(draw, outputs, hidden, 3 / Math.sqrt(hidden));

  const seen = (image: Float64Array) => softmax(apply(B, apply(A, image).map(Math.tanh)));
  const first = new Float64Array(n);
  first[0] = 1;
  const target = seen(apply(images, first));

  const problem = penalise({
    name: `recovery miniature of ${n} images`,
    start: new Float64Array(n),
    network: {
      outputs: (x) => seen(apply(images, softmax(x))),
      pullBack(x, weights) {
        const shares = softmax(x);
        const h = apply(A, apply(images, shares)).map(Math.tanh);
        const ofHidden = applyTransposed(B, throughSoftmax(softmax(apply(B, h)), weights));
        const ofImage = applyTransposed(
          A,
          ofHidden.map((value, i) => value * (1 - h[i]! ** 2)),
        );
        return throughSoftmax(shares, applyTransposed(images, ofImage));
      },
    },
    f: {
      rate(y) {
        const off = y.map((value, j) => value - target[j]!);
        return { value: -dot(off, off), gradient: off.map((value) => -2 * value) };
      },
    },
    c: {
      values: (x) => x.map((value) => value ** 2 - box ** 2),
      pullBack: (x, y, weights) => ({ x: weights.map((w, i) => 2 * w * x[i]!), y: new Float64Array(y.length) }),
    },
  });
  return {
    ...problem,
    loss(x) {
      const off = nn
        .softmax(np.dot(toArray(B), np.tanh(np.dot(toArray(A), np.dot(toArray(images), nn.softmax(x.ref))))))
        .sub(np.array(target.slice(), { dtype: np.float64 }));
      return np
        .square(off)
        .sum()
        .add(np.square(np.maximum(np.square(x).sub(box ** 2), 0)).sum());
    },
    minimum: { value: 0 },
  };
}

/** exp(x)/Σ exp(x), with exponents of at most 0. */
function softmax(x: Float64Array): Float64Array {
  const highest = x.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const exponentials = x.map((value) => Math.exp(value - highest));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}

/** Jᵀ w of softmax, from its result s: s (w − sᵀw). */
function throughSoftmax(s: Float64Array, w: Float64Array): Float64Array {
  const mean = dot(s, w);
  return s.map((value, i) => value * (w[i]! - mean));
}
