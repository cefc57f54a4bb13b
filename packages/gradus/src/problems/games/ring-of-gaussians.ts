import { count, readOptions, z } from "../../core/options.ts";
import { precision } from "../precision.ts";
import { type MixtureGan, mixtureGan } from "./mixture-gan.ts";

export const ringOfGaussiansOptions = z.object({
  /** Neurons of the two hidden layers of either network. Default 32. */
  hidden: count().default(32),
  /** Points and latents a batch. Default 64. */
  batchSize: count().default(64),
  /** Precision of the parameters. Default float32. */
  dtype: precision().default("float32"),
});

export type RingOfGaussiansOptions = z.input<typeof ringOfGaussiansOptions>;

const modeCount = 8;
const radius = 2;

/**
 * A game in the plane: a generator learns to draw points from a ring of eight Gaussians (radius 2, deviation 0.05) and a
 * discriminator to tell them from the target's.
 *
 *     discriminator:  mean softplus(−D(x)) + mean softplus(D(G(z)))
 *     generator:      mean softplus(−D(G(z)))
 *
 * G is a perceptron 8-32-32-2, D one of 2-32-32-1, LeakyReLU(0.2), weights N(0, 2/fan-in), zero biases; z is standard
 * normal. Points and latents of a batch are drawn on the host, by seed and index. Metrics: nearModes, the share of 2000
 * generated points within 0.2 of a mode, with latents that are always the same; coveredModes, how many modes have at least 1 %
 * of all points that near.
 *
 * @source losses: I. Goodfellow et al., Generative Adversarial Nets, 2014, arXiv 1406.2661, section 3 (non-saturating).
 * @example
 * const game = ringOfGaussians();
 * const { discriminator } = game.playerLosses;
 */
export function ringOfGaussians(options: RingOfGaussiansOptions = {}): MixtureGan {
  const { hidden, batchSize, dtype } = readOptions("ringOfGaussians", ringOfGaussiansOptions, options);
  return mixtureGan({
    name: "GAN on a ring of Gaussians",
    modes: Array.from({ length: modeCount }, (_, k) => {
      const angle = (2 * Math.PI * k) / modeCount;
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    }),
    deviation: 0.05,
    hidden: [hidden, hidden],
    activation: "leaky-relu-0.2",
    latentSize: 8,
    batchSize,
    isSaturating: false,
    dtype,
  });
}
