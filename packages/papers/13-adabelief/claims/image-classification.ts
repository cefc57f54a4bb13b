import { adabelief, adam, adamw, radam, rmsprop, sgd } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost, type Criterion, type Remark } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import {
  convolutionalNetwork,
  convolutionalSetup,
  digitTraining,
  smallDigitNetwork,
  smallDigitSetup,
  smallDigitTraining,
} from "../../src/setups/digits.ts";
import { dropped, ended, type Metric, trainEach } from "../../src/setups/training.ts";
import { difference, differenceOfBestMeans, mean, ratioOfMeans } from "../../src/statistic.ts";

const setting = "digits";
const of = (metric: Metric, contender: string) => ended(metric, contender, setting);
const metrics = ["trainLoss", "testAccuracy"] as const;

/** What the paper's sentence asks: a lower loss than Adam's, at least the accuracy of its rivals, about that of SGD. */
const criteria = (rivals: string[]): Criterion[] => [
  {
    measures: "training loss, AdaBelief / Adam",
    statistic: ratioOfMeans(of("trainLoss", "AdaBelief"), of("trainLoss", "Adam")),
    holds: atMost(1),
  },
  {
    measures: `test accuracy, AdaBelief − ${rivals.length > 1 ? `the best of ${rivals.join(", ")}` : rivals[0]}`,
    statistic: differenceOfBestMeans(
      [of("testAccuracy", "AdaBelief")],
      rivals.map((rival) => of("testAccuracy", rival)),
    ),
    holds: atLeast(0),
  },
  {
    measures: "test accuracy, AdaBelief − SGD at its best learning rate",
    statistic: differenceOfBestMeans(
      [of("testAccuracy", "AdaBelief")],
      ["SGD, 0.03", "SGD, 0.1"].map((name) => of("testAccuracy", name)),
    ),
    holds: atLeast(-0.005),
  },
];

const remarks: Remark[] = [
  {
    measures: "test accuracy, AdaBelief − Adam at three times the learning rate",
    statistic: mean(difference(of("testAccuracy", "AdaBelief"), of("testAccuracy", "Adam, 0.003"))),
  },
];

const quick: Experiment = {
  setup:
    `Training on ${smallDigitSetup}, the learning rate a tenth for the last quarter of the steps, as in the paper's ` +
    "runs on CIFAR. Adam and AdaBelief (ε = 1e-8) at the paper's 1e-3, SGD with momentum 0.9 at 0.03 and 0.1; no " +
    "weight decay.",
  trials: seeds(0, 1, 2, 3, 4),
  async trial(context) {
    const at = (rate: number) => dropped(rate, { after: 0.75, steps: smallDigitTraining.steps });
    const contenders = {
      Adam: adam({ learningRate: at(1e-3) }),
      AdaBelief: adabelief({ learningRate: at(1e-3) }),
      "SGD, 0.03": sgd({ learningRate: at(0.03), momentum: 0.9 }),
      "SGD, 0.1": sgd({ learningRate: at(0.1), momentum: 0.9 }),
      "Adam, 0.003": adam({ learningRate: at(3e-3) }),
    };
    const problem = await smallDigitNetwork(context.seed);
    return trainEach(context, problem, setting, contenders, { ...smallDigitTraining, metrics });
  },
  criteria: criteria(["Adam"]),
  remarks,
};

const full: Experiment = {
  setup:
    `Training on ${convolutionalSetup}, 6 epochs, the learning rate a tenth for the last quarter; weight decay 5e-4, for ` +
    "AdamW 1e-2, decoupled. The paper trains ResNet34, DenseNet121 and VGG11 on CIFAR for 200 epochs, and compares " +
    "AdaBound, Yogi, MSVAG and Fromage too.",
  trials: seeds(0, 1, 2),
  async trial(context) {
    const training = digitTraining(6);
    const at = (rate: number) => dropped(rate, { after: 0.75, steps: training.steps });
    const adaptive = { learningRate: at(1e-3), weightDecay: 5e-4 };
    const momentum = { momentum: 0.9, weightDecay: 5e-4 };
    const contenders = {
      Adam: adam(adaptive),
      AdamW: adamw({ learningRate: at(1e-3), weightDecay: 1e-2 }),
      RAdam: radam(adaptive),
      RMSProp: rmsprop({ ...adaptive, decay: 0.99 }),
      AdaBelief: adabelief(adaptive),
      "SGD, 0.03": sgd({ learningRate: at(0.03), ...momentum }),
      "SGD, 0.1": sgd({ learningRate: at(0.1), ...momentum }),
      "Adam, 0.003": adam({ ...adaptive, learningRate: at(3e-3) }),
    };
    const problem = await convolutionalNetwork();
    return trainEach(context, problem, setting, contenders, { ...training, metrics });
  },
  criteria: criteria(["Adam", "AdamW", "RAdam", "RMSProp"]),
  remarks,
};

export const imageClassification = claim({
  id: "image-classification",
  says: "On image classification AdaBelief outperforms other adaptive methods, with fast convergence and an accuracy comparable to SGD's.",
  source: "abstract; table 2",
  quick,
  full,
  reading:
    "Real images, but digits and small networks: the paper's results on CIFAR and ImageNet are not checked. Adam at a " +
    "higher learning rate is the control for AdaBelief's longer steps.",
});
