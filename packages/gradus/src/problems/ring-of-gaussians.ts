import { numpy as np } from "@jax-js/jax";
import { count, readOptions, z } from "../core/options.ts";
import type { HasBatches, HasInitial, HasMetrics, HasName, HasPlayers } from "../core/problem.ts";
import { generator, seedFor } from "../engine/random.ts";
import * as tree from "../engine/tree.ts";
import { type Network, perceptron, splitKey } from "./networks.ts";
import { precision, toArray } from "./precision.ts";

export const ringOfGaussiansOptions = z.object({
  /** Neurons of the two hidden layers of either network. Default 32. */
  hidden: count().default(32),
  /** Points and latents a batch. Default 64. */
  batchSize: count().default(64),
  /** Precision of the parameters. Default float32. */
  dtype: precision().default("float32"),
});

export type RingOfGaussiansOptions = z.input<typeof ringOfGaussiansOptions>;

/** The two networks, in the order in which they move. */
export type GanPlayers = { discriminator: Network; generator: Network };

/** Points of the target, and latents for either player's step. */
export type GanBatch = { reals: np.Array; discriminatorLatents: np.Array; generatorLatents: np.Array };

export type RingOfGaussians = HasName &
  HasInitial<GanPlayers> &
  HasPlayers<GanPlayers, GanBatch> &
  HasBatches<GanBatch> &
  HasMetrics<GanPlayers> & {
    /** Points of the plane that the generator makes of latents [rows, 8]. Traceable; consumes both. */
    generate(network: Network, latents: np.Array): np.Array;
    /** The centres of the target's modes. */
    modes: number[][];
  };

const latentSize = 8;
const modeCount = 8;
const radius = 2;
const deviation = 0.05;
const measuredPoints = 2000;
const nearness = 0.2;

/**
 * A game in the plane: a generator learns to draw points from a ring of eight Gaussians (radius 2, deviation 0.05) and a
 * discriminator to tell them from the target's.
 *
 *     discriminator:  mean softplus(−D(x)) + mean softplus(D(G(z)))
 *     generator:      mean softplus(−D(G(z)))
 *
 * G is a perceptron 8-32-32-2, D one of 2-32-32-1, LeakyReLU(0.2), weights N(0, 2/fan-in), zero biases; z is standard
 * normal. Points and latents of a batch are drawn on the host, by seed and index. Metrics: nearModes, the share of 2000
 * generated points within 0.2 of a mode, with latents that are always the same.
 *
 * @source losses: I. Goodfellow et al., Generative Adversarial Nets, 2014, arXiv 1406.2661, section 3 (non-saturating).
 * @example
 * const game = ringOfGaussians();
 * const { discriminator } = game.playerLosses;
 */
export function ringOfGaussians(options: RingOfGaussiansOptions = {}): RingOfGaussians {
  const { hidden, batchSize, dtype } = readOptions("ringOfGaussians", ringOfGaussiansOptions, options);
  const leaky = "leaky-relu-0.2";
  const G = perceptron([latentSize, hidden, hidden, 2], leaky, dtype as np.DType);
  const D = perceptron([2, hidden, hidden, 1], leaky, dtype as np.DType);
  const modes = Array.from({ length: modeCount }, (_, k) => {
    const angle = (2 * Math.PI * k) / modeCount;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  const softplus = (x: np.Array) => np.logaddexp(x, 0);

  return {
    name: "GAN on a ring of Gaussians",
    modes,
    generate: G.predict,
    initial(key) {
      const [first, second] = splitKey(key, 2) as [np.Array, np.Array];
      return { discriminator: D.initial(first), generator: G.initial(second) };
    },
    playerLosses: {
      discriminator(own, all, { reals, discriminatorLatents, generatorLatents }) {
        tree.dispose([all.discriminator, generatorLatents]);
        const fakes = G.predict(all.generator, discriminatorLatents);
        const onReals = softplus(D.predict(tree.ref(own), reals).neg()).mean();
        return onReals.add(softplus(D.predict(own, fakes)).mean());
      },
      generator(own, all, { reals, discriminatorLatents, generatorLatents }) {
        tree.dispose([all.generator, reals, discriminatorLatents]);
        const fakes = G.predict(own, generatorLatents);
        return softplus(D.predict(all.discriminator, fakes).neg()).mean();
      },
    },
    batches: (seed) => (index) => {
      const random = generator(seedFor(seed, "batch", index));
      const points = Array.from({ length: batchSize }, () => {
        const mode = modes[random.integer(modeCount)]!;
        return mode.map((centre) => centre + deviation * random.normal());
      });
      const latents = () => toArray(random.normals(batchSize * latentSize), [batchSize, latentSize], dtype);
      return {
        reals: toArray(points.flat(), [batchSize, 2], dtype),
        discriminatorLatents: latents(),
        generatorLatents: latents(),
      };
    },
    async metrics({ discriminator: _, generator: network }) {
      const latents = generator(seedFor(0, "measured latents")).normals(measuredPoints * latentSize);
      const made = G.predict(tree.ref(network), toArray(latents, [measuredPoints, latentSize], dtype));
      const points = await made.data();
      let near = 0;
      for (let i = 0; i < measuredPoints; i++) {
        const [x, y] = [points[2 * i]!, points[2 * i + 1]!];
        if (modes.some(([mx, my]) => Math.hypot(x - mx!, y - my!) <= nearness)) near++;
      }
      return { nearModes: near / measuredPoints };
    },
  };
}
