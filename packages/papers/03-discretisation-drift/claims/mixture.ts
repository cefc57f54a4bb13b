import {
  adam,
  alternate,
  type GanPlayers,
  type GridOfGaussiansOptions,
  gameDescent,
  gridOfGaussians,
  lastRow,
  type Method,
  type MixtureGan,
  odeGan,
  symplecticGradientAdjustment,
} from "gradus";
import { atLeast } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { difference, type Measurements, mean, measured } from "../../src/statistic.ts";

type Contender = Method<MixtureGan, unknown, GanPlayers>;

/** The discriminator's rate and the generator's. */
const learningRates: [number, number] = [1e-2, 5e-3];

const player = () => adam({ learningRate: 1e-4, beta1: 0.5 });

const ganContenders: Record<string, Contender> = {
  simultaneous: gameDescent({ learningRates, interactionDrift: 0 }),
  "interaction cancelled": gameDescent({ learningRates }),
  "interaction cancelled, own drift doubled": gameDescent({ learningRates, selfDrift: 1 }),
  "symplectic gradient adjustment": symplecticGradientAdjustment({ learningRates, mu: 0.01 }),
  "ODE-GAN": odeGan({ learningRates: 1e-2 }),
  Adam: alternate({ discriminator: player(), generator: player() }),
} as Record<string, Contender>;

const coveredName = (contender: string) => `modes covered of 16, ${contender}`;
const nearName = (contender: string) => `share of points near a mode, ${contender}`;

/** A GAN on the grid of Gaussians, each contender from the same start with the same batches. */
export const mixtureExperiment = (
  options: GridOfGaussiansOptions,
  { steps, trials }: { steps: number; trials: readonly number[] },
  among = ganContenders,
): Experiment => ({
  setup:
    "A GAN on sixteen Gaussians (means in {±½, ±3/2}², deviation 0.02), saturating losses, both networks with four hidden layers of 25, " +
    `16 latents, batches of 128, ${steps} steps. Rates 0.01 for the discriminator and 0.005 for the generator; ODE-GAN 0.01 for both; Adam ` +
    "1e-4 with β₁ = 0.5, alternating; symplectic gradient adjustment with μ = 0.01. At the end 2000 points are drawn: a mode is covered by " +
    "20 of them within 0.08.",
  trials: seeds(...trials),
  async trial({ run }) {
    const game = gridOfGaussians(options);
    const measurements: Measurements = {};
    for (const [contender, method] of Object.entries(among)) {
      const trace = await run({ contender }, game, method, { steps, every: steps / 100 });
      const isWhole = trace.status !== "diverged";
      const { extra } = lastRow(trace);
      measurements[coveredName(contender)] = isWhole ? extra["coveredModes"]! : 0;
      measurements[nearName(contender)] = isWhole ? extra["nearModes"]! : 0;
    }
    return measurements;
  },
  criteria: [
    {
      measures: "modes covered, interaction cancelled − simultaneous",
      statistic: mean(
        difference(measured(coveredName("interaction cancelled")), measured(coveredName("simultaneous"))),
      ),
      holds: atLeast(1),
    },
    {
      measures: "modes covered, interaction cancelled − Adam",
      statistic: mean(difference(measured(coveredName("interaction cancelled")), measured(coveredName("Adam")))),
      holds: atLeast(-1),
    },
  ],
  remarks: Object.keys(among).flatMap((contender) => [
    { measures: coveredName(contender), statistic: mean(measured(coveredName(contender))) },
    { measures: nearName(contender), statistic: mean(measured(nearName(contender))) },
  ]),
});

export const mixture = mixtureExperiment({}, { steps: 20_000, trials: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] });
