import { digitCleaning, mnistCleaning } from "@gradus/datasets";
import { gam, hyperCleaning, lvHba, type WeightedSvm } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost, type Criterion, type Remark } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { difference, median, type Reading, smallest } from "../../src/statistic.ts";
import { type Contender, endOf, endsOf } from "./ends.ts";

/** The set-up's options. */
export const cleaningOptions = {
  alpha: 0.05,
  beta: 0.1,
  eta: 0.2,
  gamma1: 2,
  gamma2: 2,
  c0: 0.1,
  p: 0.3,
  r: 200,
  sweeps: 50,
  projectionTolerance: 1e-7,
} as const;

/** The official code's step on the sum of the validation losses, which is here a mean. */
const gamRate = (problem: WeightedSvm) => 0.03 * problem.data.validation.targets.length;

const contendersOn = (problem: WeightedSvm, steps: number, gamSteps: number): Record<string, Contender> => ({
  // A run of no steps: equal weights.
  "equal weights": { method: lvHba(cleaningOptions), steps: 0 },
  "LV-HBA": { method: lvHba(cleaningOptions), steps },
  ...(gamSteps > 0 && { GAM: { method: gam({ rate: gamRate(problem) }), steps: gamSteps } }),
});

const accuracyOf = (contender: string) => endOf(contender, "retrainedTestAccuracy");
const gain = difference(accuracyOf("LV-HBA"), accuracyOf("equal weights"));
const errorRatio: Reading = (trial) => (1 - accuracyOf("LV-HBA")(trial)) / (1 - accuracyOf("equal weights")(trial));

const criteria: Criterion[] = [
  { measures: "gain in test accuracy over equal weights", statistic: median(gain), holds: atLeast(0.1) },
  { measures: "least gain in test accuracy over equal weights", statistic: smallest(gain), holds: atLeast(0.05) },
  { measures: "test error, learned / equal weights", statistic: median(errorRatio), holds: atMost(0.5) },
];

const remarksFor = (...contenders: string[]): Remark[] => [
  ...contenders.map((name) => ({ measures: `test accuracy, ${name}`, statistic: median(accuracyOf(name)) })),
  ...contenders
    .filter((name) => name !== "equal weights")
    .flatMap((name) => [
      {
        measures: `mean weight of wrong labels over that of right ones, ${name}`,
        statistic: median(endOf(name, "flippedWeight")),
      },
      { measures: `seconds, ${name}`, statistic: median(endOf(name, "seconds")) },
    ]),
];

const how = (steps: number) =>
  `LV-HBA: ${steps} steps from equal weights (c = 0, box [−6, 1]) and the lower level's solution, g scaled to norm 1, α = 0.05, ` +
  "β = 0.1, η = 0.2, γ = 2, c_k = 0.1 (k + 1)^0.3, r = 200, projections by at most 50 sweeps. Accuracies are those of the " +
  "machine trained to the end with the weights found.";
const gamHow = (steps: number) =>
  ` GAM: ${steps} steps of the official size, the lower level solved exactly each time.`;

const onSynthetic = (trials: number, size: { samples: number; dimension: number }, steps: number): Experiment => ({
  setup:
    `${size.samples} samples in ${size.dimension} dimensions to train on, labels flipped with probability 0.4, ` +
    `${size.samples} clean ones to validate with, 1000 to test on, drawn anew for each seed. ${how(steps)}${gamHow(80)}`,
  trials: seeds(...Array.from({ length: trials }, (_, seed) => seed)),
  trial(context) {
    const problem = hyperCleaning({ ...size, instance: context.seed });
    return endsOf(context, problem, contendersOn(problem, steps, 80));
  },
  criteria,
  remarks: remarksFor("equal weights", "LV-HBA", "GAM"),
});

export const cleaning = claim({
  id: "cleaning",
  says: "LV-HBA finds weights for samples with wrong labels with which a support vector machine generalises.",
  source: "section 4, data hyper-cleaning",
  quick: onSynthetic(5, { samples: 80, dimension: 5 }, 1000),
  full: onSynthetic(20, { samples: 80, dimension: 5 }, 1000),
  reading:
    "How much is gained depends on how bad equal weights are, which varies much between draws. LV-HBA is not ahead of exact " +
    "implicit gradients on a problem as small as this.",
});

export const digits = claim({
  id: "digits",
  says: "The same on real digits, fours against nines, two in five labels wrong.",
  source: "section 4, data hyper-cleaning (gisette are such digits)",
  quick: {
    setup:
      "Fours and nines of 8 × 8 pixels: 120 to train on, labels flipped with probability 0.4, 80 clean ones to validate with, 161 " +
      `to test on, split anew for each seed. ${how(1000)}${gamHow(40)}`,
    trials: seeds(0, 1, 2, 3, 4),
    async trial(context) {
      const problem = await digitCleaning({ instance: context.seed });
      return endsOf(context, problem, contendersOn(problem, 1000, 40));
    },
    criteria,
    remarks: remarksFor("equal weights", "LV-HBA", "GAM"),
  },
  full: {
    setup:
      "Fours and nines of MNIST: 500 to train on, labels flipped with probability 0.4, 150 clean ones to validate with, the " +
      `rest of the bundled part to test on, split anew for each seed. ${how(1000)}`,
    trials: seeds(0, 1, 2),
    async trial(context) {
      const problem = await mnistCleaning({ instance: context.seed });
      return endsOf(context, problem, contendersOn(problem, 1000, 0));
    },
    criteria,
    remarks: remarksFor("equal weights", "LV-HBA"),
  },
  reading:
    "The criterion and the constants are those of the synthetic set-up, unchanged: with 64 features the weights move too slowly. " +
    "Also tried, on one split: c₀ = 0.01 gains 0.06 and c₀ = 0.001 or α = 0.2 with c₀ = 0.01 gain 0.11, at gaps of the lower level near " +
    "1; γ = 10 gains 0.09; unscaled constraints lose.",
});
