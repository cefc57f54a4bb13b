import { adamw, amAdamw, conditionedLogistic, type Optimizer } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { type Experiment, finalObjective, seeds } from "../../src/experiment.ts";
import { languageModel, languageSetup, languageTraining, warmedUp } from "../../src/setups/language.ts";
import { ended, trainEach } from "../../src/setups/training.ts";
import { countOf, largest, type Measurements, mean, measured, median, ratioToLeastMean } from "../../src/statistic.ts";

const steps = 400;
const grid = [0, 0.5, 0.9, 0.95, 0.99];
const conditions = [100, 10_000];
const [rate, largeRate] = [0.03, 0.3];
const weightDecay = 0;

const ratioName = (condition: number) => `ratio, condition ${condition}`;
const robustness = measured("ratio at the large rate");
const ratios = conditions.map((condition) => measured(ratioName(condition)));

const quick: Experiment = {
  setup:
    "Logistic regression with 500 samples of 50 features, condition 100 and 10,000, float64, 400 full-gradient steps " +
    `from 0. AM-AdamW (λ = 0.1, β_max = 0.99) against AdamW with β₁ in {${grid.join(", ")}}, the best chosen for each ` +
    `seed and condition, learning rate ${rate}; at condition 100 also both with the largest momentum, 0.99, at ${largeRate}.`,
  trials: seeds(0, 1, 2, 3, 4),
  async trial({ seed, run }) {
    const measurements: Measurements = {};
    for (const condition of conditions) {
      const problem = conditionedLogistic({ seed, condition });
      const end = async (contender: string, optimizer: Optimizer, setting = `condition ${condition}`) => {
        const trace = await run({ contender, setting }, problem, optimizer, { steps, every: 5 });
        return finalObjective(trace) - problem.minimum.value;
      };
      const own = await end("AM-AdamW", amAdamw({ learningRate: rate, betaMax: 0.99 }));
      const ends: number[] = [];
      for (const beta1 of grid)
        ends.push(await end(`β₁ = ${beta1}`, adamw({ learningRate: rate, beta1, weightDecay })));
      measurements[ratioName(condition)] = own / Math.min(...ends);
      if (condition !== 100) continue;
      const setting = `condition 100, learning rate ${largeRate}`;
      const adaptive = await end("AM-AdamW", amAdamw({ learningRate: largeRate, betaMax: 0.99 }), setting);
      const fixed = await end("β₁ = 0.99", adamw({ learningRate: largeRate, beta1: 0.99, weightDecay }), setting);
      measurements["ratio at the large rate"] = adaptive / fixed;
    }
    return measurements;
  },
  criteria: [
    {
      measures: "f − f*, AM-AdamW / AdamW with the best β₁",
      statistic: median(...ratios),
      holds: atMost(1),
    },
    {
      measures: `f − f*, AM-AdamW / AdamW with β₁ = 0.99, learning rate ${largeRate}, the worst seed`,
      statistic: largest(robustness),
      holds: atMost(0.2),
    },
  ],
  remarks: conditions.map((condition, i) => ({
    measures: `seeds in which AM-AdamW ends above AdamW with the best β₁, condition ${condition}`,
    statistic: countOf((trial) => ratios[i]!(trial) > 1),
  })),
};

const betas = [0.5, 0.9, 0.95];
const setting = "with warm-up";
const loss = (contender: string) => ended("testLoss", contender, setting);

const full: Experiment = {
  setup:
    `Training ${languageSetup}; learning rate 2e-3 with warm-up and cosine decay, weight decay 0.1. AM-AdamW at its ` +
    `default (λ = 0.1, β_max = 0.89) against AdamW with β₁ in {${betas.join(", ")}}. The paper trains transformers of up ` +
    "to a billion parameters.",
  trials: seeds(0, 1, 2),
  async trial(context) {
    const problem = await languageModel();
    const learningRate = warmedUp(2e-3);
    const contenders = {
      "AM-AdamW": amAdamw({ learningRate, weightDecay: 0.1 }),
      ...Object.fromEntries(betas.map((beta1) => [`β₁ = ${beta1}`, adamw({ learningRate, beta1, weightDecay: 0.1 })])),
    };
    return trainEach(context, problem, setting, contenders, { ...languageTraining, metrics: ["testLoss"] });
  },
  criteria: [
    {
      measures: "held-out loss, AM-AdamW / AdamW with the best β₁",
      statistic: ratioToLeastMean(
        loss("AM-AdamW"),
        betas.map((beta1) => loss(`β₁ = ${beta1}`)),
      ),
      holds: atMost(1),
    },
  ],
  remarks: [{ measures: "held-out loss of AM-AdamW, nats a character", statistic: mean(loss("AM-AdamW")) }],
};

export const tunedAdamw = claim({
  id: "adamw",
  says: "AM-AdamW, with no tuning of its momentum, does at least as well as AdamW with hand-tuned momentum, and forgives a momentum bound that is too large.",
  source: "abstract; algorithm 3",
  quick,
  full,
  reading:
    "A tie in the median, with losses in a good part of the seeds: the gain is that nothing had to be tuned. With the " +
    "default bound 0.89 the momentum stays at its bound, and AM-AdamW is AdamW with β₁ = 0.89.",
});
