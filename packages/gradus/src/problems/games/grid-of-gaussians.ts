import { count, flag, readOptions, z } from "../../core/options.ts";
import { precision } from "../precision.ts";
import { type MixtureGan, mixtureGan } from "./mixture-gan.ts";

export const gridOfGaussiansOptions = z.object({
  /** Neurons of each of the four hidden layers of either network. Default 25. */
  hidden: count().default(25),
  /** Points and latents a batch. Default 128. */
  batchSize: count().default(128),
  /** The generator descends log(1 − D) instead of −log D. Default true. */
  isSaturating: flag().default(true),
  /** Precision of the parameters. Default float32. */
  dtype: precision().default("float32"),
});

export type GridOfGaussiansOptions = z.input<typeof gridOfGaussiansOptions>;

const coordinates = [-1.5, -0.5, 0.5, 1.5];

/**
 * A game in the plane: a generator learns to draw points from sixteen Gaussians on a grid, with means in {±½, ±3/2}² and
 * deviation 0.02, and a discriminator to tell them from the target's.
 *
 *     discriminator:  mean softplus(−D(x)) + mean softplus(D(G(z)))
 *     generator:      −mean softplus(D(G(z))), else mean softplus(−D(G(z)))
 *
 * G is a perceptron of 16 latents, four hidden layers of 25 and two outputs, D one of 2-25-25-25-25-1, both with relu. Metrics:
 * nearModes, the share of 2000 generated points within 0.08 of a mode, with latents that are always the same; coveredModes, how
 * many modes have at least 1 % of all points that near.
 *
 * @source M. Rosca, Y. Wu, B. Dherin, D. Barrett, Discretization Drift in Two-Player Games, 2021, arXiv 2105.13922 (the mixture).
 * @example
 * const game = gridOfGaussians({ batchSize: 64 });
 */
export function gridOfGaussians(options: GridOfGaussiansOptions = {}): MixtureGan {
  const settings = readOptions("gridOfGaussians", gridOfGaussiansOptions, options);
  const { hidden, ...others } = settings;
  return mixtureGan({
    ...others,
    name: "GAN on a grid of Gaussians",
    modes: coordinates.flatMap((x) => coordinates.map((y) => [x, y])),
    deviation: 0.02,
    hidden: [hidden, hidden, hidden, hidden],
    activation: "relu",
    latentSize: 16,
  });
}
