import { numpy as np } from "@jax-js/jax";
import type { HasBatches, HasInitial, HasMetrics, HasName, HasPlayers } from "../../core/problem.ts";
import { generator, seedFor } from "../../engine/random.ts";
import * as tree from "../../engine/tree.ts";
import { type Activation, type Network, perceptron, splitKey } from "../networks.ts";
import { type Precision, toArray } from "../precision.ts";

/** The two networks, in the order in which they move. */
export type GanPlayers = { discriminator: Network; generator: Network };

/** Points of the target, and latents for either player's step. */
export type GanBatch = { reals: np.Array; discriminatorLatents: np.Array; generatorLatents: np.Array };

/** A generator that learns to draw points of the plane from a mixture of Gaussians, and its discriminator. */
export type MixtureGan = HasName &
  HasInitial<GanPlayers> &
  HasPlayers<GanPlayers, GanBatch> &
  HasBatches<GanBatch> &
  HasMetrics<GanPlayers> & {
    /** Points of the plane that the generator makes of latents, one a row. Traceable; consumes both. */
    generate(network: Network, latents: np.Array): np.Array;
    /** The centres of the target's modes. */
    modes: number[][];
  };

/** What one such game is made of. */
export type MixtureGanParts = {
  name: string;
  modes: number[][];
  /** Standard deviation about a mode's centre. */
  deviation: number;
  /** Neurons of the hidden layers of either network. */
  hidden: number[];
  activation: Activation;
  latentSize: number;
  batchSize: number;
  /** The generator descends log(1 − D), not −log D. */
  isSaturating: boolean;
  dtype: Precision;
};

const measuredPoints = 2000;
/** A generated point is near a mode within so many standard deviations. */
const nearness = 4;
/** A mode is covered by a share of the measured points of at least this. */
const coverage = 0.01;

const softplus = (x: np.Array) => np.logaddexp(x, 0);

/**
 * The game of these parts.
 *
 *     discriminator:  mean softplus(−D(x)) + mean softplus(D(G(z)))
 *     generator:      mean softplus(−D(G(z))), saturating −mean softplus(D(G(z)))
 *
 * Weights N(0, 2/fan-in), zero biases; z is standard normal. Points and latents of a batch are drawn on the host, by seed and
 * index. Metrics, over 2000 generated points with latents that are always the same: nearModes, the share within four standard
 * deviations of a mode; coveredModes, how many modes have at least 1 % of all points that near.
 */
export function mixtureGan(parts: MixtureGanParts): MixtureGan {
  const { name, modes, deviation, hidden, activation, latentSize, batchSize, isSaturating, dtype } = parts;
  const G = perceptron([latentSize, ...hidden, 2], activation, dtype as np.DType);
  const D = perceptron([2, ...hidden, 1], activation, dtype as np.DType);

  return {
    name,
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
        const scores = D.predict(all.discriminator, G.predict(own, generatorLatents));
        return isSaturating ? softplus(scores).mean().neg() : softplus(scores.neg()).mean();
      },
    },
    batches: (seed) => (index) => {
      const random = generator(seedFor(seed, "batch", index));
      const points = Array.from({ length: batchSize }, () => {
        const mode = modes[random.integer(modes.length)]!;
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
      const near = new Int32Array(modes.length);
      for (let i = 0; i < measuredPoints; i++) {
        const [x, y] = [points[2 * i]!, points[2 * i + 1]!];
        const mode = modes.findIndex(([mx, my]) => Math.hypot(x - mx!, y - my!) <= nearness * deviation);
        if (mode >= 0) near[mode]!++;
      }
      return {
        nearModes: near.reduce((sum, count) => sum + count, 0) / measuredPoints,
        coveredModes: near.filter((count) => count >= coverage * measuredPoints).length,
      };
    },
  };
}
