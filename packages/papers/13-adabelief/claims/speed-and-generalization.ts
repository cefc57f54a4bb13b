import { adabelief, adam, sgd } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { templateNetwork, templateRate, templateSetup, templateTraining } from "../../src/setups/templates.ts";
import { type Contenders, ended, type Metric, trainEach } from "../../src/setups/training.ts";
import { difference, differenceOfBestMeans, type Measurements, mean, ratioOfMeans } from "../../src/statistic.ts";

const settingOf = (learningRate: number) => `learning rate ${learningRate}`;
const ofAdam = (metric: Metric, rate: number) => ended(metric, "Adam", settingOf(rate));
const ofBelief = (metric: Metric, rate: number) => ended(metric, "AdaBelief", settingOf(rate));

const sgdSetting = "SGD with momentum 0.9";
const sgdName = (rate: number) => `SGD, ${rate}`;

/** The rates at which Adam and AdaBelief are compared, with what is asked of AdaBelief's test accuracy. */
const compared = [
  { rate: 1e-3, leastGain: 0.015 },
  { rate: 3e-3, leastGain: 0.004 },
  { rate: 1e-2, leastGain: -0.008 },
];

type TrainingOptions = { trials: number; rates: number[]; sgdRates: number[] };

/** Adam and AdaBelief at some learning rates, SGD at others, on shifted templates. */
function trainings({ trials, rates, sgdRates }: TrainingOptions): Experiment {
  const accuracies = (of: typeof ofAdam) => rates.map((rate) => of("testAccuracy", rate));
  return {
    setup:
      `Training on ${templateSetup}; no weight decay, ε = 1e-8. Adam and AdaBelief at learning rates ` +
      `${rates.join(", ")}, SGD with momentum 0.9 at ${sgdRates.join(", ")}.`,
    trials: seeds(...Array.from({ length: trials }, (_, seed) => seed)),
    async trial(context) {
      const problem = templateNetwork(context.seed);
      const measurements: Measurements = {};
      const train = async (setting: string, contenders: Contenders) => {
        const options = { ...templateTraining, metrics: ["trainLoss", "testAccuracy"] } as const;
        Object.assign(measurements, await trainEach(context, problem, setting, contenders, options));
      };
      for (const rate of rates) {
        const learningRate = templateRate(rate);
        await train(settingOf(rate), { Adam: adam({ learningRate }), AdaBelief: adabelief({ learningRate }) });
      }
      const sgds = sgdRates.map((rate) => [sgdName(rate), sgd({ learningRate: templateRate(rate), momentum: 0.9 })]);
      await train(sgdSetting, Object.fromEntries(sgds));
      return measurements;
    },
    criteria: [
      ...compared.map(({ rate }) => ({
        measures: `training loss, AdaBelief / Adam, learning rate ${rate}`,
        statistic: ratioOfMeans(ofBelief("trainLoss", rate), ofAdam("trainLoss", rate)),
        holds: atMost(0.95),
      })),
      ...compared.map(({ rate, leastGain }) => ({
        measures: `test accuracy, AdaBelief − Adam, learning rate ${rate}`,
        statistic: mean(difference(ofBelief("testAccuracy", rate), ofAdam("testAccuracy", rate))),
        holds: atLeast(leastGain),
      })),
      {
        measures: "test accuracy, AdaBelief − SGD, each at its best learning rate",
        statistic: differenceOfBestMeans(
          accuracies(ofBelief),
          sgdRates.map((rate) => ended("testAccuracy", sgdName(rate), sgdSetting)),
        ),
        holds: atLeast(-0.015),
      },
    ],
    remarks: [
      {
        measures: "test accuracy, AdaBelief − Adam, each at its best learning rate",
        statistic: differenceOfBestMeans(accuracies(ofBelief), accuracies(ofAdam)),
      },
    ],
  };
}

export const speedAndGeneralization = claim({
  id: "speed-and-generalization",
  says: "AdaBelief trains at least as fast as Adam, and generalizes as well as SGD.",
  source: "abstract",
  quick: trainings({ trials: 5, rates: [1e-3, 3e-3, 1e-2], sgdRates: [0.03, 0.1, 0.2] }),
  full: trainings({ trials: 15, rates: [3e-4, 1e-3, 3e-3, 1e-2, 3e-2], sgdRates: [0.01, 0.03, 0.1, 0.2, 0.3] }),
  reading:
    "At equal learning rates AdaBelief makes longer steps, and is ahead where the rate is too small for Adam; at 1e-2 " +
    "the two generalize alike. The images are synthetic: see image-classification for real ones.",
});
