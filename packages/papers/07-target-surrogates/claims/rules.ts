import type { numpy as np } from "@jax-js/jax";
import { adam, type Method, type Supervised, scalarAdagrad, sgd, sls, sso } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost, type Criterion } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { median, type Reading, ratio, ratioToLeastMedian } from "../../src/statistic.ts";
import { decades, endsOf, lossOf } from "./runs.ts";
import { epochs, steps, tiltedLabels, tiltedSetup } from "./tilted-labels.ts";

type Contender = Method<Supervised<np.Array>, unknown, unknown>;

const innerSteps = 10;
const rates = decades(-3, 3);
const grid = (name: string, make: (rate: number) => Contender, values = rates) =>
  Object.fromEntries(values.map((value) => [`${name}, ${value}`, make(value)]));

const inParameters = {
  ...grid("SGD", (learningRate) => sgd({ learningRate })),
  SLS: sls() as Contender,
  ...grid("AdaGrad", (learningRate) => scalarAdagrad({ learningRate })),
};
const inTargets: Record<string, Contender> = {
  "SSO-SGD": sso({ innerSteps }),
  "SSO-SLS": sso({ innerSteps, outer: "sls" }),
  ...grid("SSO-AdaGrad", (targetRate) => sso({ innerSteps, outer: "adagrad", targetRate }), decades(0, 3)),
  "SSO-Newton": sso({ innerSteps, outer: "newton" }),
};
const inside: Record<string, Contender> = {
  "one step": sso({ innerSteps: 1 }),
  "L-BFGS": sso({ innerSteps, inner: "lbfgs" }),
  Adam: sso({ innerSteps, inner: adam({ learningRate: 0.1 }) }),
  "least squares": sso({ inner: "least-squares" }),
};

const of = (contenders: object, prefix: string): Reading[] =>
  Object.keys(contenders)
    .filter((name) => name.startsWith(prefix))
    .map(lossOf);

const beats = (ours: Reading, theirs: string): Criterion["statistic"] =>
  ratioToLeastMedian(ours, of(inParameters, theirs));

/** Each trial's loss of the contender whose median is least: a grid of our own is searched as theirs is. */
const criteria: Criterion[] = [
  {
    measures: "loss, SSO with η = 1/L / the best SGD of 7",
    statistic: beats(lossOf("SSO-SGD"), "SGD"),
    holds: atMost(1),
  },
  {
    measures: "loss, SSO-SLS / SLS",
    statistic: median(ratio(lossOf("SSO-SLS"), lossOf("SLS"))),
    holds: atMost(1),
  },
  {
    measures: "loss, SSO-AdaGrad, best of 4 / AdaGrad, best of 7",
    statistic: median(
      ratio(
        (trial) => Math.min(...of(inTargets, "SSO-AdaGrad").map((read) => read(trial))),
        (trial) => Math.min(...of(inParameters, "AdaGrad").map((read) => read(trial))),
      ),
    ),
    holds: atMost(1),
  },
  {
    measures: "loss, m = 10, with the worst of Armijo's rule, L-BFGS and Adam inside / one step with Armijo's rule",
    statistic: median(
      ratio(
        (trial) => Math.max(...["SSO-SGD", "L-BFGS", "Adam"].map((name) => lossOf(name)(trial))),
        lossOf("one step"),
      ),
    ),
    holds: atMost(1),
  },
];

const experiment = (trialSeeds: number[]): Experiment => ({
  setup:
    `Training on ${tiltedSetup}, batches of 100, ${epochs} epochs, m = ${innerSteps} with Armijo's rule inside unless told ` +
    "otherwise. SGD and scalar AdaGrad with constant rates from 10⁻³ to 10³, SLS; SSO with η = 1/L, with its own line search, " +
    "with scalar AdaGrad (η from 1 to 10³) and with Newton's weights; inside: L-BFGS, Adam at 0.1, exact least squares.",
  trials: seeds(...trialSeeds),
  trial: (context) =>
    endsOf(
      context,
      "ill-conditioned labels",
      () => tiltedLabels(context.seed),
      { ...inParameters, ...inTargets, ...inside },
      { steps, every: 5 },
    ),
  criteria,
  remarks: ["SSO-SGD", "SSO-SLS", "SSO-Newton", "L-BFGS", "Adam", "least squares", "one step"].map((name) => ({
    measures: `loss, ${name}`,
    statistic: median(lossOf(name)),
  })),
});

export const rules = claim({
  id: "rules",
  says:
    "Standard stochastic methods (SGD, AdaGrad, line searches, Newton) can build the surrogate, any deterministic method can " +
    "minimise it, and each does better than its counterpart in parameters.",
  source: "abstract",
  quick: experiment([0, 1, 2]),
  full: experiment([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
});
