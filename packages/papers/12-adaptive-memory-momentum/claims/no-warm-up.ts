import { adamw, amAdamw, amSgd, emaSgd } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { atOnce, languageModel, languageSetup, languageTraining, warmedUp } from "../../src/setups/language.ts";
import { templateNetwork, templateRate, templateSetup, templateTraining } from "../../src/setups/templates.ts";
import { ended, type Metric, trainEach } from "../../src/setups/training.ts";
import { difference, type Measurements, mean, ratioToLeastMean } from "../../src/statistic.ts";

const fixed = [0, 0.5, 0.9];
const large = "learning rate 2";
const of = (metric: Metric, contender: string) => ended(metric, contender, large);

const quick: Experiment = {
  setup:
    `Training on ${templateSetup}; learning rate 2 from the first step, in the form in which momentum averages. AM-MSGD ` +
    `(λ = 0.1, β_max = 0.9) against momentum β in {${fixed.join(", ")}}.`,
  trials: seeds(0, 1, 2, 3, 4),
  async trial(context) {
    const learningRate = templateRate(2);
    const contenders = {
      "AM-MSGD": amSgd({ learningRate }),
      ...Object.fromEntries(fixed.map((momentum) => [`β = ${momentum}`, emaSgd({ learningRate, momentum })])),
      "AM-MSGD, λ = 0": amSgd({ learningRate, lambda: 0 }),
    };
    const options = { ...templateTraining, metrics: ["testAccuracy", "testLoss"] } as const;
    return trainEach(context, templateNetwork(context.seed), large, contenders, options);
  },
  criteria: [
    {
      measures: "test accuracy, AM-MSGD − momentum 0.9",
      statistic: mean(difference(of("testAccuracy", "AM-MSGD"), of("testAccuracy", "β = 0.9"))),
      holds: atLeast(0.02),
    },
    {
      measures: "test loss, AM-MSGD / the best fixed momentum",
      statistic: ratioToLeastMean(
        of("testLoss", "AM-MSGD"),
        fixed.map((momentum) => of("testLoss", `β = ${momentum}`)),
      ),
      holds: atMost(0.95),
    },
  ],
  remarks: [
    ...["AM-MSGD", "β = 0", "AM-MSGD, λ = 0"].map((contender) => ({
      measures: `test accuracy, ${contender}`,
      statistic: mean(of("testAccuracy", contender)),
    })),
  ],
};

const [warm, cold] = ["with warm-up", "without warm-up"];
const cost = (contender: string) => difference(ended("testLoss", contender, cold), ended("testLoss", contender, warm));

const full: Experiment = {
  setup:
    `Training ${languageSetup}; peak learning rate 1e-2, cosine decay, weight decay 0.1, once with a linear warm-up over ` +
    "the first tenth of the steps and once without. AM-AdamW (λ = 0.1, β_max = 0.89) against AdamW with β₁ = 0.9. The " +
    "paper trains transformers.",
  trials: seeds(0, 1, 2),
  async trial(context) {
    const problem = await languageModel();
    const measurements: Measurements = {};
    for (const [setting, schedule] of [
      [warm, warmedUp],
      [cold, atOnce],
    ] as const) {
      const learningRate = schedule(1e-2);
      const contenders = {
        "AM-AdamW": amAdamw({ learningRate, weightDecay: 0.1 }),
        AdamW: adamw({ learningRate, beta1: 0.9, weightDecay: 0.1 }),
        "AM-AdamW, β_max = 0.99": amAdamw({ learningRate, betaMax: 0.99, weightDecay: 0.1 }),
      };
      const options = { ...languageTraining, metrics: ["testLoss"] } as const;
      Object.assign(measurements, await trainEach(context, problem, setting, contenders, options));
    }
    return measurements;
  },
  criteria: [
    {
      measures: "held-out loss that going without warm-up costs, AM-AdamW − AdamW, nats a character",
      statistic: mean(difference(cost("AM-AdamW"), cost("AdamW"))),
      holds: atMost(0),
    },
    {
      measures: "held-out loss without warm-up, AM-AdamW − AdamW, nats a character",
      statistic: mean(difference(ended("testLoss", "AM-AdamW", cold), ended("testLoss", "AdamW", cold))),
      holds: atMost(0),
    },
  ],
  remarks: ["AM-AdamW", "AdamW", "AM-AdamW, β_max = 0.99"].map((contender) => ({
    measures: `held-out loss that going without warm-up costs, ${contender}`,
    statistic: mean(cost(contender)),
  })),
};

export const noWarmUp = claim({
  id: "no-warm-up",
  says: "Adaptive memory lets networks train at a large learning rate without warm-up, where fixed momentum suffers.",
  source: "a public summary of the paper's experiments",
  quick,
  full,
  reading:
    "The quick experiment is about AM-MSGD on synthetic images. At learning rate 1 and below AM-MSGD and momentum 0.9 " +
    "coincide, because the momentum stays at its bound. AM-MSGD beats momentum 0.9 in every group of seeds that was run; " +
    "against no momentum at all the loss is undecided: over the seeds 0–4, 5–9 and 10–14 the ratio to the best fixed " +
    "momentum was 1.06, 0.52 and 0.99.",
});
