import { adadelta, adagrad, adam, amsgrad, diffgrad, rmsprop, type Schedule, sgd } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, type Criterion, type Remark } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import {
  convolutionalNetwork,
  convolutionalSetup,
  digitTraining,
  smallDigitNetwork,
  smallDigitSetup,
  smallDigitTraining,
} from "../../src/setups/digits.ts";
import { type Contenders, dropped, ended, type Metric, trainEach } from "../../src/setups/training.ts";
import { difference, differenceOfBestMeans, mean, ratioOfMeans } from "../../src/statistic.ts";

const setting = "digits";
const of = (metric: Metric, contender: string) => ended(metric, contender, setting);
const metrics = ["trainLoss", "testAccuracy"] as const;

/** What the paper's sentence asks. */
const criteria = (rivals: string[]): Criterion[] => [
  {
    measures: `test accuracy, diffGrad − the best of ${rivals.join(", ")}`,
    statistic: differenceOfBestMeans(
      [of("testAccuracy", "diffGrad")],
      rivals.map((rival) => of("testAccuracy", rival)),
    ),
    holds: atLeast(0),
  },
];

const remarks = (rivals: string[]): Remark[] => [
  ...rivals.map((rival) => ({
    measures: `test accuracy, diffGrad − ${rival}`,
    statistic: mean(difference(of("testAccuracy", "diffGrad"), of("testAccuracy", rival))),
  })),
  {
    measures: "training loss, diffGrad / Adam",
    statistic: ratioOfMeans(of("trainLoss", "diffGrad"), of("trainLoss", "Adam")),
  },
];

/** All at one learning rate, as in the paper. */
const main = (learningRate: Schedule): Contenders => ({
  diffGrad: diffgrad({ learningRate, keepFriction: false }),
  Adam: adam({ learningRate }),
  AMSGrad: amsgrad({ learningRate }),
  "SGD with momentum": sgd({ learningRate, momentum: 0.9 }),
});
const smallRivals = ["Adam", "AMSGrad", "SGD with momentum"];

const quick: Experiment = {
  setup:
    `Training on ${smallDigitSetup}, the paper's learning rate 1e-3 for all, a tenth of it for the last fifth of the ` +
    "steps. Momentum 0.9.",
  trials: seeds(0, 1, 2, 3, 4),
  async trial(context) {
    const contenders = main(dropped(1e-3, { after: 0.8, steps: smallDigitTraining.steps }));
    const problem = await smallDigitNetwork(context.seed);
    return trainEach(context, problem, setting, contenders, { ...smallDigitTraining, metrics });
  },
  criteria: criteria(smallRivals),
  remarks: remarks(smallRivals),
};

const rivals = [...smallRivals, "RMSProp", "AdaGrad", "AdaDelta"];

const full: Experiment = {
  setup:
    `Training on ${convolutionalSetup}, 6 epochs, the paper's learning rate 1e-3 for all, a tenth of it for the last ` +
    "fifth of the steps; momentum 0.9. Adam at half the rate is a control. The paper trains ResNet50 on CIFAR-10 and " +
    "CIFAR-100 for 100 epochs.",
  trials: seeds(0, 1, 2),
  async trial(context) {
    const training = digitTraining(6);
    const learningRate = dropped(1e-3, { after: 0.8, steps: training.steps });
    const contenders = {
      ...main(learningRate),
      RMSProp: rmsprop({ learningRate, decay: 0.99 }),
      AdaGrad: adagrad({ learningRate }),
      AdaDelta: adadelta({ learningRate }),
      "Adam, 0.0005": adam({ learningRate: (step) => learningRate(step) / 2 }),
    };
    const problem = await convolutionalNetwork();
    return trainEach(context, problem, setting, contenders, { ...training, metrics });
  },
  criteria: criteria(rivals),
  remarks: remarks([...rivals, "Adam, 0.0005"]),
};

export const imageClassification = claim({
  id: "image-classification",
  says: "In training networks to classify images diffGrad outperforms SGD with momentum, AdaGrad, AdaDelta, RMSProp, AMSGrad and Adam.",
  source: "abstract",
  quick,
  full,
  reading:
    "Real images, but digits and small networks trained for a few epochs. With the paper's learning rate diffGrad makes " +
    "shorter steps than Adam, which costs it speed in a short training; the paper's tables come from long ones.",
});
