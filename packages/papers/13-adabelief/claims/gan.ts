import { adabelief, adam, alternate, type Optimizer, ringOfGaussians, rmsprop, type Trace } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, type Criterion } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { differenceOfBestMeans, type Measurements, mean, measured, ratioOfMeans } from "../../src/statistic.ts";

type Make = (learningRate: number) => Optimizer;

/** AdaBelief's ε is near the square of Adam's, as its authors advise. */
const rivals: Record<string, Make> = {
  Adam: (learningRate) => adam({ learningRate, beta1: 0.5 }),
  AdaBelief: (learningRate) => adabelief({ learningRate, beta1: 0.5, epsilon: 1e-12 }),
};

const nameOf = (contender: string, rate: number) => `share of points near a mode, ${contender}, learning rate ${rate}`;
const shareOf = (contender: string, rate: number) => measured(nameOf(contender, rate));

const metricsEvery = 100;

/** The share of points near a mode, averaged over the last five times at which it was measured. */
function shareNearModes({ rows, status }: Trace): number {
  if (status === "diverged") return 0;
  const shares = rows.flatMap(({ extra }) => extra["nearModes"] ?? []).slice(-5);
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

type GameOptions = {
  trials: number;
  /** From the largest to the smallest, at which the criterion is. */
  rates: number[];
  hidden: number;
  batchSize: number;
  steps: number;
  contenders: Record<string, Make>;
};

function games({ trials, rates, hidden, batchSize, steps, contenders }: GameOptions): Experiment {
  const least = rates.at(-1)!;
  const atLeastRate: Criterion = {
    measures: `share of points near a mode, AdaBelief / Adam, learning rate ${least}`,
    statistic: ratioOfMeans(shareOf("AdaBelief", least), shareOf("Adam", least)),
    holds: atLeast(2),
  };
  const atBestRates: Criterion = {
    measures: "share of points near a mode, AdaBelief − Adam, each at its best learning rate",
    statistic: differenceOfBestMeans(
      rates.map((rate) => shareOf("AdaBelief", rate)),
      rates.map((rate) => shareOf("Adam", rate)),
    ),
    holds: atLeast(0),
  };
  return {
    setup:
      `A GAN on a ring of eight Gaussians (radius 2, deviation 0.05): generator 8-${hidden}-${hidden}-2, discriminator ` +
      `2-${hidden}-${hidden}-1, LeakyReLU(0.2), non-saturating losses. Both take turns for ${steps} iterations with ` +
      `batches of ${batchSize}, learning rate ${rates.join(", ")}, β₁ = 0.5, β₂ = 0.999, ε = 1e-8 (AdaBelief 1e-12). ` +
      "Measured is the share of 2000 generated points within 0.2 of a mode, averaged over the last five hundreds of " +
      "iterations.",
    trials: seeds(...Array.from({ length: trials }, (_, seed) => seed)),
    async trial({ run }) {
      const game = ringOfGaussians({ hidden, batchSize });
      const measurements: Measurements = {};
      for (const rate of rates) {
        for (const [contender, make] of Object.entries(contenders)) {
          const method = alternate({ discriminator: make(rate), generator: make(rate) });
          const label = { contender, setting: `learning rate ${rate}` };
          const trace = await run(label, game, method, { steps, every: 20, metricsEvery });
          measurements[nameOf(contender, rate)] = shareNearModes(trace);
        }
      }
      return measurements;
    },
    criteria: rates.length > 1 ? [atLeastRate, atBestRates] : [atLeastRate],
    remarks: rates.flatMap((rate) =>
      Object.keys(contenders).map((contender) => ({
        measures: nameOf(contender, rate),
        statistic: mean(shareOf(contender, rate)),
      })),
    ),
  };
}

export const gan = claim({
  id: "gan",
  says: "In the training of a GAN, AdaBelief is stable and makes better samples than Adam.",
  source: "abstract; figure 6 and table 3",
  quick: games({ trials: 3, rates: [2e-3], hidden: 32, batchSize: 64, steps: 1500, contenders: rivals }),
  full: games({
    trials: 4,
    rates: [2e-3, 1e-3, 5e-4],
    hidden: 48,
    batchSize: 128,
    steps: 3000,
    contenders: { ...rivals, RMSProp: (learningRate) => rmsprop({ learningRate, decay: 0.99 }) },
  }),
  reading:
    "A toy in the plane, not the paper's images. Part of the effect is AdaBelief's longer step: Adam at a higher rate, " +
    "or with more iterations, gets there too. The full experiment gives the table over learning rates.",
});
