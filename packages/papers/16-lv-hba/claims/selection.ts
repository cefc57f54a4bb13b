import { breastCancerMachine } from "@gradus/datasets";
import { lvHba } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { difference, median } from "../../src/statistic.ts";
import { cleaningOptions } from "./cleaning.ts";
import { endOf, endsOf } from "./ends.ts";

const start = -5.5;
const contenders = (steps: number) => ({
  "equal weights": { method: lvHba(cleaningOptions), steps: 0 },
  "LV-HBA": { method: lvHba(cleaningOptions), steps },
});

const experiment = (steps: number, trials: number): Experiment => ({
  setup:
    "569 breast tumours by 30 measurements: 370 to train on, each with a weight, 111 to validate with, 88 to test on, split anew for " +
    `each seed. ${steps} steps of LV-HBA from equal log weights of ${start} (the middle of the official start), else as in ` +
    "the claim 'cleaning'. Figures are those of the machine trained to the end with the weights found.",
  trials: seeds(...Array.from({ length: trials }, (_, seed) => seed)),
  async trial(context) {
    return endsOf(context, await breastCancerMachine({ instance: context.seed, start }), contenders(steps));
  },
  criteria: [
    {
      measures: "validation loss, LV-HBA less equal weights",
      statistic: median(
        difference(endOf("LV-HBA", "retrainedValidationLoss"), endOf("equal weights", "retrainedValidationLoss")),
      ),
      holds: atMost(-0.01),
    },
    {
      measures: "test accuracy, LV-HBA less equal weights",
      statistic: median(
        difference(endOf("LV-HBA", "retrainedTestAccuracy"), endOf("equal weights", "retrainedTestAccuracy")),
      ),
      holds: atLeast(-0.01),
    },
  ],
  remarks: [
    {
      measures: "validation loss of LV-HBA's own machine less equal weights",
      statistic: median(difference(endOf("LV-HBA", "objective"), endOf("equal weights", "objective"))),
    },
    { measures: "test accuracy, equal weights", statistic: median(endOf("equal weights", "retrainedTestAccuracy")) },
    { measures: "test accuracy, LV-HBA", statistic: median(endOf("LV-HBA", "retrainedTestAccuracy")) },
    { measures: "seconds, LV-HBA", statistic: median(endOf("LV-HBA", "seconds")) },
  ],
});

export const selection = claim({
  id: "selection",
  says: "Choosing the weights of a support vector machine's samples on real data, LV-HBA lowers the validation loss without loss of accuracy.",
  source: "section 4, hyperparameter optimization of a support vector machine",
  quick: experiment(200, 5),
  full: experiment(1000, 39),
  reading:
    "Not lowered: the weights hardly move. What falls is the loss of the machine that LV-HBA holds itself, which is not the lower " +
    "level's solution for its weights. Also tried: c₀ = 0.01 and 0.001, p = 0, α = 0.2, γ = 10, and a start at c = 0, 1000 steps " +
    "each, on one split: the fall stays below 0.01. The paper's own data sets, diabetes and fourclass, are not bundled.",
});
