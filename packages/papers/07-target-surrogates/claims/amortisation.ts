import { loadBreastCancer, split, standardize } from "@gradus/datasets";
import { adam, type Layer, logisticRegression, type Method, type Supervised, sgd, sls, sso } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost, type Criterion, type Remark } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { median, ratio, ratioToLeastMedian } from "../../src/statistic.ts";
import { decades, endsOf, lossOf } from "./runs.ts";
import { epochs, steps, tiltedLabels, tiltedSetup } from "./tilted-labels.ts";

const rates = decades(-3, 3);
const fallingWith = (rate: number) => (step: number) => rate / Math.sqrt(step + 1);

// biome-ignore lint/suspicious/noExplicitAny: one table serves problems with different parameters.
type Contender = Method<any, unknown, unknown>;
const ofRates = (name: string, make: (rate: number) => Contender) =>
  Object.fromEntries(rates.map((rate) => [`${name}, ${rate}`, make(rate)]));

const allSgd = {
  ...ofRates("SGD", (learningRate) => sgd({ learningRate })),
  ...ofRates("SGD/√t", (rate) => sgd({ learningRate: fallingWith(rate) })),
};
const allAdam = ofRates("Adam", (learningRate) => adam({ learningRate }));
const surrogates = Object.fromEntries(
  [1, 10, 100].map((innerSteps): [string, Contender] => [`SSO, m = ${innerSteps}`, sso({ innerSteps })]),
);
const contenders = { ...surrogates, ...allSgd, SLS: sls() as Contender, ...allAdam };

const criteria: Criterion[] = [
  {
    measures: "loss, m = 100 / m = 1",
    statistic: median(ratio(lossOf("SSO, m = 100"), lossOf("SSO, m = 1"))),
    holds: atMost(0.5),
  },
  {
    measures: "loss, m = 10 / m = 1",
    statistic: median(ratio(lossOf("SSO, m = 10"), lossOf("SSO, m = 1"))),
    holds: atMost(0.75),
  },
  {
    measures: "loss, m = 100 / the best SGD of 14",
    statistic: ratioToLeastMedian(lossOf("SSO, m = 100"), Object.keys(allSgd).map(lossOf)),
    holds: atMost(0.65),
  },
];

const remarks: Remark[] = [
  {
    measures: "loss, m = 100 / the best Adam of 7",
    statistic: ratioToLeastMedian(lossOf("SSO, m = 100"), Object.keys(allAdam).map(lossOf)),
  },
  { measures: "loss, m = 100 / SLS", statistic: median(ratio(lossOf("SSO, m = 100"), lossOf("SLS"))) },
  { measures: "loss, m = 1", statistic: median(lossOf("SSO, m = 1")) },
  { measures: "loss, m = 10", statistic: median(lossOf("SSO, m = 10")) },
  { measures: "loss, m = 100", statistic: median(lossOf("SSO, m = 100")) },
];

const methods =
  "SSO with η = 1/L = 4 and Armijo's rule inside, nothing tuned; SGD with constant and 1/√t rates from 10⁻³ to 10³, of which " +
  "the best by the median counts; Adam with the same rates, chosen likewise, and SLS as controls. One call of the oracle a step.";

const quick: Experiment = {
  setup: `Training on ${tiltedSetup}, batches of 100, ${epochs} epochs. ${methods}`,
  trials: seeds(0, 1, 2, 3, 4),
  trial: (context) =>
    endsOf(context, "ill-conditioned labels", () => tiltedLabels(context.seed), contenders, { steps, every: 5 }),
  criteria,
  remarks,
};

const tumours = async (): Promise<Supervised<Layer>> => {
  const parts = standardize(split(await loadBreastCancer()));
  return logisticRegression(parts, { batchSize: 25 });
};

const fullSteps = 100 * Math.floor(455 / 25);

const full: Experiment = {
  setup: `Training logistic regression on 455 tumours, 30 features, batches of 25, 100 epochs. ${methods}`,
  trials: seeds(0, 1, 2),
  trial: (context) => endsOf(context, "tumours", tumours, contenders, { steps: fullSteps, every: 50 }),
  criteria,
  remarks,
};

export const amortisation = claim({
  id: "amortisation",
  says: "Several updates of the parameters for one gradient in output space amortise its cost: more inner steps, less loss.",
  source: "abstract",
  quick,
  full,
  reading:
    "Steps are calls of the oracle, as the paper counts. Evaluations of the model are not counted: about 350 for a step with " +
    "m = 100, against one for SGD and Adam. The paper's own data sets (mushrooms, ijcnn1, rcv1) are not among the bundled ones.",
});
