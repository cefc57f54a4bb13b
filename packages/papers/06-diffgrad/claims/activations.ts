import { type Activation, adam, diffgrad, type Network, type Supervised } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { digitNetwork, digitTraining } from "../../src/setups/digits.ts";
import { templateNetwork, templateRate, templateSetup, templateTraining } from "../../src/setups/templates.ts";
import { dropped, ended, trainEach } from "../../src/setups/training.ts";
import { difference, type Measurements, mean, type Reading, rangeOfMeans } from "../../src/statistic.ts";

const activations: Partial<Record<Activation, string>> = {
  relu: "ReLU",
  "leaky-relu": "LeakyReLU(0.01)",
  elu: "ELU",
  selu: "SELU",
};
const names = Object.values(activations);
const accuracy = (contender: string, activation: string): Reading => ended("testAccuracy", contender, activation);
const gain = (activation: string): Reading =>
  difference(accuracy("diffGrad", activation), accuracy("Adam", activation));

type Training = { steps: number; every: number };

type Parts = {
  setup: string;
  trials: number;
  network: (seed: number, activation: Activation) => Supervised<Network> | Promise<Supervised<Network>>;
  training: Training;
  learningRate: (step: number) => number;
};

function trainings({ setup, trials, network, training, learningRate }: Parts): Experiment {
  return {
    setup,
    trials: seeds(...Array.from({ length: trials }, (_, seed) => seed)),
    async trial(context) {
      const measurements: Measurements = {};
      for (const [activation, name] of Object.entries(activations) as [Activation, string][]) {
        const problem = await network(context.seed, activation);
        const contenders = { Adam: adam({ learningRate }), diffGrad: diffgrad({ learningRate, keepFriction: false }) };
        const options = { ...training, metrics: ["testAccuracy"] } as const;
        Object.assign(measurements, await trainEach(context, problem, name, contenders, options));
      }
      return measurements;
    },
    criteria: [
      {
        measures: "test accuracy of diffGrad, the best activation − the worst",
        statistic: rangeOfMeans(...names.map((name) => accuracy("diffGrad", name))),
        holds: atMost(0.04),
      },
      ...names.map((name) => ({
        measures: `test accuracy, diffGrad − Adam, ${name}`,
        statistic: mean(gain(name)),
        holds: atLeast(0.005),
      })),
      {
        measures: "test accuracy, diffGrad − Adam, all activations",
        statistic: mean(...names.map(gain)),
        holds: atLeast(0.02),
      },
    ],
    remarks: [
      {
        measures: "test accuracy of Adam, the best activation − the worst",
        statistic: rangeOfMeans(...names.map((name) => accuracy("Adam", name))),
      },
    ],
  };
}

const digitSteps = digitTraining(8);

export const activationFunctions = claim({
  id: "activations",
  says: "diffGrad performs uniformly well with networks of different activation functions, and better than Adam.",
  source: "abstract",
  quick: trainings({
    setup: `Training on ${templateSetup}; learning rate 0.05; activations ${names.join(", ")}.`,
    trials: 5,
    network: templateNetwork,
    training: templateTraining,
    learningRate: templateRate(0.05),
  }),
  full: trainings({
    setup:
      "Training on all bundled handwritten digits (MNIST: 8000 to train on, 2000 held out), a perceptron 784-64-10 in " +
      `float32, batches of 64, 8 epochs, the paper's learning rate 1e-3 and a tenth of it for the last fifth; activations ` +
      `${names.join(", ")}. The paper trains ResNets on CIFAR for 100 epochs.`,
    trials: 3,
    network: (_, activation) => digitNetwork(activation),
    training: digitSteps,
    learningRate: dropped(1e-3, { after: 0.8, steps: digitSteps.steps }),
  }),
  reading:
    "At a learning rate that is too large for Adam, diffGrad is ahead with every activation; Adam's accuracies are as " +
    "uniform as diffGrad's. The full experiment has the paper's rate.",
});
