import { type CatchGameOptions, catchGame, type DqnOptions, dqn, lastRow, type Smoothness } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { difference, differenceOfBestMeans, type Measurements, mean, measured } from "../../src/statistic.ts";

/** What is compared, by what charts call it. */
export type Variants = Record<string, Smoothness>;

export const variants: Variants = {
  plain: "none",
  "SN[-2]": "spectralNorm",
  divGrad: "divGrad",
  mulEps: "mulEps",
  divOut: "divOut",
};

const setup = {
  updateEvery: 1,
  learningStarts: 100,
  targetEvery: 200,
  explorationEnd: 0.05,
  explorationSteps: 1500,
} satisfies DqnOptions;

const returnName = (variant: string, setting = "") => `mean return of the last 100 episodes, ${variant}${setting}`;
const returnOf = (variant: string) => measured(returnName(variant));

/** The mean return of the last hundred episodes of training; −1, the worst, where the run diverged. */
async function finalReturn(
  { run }: TrialContext,
  label: { contender: string; setting?: string },
  options: DqnOptions,
  { steps, hidden }: { steps: number } & Pick<CatchGameOptions, "hidden">,
): Promise<number> {
  const trace = await run(label, catchGame({ hidden }), dqn({ ...setup, ...options }), { steps, every: 50 });
  return trace.status === "diverged" ? -1 : lastRow(trace).extra["meanReturn"]!;
}

export const catchExperiment = (among: Variants, steps = 2000): Experiment => ({
  setup:
    "Catch, 8 rows and 5 columns, rewards ±1 in the last row; DQN with a 40-32-32-3 relu network (Xavier uniform), Adam (0.9, 0.999, " +
    "ε = 3.125e-4) at a rate of 0.06, which is deliberately too large, γ = 0.99, squared errors, batches of 32 from the whole history, an " +
    "update a step from step 100, the target copied every 200, random actions from 1 to 0.05 over 1500 steps, " +
    `${steps} steps. The tracked matrix is the second hidden layer's; divGrad divides the whole gradient by max(σ, 1).`,
  trials: seeds(0, 1, 2, 3, 4),
  async trial(context) {
    const measurements: Measurements = {};
    for (const [contender, smoothness] of Object.entries(among)) {
      const options = { learningRate: 0.06, smoothness };
      measurements[returnName(contender)] = await finalReturn(context, { contender }, options, {
        steps,
        hidden: [32, 32],
      });
    }
    return measurements;
  },
  criteria: [
    {
      measures: "mean return, SN[-2] − plain",
      statistic: mean(difference(returnOf("SN[-2]"), returnOf("plain"))),
      holds: atLeast(0.4),
    },
    {
      measures: "mean return, the better of divGrad and divOut − plain",
      statistic: differenceOfBestMeans([returnOf("divGrad"), returnOf("divOut")], [returnOf("plain")]),
      holds: atLeast(0.5),
    },
  ],
  remarks: Object.keys(among).map((variant) => ({
    measures: returnName(variant),
    statistic: mean(returnOf(variant)),
  })),
});

const rates = [1e-5, 1e-4, 1e-3, 0.01, 0.03, 0.06, 0.1];
const epsilons = [1e-4, 3e-4, 1e-3, 1e-2];
const solvedAbove = 0.8;

const areaOf = (variant: string) => measured(`share of the grid with a return above ${solvedAbove}, ${variant}`);

const grid: Experiment = {
  setup:
    "The quick experiment's DQN on Catch at every pair of Adam's rate in {1e-5, 1e-4, 1e-3, 0.01, 0.03, 0.06, 0.1} and ε in {1e-4, 3e-4, " +
    "1e-3, 1e-2}: the share of pairs whose last hundred episodes have a mean return above 0.8.",
  trials: seeds(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
  async trial(context) {
    const measurements: Measurements = {};
    for (const [contender, smoothness] of Object.entries(variants)) {
      let solved = 0;
      for (const learningRate of rates) {
        for (const epsilon of epsilons) {
          const label = { contender, setting: `rate ${learningRate}, ε ${epsilon}` };
          const options = { learningRate, epsilon, smoothness };
          const value = await finalReturn(context, label, options, { steps: 2000, hidden: [32, 32] });
          solved += Number(value > solvedAbove);
        }
      }
      measurements[`share of the grid with a return above ${solvedAbove}, ${contender}`] =
        solved / (rates.length * epsilons.length);
    }
    return measurements;
  },
  criteria: [
    {
      measures: `share of the grid with a return above ${solvedAbove}, SN[-2] − plain`,
      statistic: mean(difference(areaOf("SN[-2]"), areaOf("plain"))),
      holds: atLeast(0.05),
    },
    {
      measures: `share of the grid with a return above ${solvedAbove}, the better of divGrad and divOut − plain`,
      statistic: differenceOfBestMeans([areaOf("divGrad"), areaOf("divOut")], [areaOf("plain")]),
      holds: atLeast(0.05),
    },
  ],
  remarks: Object.keys(variants).map((variant) => ({
    measures: `share of the grid with a return above ${solvedAbove}, ${variant}`,
    statistic: mean(areaOf(variant)),
  })),
};

export const reinforcement = claim({
  id: "spectral-normalisation",
  says:
    "Spectral normalisation of one hidden layer makes value learning robust to the optimizer's settings, and changes of the optimizer " +
    "or of the outputs' scale recover its gain.",
  source: "Gogianu et al. 2021, abstract, sections 4 and 5",
  quick: catchExperiment(variants),
  full: grid,
  reading:
    "Catch in place of Atari and MinAtar, at a rate that is too large for plain DQN. At rates up to 0.01 all variants learn: what is " +
    "gained is room for the optimizer, not a better best.",
});
