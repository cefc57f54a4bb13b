import type { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { count, nonnegative, readOptions, z } from "../../core/options.ts";
import type { HasMetrics } from "../../core/problem.ts";
import { addScaled, dot, scaled } from "../../engine/linear-algebra/vector.ts";
import { type Generator, generator, seedFor } from "../../engine/random.ts";
import { dualBalls } from "../../methods/proximal/dual-sets.ts";
import { free, simplePart } from "../../methods/proximal/simple-part.ts";
import type { CompositeInstance } from "./absolute-quadratic.ts";
import { imageDifferences, imageDifferencesTransposed } from "./differences.ts";
import { distanceTo, instanceOption, startingAt } from "./parts.ts";

/** Grey levels row by row. */
export type GreyImage = { rows: number; columns: number; levels: ArrayLike<number> };

export const tvDenoisingOptions = z.object({
  /** Pixels along an edge of the image that is drawn, at least 2. Default 128. */
  side: count().default(128),
  /** An image to take instead of a drawn one. Default: none. */
  image: z.custom<GreyImage>((value) => typeof value === "object" && value !== null, "must be an image").optional(),
  /** Standard deviation of the noise; levels of a drawn image are in [0, 1]. Default 0.1. */
  noise: nonnegative().default(0.1),
  /** λ: weight of the total variation. Default 0.1 [reconstructed], not tuned. */
  lambda: nonnegative().default(0.1),
  /** μ: the part of ½‖x − b‖² that counts as the simple part, in (0, 1). Default 0.1. */
  mu: z.number("must be in (0, 1)").gt(0, "must be in (0, 1)").lt(1, "must be in (0, 1)").default(0.1),
  /** Seed of image and noise. Default 0. */
  instance: instanceOption(),
});

export type TvDenoisingOptions = z.input<typeof tvDenoisingOptions>;

/** Denoising with the images that it is about. */
export type TvDenoising = CompositeInstance & HasMetrics<np.Array> & { image: GreyImage; observed: Float64Array };

/**
 * An image with noise, and what isotropic total variation makes of it (Rudin, Osher and Fatemi).
 *
 *     ½ ‖x − b‖² + λ Σ √((x_right − x)² + (x_below − x)²),  b = image + noise N(0, 1)
 *     f(x) = ((1 − μ)/2)‖x − b‖²,  χ(x) = (μ/2)‖x − b‖²
 *
 * The total variation is a maximum over discs, one a pixel, with K = λ times the differences. Starts at b. The drawn image is
 * of rectangles and discs. The metric distance is the root mean square of x − image.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or the image's size is not rows × columns.
 * @source L. Rudin, S. Osher, E. Fatemi, Nonlinear Total Variation Based Noise Removal Algorithms, 1992.
 * @example
 * const { answer } = await minimize(tvDenoising({ side: 64 }), rfAsgs(), { steps: 40 });
 */
export function tvDenoising(options: TvDenoisingOptions = {}): TvDenoising {
  const { side, image: given, noise, lambda, mu, instance } = readOptions("tvDenoising", tvDenoisingOptions, options);
  const draw = generator(seedFor(instance, "tv denoising"));
  const image = given ?? shapes(side, draw);
  const { rows, columns } = image;
  const n = rows * columns;
  if (!(n > 0) || image.levels.length !== n) {
    throw new OptionError(`tvDenoising: image must have ${rows} × ${columns} levels, got ${image.levels.length}`);
  }
  const levels = Float64Array.from(image.levels);
  const observed = addScaled(levels, noise, draw.normals(n));
  const away = (x: Float64Array) => addScaled(x, -1, observed);

  return {
    name: `total variation denoising of ${rows} × ${columns} pixels`,
    dimension: n,
    image,
    observed,
    initial: startingAt(observed),
    metrics: distanceTo(levels),
    smoothPart: {
      value: (x) => ((1 - mu) / 2) * dot(away(x), away(x)),
      gradient: (x) => scaled(away(x), 1 - mu),
      smoothness: 1 - mu,
    },
    simplePart: simplePart(mu, free, observed),
    saddlePart: {
      apply: (x) => scaled(imageDifferences(x, columns), lambda),
      applyTransposed: (y) => scaled(imageDifferencesTransposed(y, columns), lambda),
      normSquared: 8 * lambda ** 2,
      dual: dualBalls(n, 2, 1),
    },
  };
}

/** Rectangles and discs of random levels on a grey ground. */
function shapes(side: number, draw: Generator): GreyImage {
  const levels = new Float64Array(side * side).fill(0.5);
  for (let shape = 0; shape < 8; shape++) {
    const [row, column, level] = [draw.uniform() * side, draw.uniform() * side, draw.uniform()];
    const [height, width] = [(0.1 + 0.2 * draw.uniform()) * side, (0.1 + 0.2 * draw.uniform()) * side];
    const isDisc = shape % 2 === 1;
    for (let i = 0; i < side; i++) {
      for (let j = 0; j < side; j++) {
        const [a, b] = [(i - row) / height, (j - column) / width];
        if (isDisc ? a * a + b * b <= 1 : Math.abs(a) <= 1 && Math.abs(b) <= 1) levels[i * side + j] = level;
      }
    }
  }
  return { rows: side, columns: side, levels };
}
