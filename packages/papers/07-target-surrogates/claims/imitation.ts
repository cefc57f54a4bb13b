import {
  adam,
  armijoDescent,
  descentLearner,
  imitation as imitationOf,
  learnOnline,
  sgd,
  sso,
  type Trace,
} from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost, type Criterion, type Remark } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { type Measurements, measured, median, type Reading, ratioToLeastMedian } from "../../src/statistic.ts";
import { decades } from "./runs.ts";

const rates = decades(-3, 1);
const policies = ["linear", "tanh"] as const;
type Policy = (typeof policies)[number];

/** Online learners by name. */
const learners = {
  ...Object.fromEntries(
    [1, 10, 100].map((innerSteps) => [
      `SSO, m = ${innerSteps}`,
      sso({ innerSteps, targetRate: 0.5, inner: armijoDescent({ initial: 1, expand: 2 }) }).learner,
    ]),
  ),
  ...Object.fromEntries(
    rates.flatMap((rate) => [
      [`OGD, ${rate}`, descentLearner(sgd({ learningRate: rate }))],
      [`OGD/√t, ${rate}`, descentLearner(sgd({ learningRate: (step) => rate / Math.sqrt(step + 1) }))],
      [`Adam, ${rate}`, descentLearner(adam({ learningRate: rate }))],
    ]),
  ),
};

const called = (prefix: string) => Object.keys(learners).filter((name) => name.startsWith(prefix));
const nameOf = (policy: Policy, learner: string) => `online loss of ${learner}, ${policy}`;
const onlineLoss = (policy: Policy, learner: string): Reading => measured(nameOf(policy, learner));

/** The mean over rounds of the loss that a policy has on what it brought about, before it learns from it. */
const meanOver = ({ rows, status }: Trace, rounds: number): number =>
  status === "diverged"
    ? Number.POSITIVE_INFINITY
    : rows.slice(0, rounds).reduce((sum, { objective }) => sum + objective, 0) / rounds;

const experiment = (rounds: number, trialSeeds: number[]): Experiment => ({
  setup:
    "A noisy linear system with six states, an expert with two saturating inputs, and a policy (linear with bias, or 6-16-2 with " +
    `tanh) that sees the states badly scaled. ${rounds} rounds: the policy acts for 100 steps, the expert labels them, one update on ` +
    "these samples. SSO with η = 1/L = 0.5 and Armijo's rule from α = 1, factor 2; online gradient descent with constant and 1/√t " +
    "rates from 10⁻³ to 10 and Adam with the same, of which the best by the median count. Compared is the mean online loss.",
  trials: seeds(...trialSeeds),
  async trial(context) {
    const measurements: Measurements = {};
    for (const policy of policies) {
      for (const [name, learner] of Object.entries(learners)) {
        const problem = imitationOf({ policy, seed: context.seed });
        const method = learnOnline(name, learner as never);
        const label = { contender: name, setting: `${policy} policy` };
        const trace = await context.run(label, problem, method as never, { steps: rounds });
        measurements[nameOf(policy, name)] = meanOver(trace, rounds);
      }
    }
    return measurements;
  },
  criteria: policies.flatMap((policy): Criterion[] => [
    {
      measures: `mean online loss, ${policy} policy, SSO with m = 100 / the best online gradient descent`,
      statistic: ratioToLeastMedian(
        onlineLoss(policy, "SSO, m = 100"),
        called("OGD").map((name) => onlineLoss(policy, name)),
      ),
      holds: atMost(0.5),
    },
    {
      measures: `mean online loss, ${policy} policy, SSO with m = 100 / the best Adam`,
      statistic: ratioToLeastMedian(
        onlineLoss(policy, "SSO, m = 100"),
        called("Adam").map((name) => onlineLoss(policy, name)),
      ),
      holds: atMost(0.7),
    },
  ]),
  remarks: policies.flatMap((policy) =>
    [1, 10, 100].map(
      (m): Remark => ({
        measures: `mean online loss, ${policy} policy, SSO with m = ${m}`,
        statistic: median(onlineLoss(policy, `SSO, m = ${m}`)),
      }),
    ),
  ),
});

export const imitation = claim({
  id: "imitation",
  says: "Where samples are dear, as in online imitation, SSO makes more of each batch than gradient descent and Adam do.",
  source: "abstract; imitation experiments",
  quick: experiment(50, [0, 1, 2]),
  full: experiment(200, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
  reading: "A small linear system stands in for the paper's MuJoCo robots (Hopper, Walker2d).",
});
