import { adam, diffgrad } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { templateNetwork, templateRate, templateSetup, templateTraining } from "../../src/setups/templates.ts";
import { ended, type Metric, trainEach } from "../../src/setups/training.ts";
import { difference, differenceOfBestMeans, type Measurements, mean, rangeOfMeans } from "../../src/statistic.ts";

const settingOf = (rate: number) => `learning rate ${rate}`;
const metrics = ["testAccuracy", "testLoss"] as const;
const ofAdam = (metric: Metric, rate: number) => ended(metric, "Adam", settingOf(rate));
const ofDiffgrad = (metric: Metric, rate: number) => ended(metric, "diffGrad", settingOf(rate));

type TrainingOptions = { trials: number; rates: number[] };

/** Training at learning rates some of which are too large for Adam. */
function trainings({ trials, rates }: TrainingOptions): Experiment {
  const accuracies = (of: typeof ofAdam) => rates.map((rate) => of("testAccuracy", rate));
  return {
    setup: `Training on ${templateSetup}; learning rates ${rates.join(", ")}, β₁ = 0.9, β₂ = 0.999. Adam at 0.025 is a control.`,
    trials: seeds(...Array.from({ length: trials }, (_, seed) => seed)),
    async trial(context) {
      const problem = templateNetwork(context.seed);
      const measurements: Measurements = {};
      for (const rate of rates) {
        const learningRate = templateRate(rate);
        const contenders = { Adam: adam({ learningRate }), diffGrad: diffgrad({ learningRate, keepFriction: false }) };
        const options = { ...templateTraining, metrics };
        Object.assign(measurements, await trainEach(context, problem, settingOf(rate), contenders, options));
      }
      const control = { Adam: adam({ learningRate: templateRate(0.025) }) };
      const options = { ...templateTraining, metrics };
      return Object.assign(measurements, await trainEach(context, problem, settingOf(0.025), control, options));
    },
    criteria: [
      {
        measures: "test accuracy, diffGrad − Adam, learning rate 0.05",
        statistic: mean(difference(ofDiffgrad("testAccuracy", 0.05), ofAdam("testAccuracy", 0.05))),
        holds: atLeast(0.02),
      },
      {
        measures: "test accuracy, diffGrad − Adam, each at its best learning rate",
        statistic: differenceOfBestMeans(accuracies(ofDiffgrad), accuracies(ofAdam)),
        holds: atLeast(-0.01),
      },
    ],
    remarks: [
      {
        measures: "test accuracy, diffGrad at 0.05 − Adam at 0.025 (half the rate)",
        statistic: mean(difference(ofDiffgrad("testAccuracy", 0.05), ofAdam("testAccuracy", 0.025))),
      },
      ...rates.flatMap((rate) => [
        { measures: `test loss, Adam, learning rate ${rate}`, statistic: mean(ofAdam("testLoss", rate)) },
        { measures: `test loss, diffGrad, learning rate ${rate}`, statistic: mean(ofDiffgrad("testLoss", rate)) },
      ]),
      {
        measures: "how far diffGrad's test accuracies over the learning rates lie apart",
        statistic: rangeOfMeans(...accuracies(ofDiffgrad)),
      },
    ],
  };
}

export const largeLearningRate = claim({
  id: "large-learning-rate",
  says: "diffGrad's friction keeps training from overshooting: at a learning rate that is too large for Adam it still trains well.",
  source: "abstract",
  quick: trainings({ trials: 5, rates: [0.02, 0.05] }),
  full: trainings({ trials: 15, rates: [1e-3, 5e-3, 0.01, 0.02, 0.05, 0.1] }),
  reading:
    "This is tolerance of a learning rate that is too large, not a better optimum: Adam at half the rate does as well, " +
    "and at small rates diffGrad is the slower of the two. The images are synthetic.",
});
