import { gd, gradientRegularizedNewton, objectiveBelow, poweredRosenbrock } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost, between } from "../../src/criterion.ts";
import { cases, type Experiment, type TrialContext } from "../../src/experiment.ts";
import { largest, type Measurements, single } from "../../src/statistic.ts";
import { above, countTo, iterationsOf, withinIterations } from "./iterations.ts";

const inexact = "inexact Hessian";
const exact = "exact Hessian";
const gradient = "gradient method";

async function runAll({ run }: TrialContext, goals: number[], gradientGoals: number[]): Promise<Measurements> {
  const problem = poweredRosenbrock({ power: 5 });
  const height = above(0);
  const own = { gradientTolerance: 0 };
  const options = { steps: 300, stop: objectiveBelow(goals.at(-1)!) };
  const approximate = gradientRegularizedNewton({ ...own, hessian: "inexact" });
  const byInexact = await run({ contender: inexact }, problem, approximate, options);
  const byHessian = await run({ contender: exact }, problem, gradientRegularizedNewton(own), options);
  const stop = objectiveBelow(gradientGoals.at(-1)!);
  const byGradient = await run({ contender: gradient }, problem, gd(own), { steps: 4000, stop });
  return {
    ...countTo(inexact, byInexact, goals, height),
    ...countTo(exact, byHessian, goals, height),
    ...countTo(gradient, byGradient, gradientGoals, height),
  };
}

const setup = "f(x) = ‖u‖⁵/5 with u = (1 − x₁, 10 (x₂ − x₁²)) from (−2, 2), B = I.";

const common = [
  withinIterations(inexact, 1e-10, 70),
  {
    measures: "iterations to 1e-10, inexact and exact Hessian apart",
    statistic: largest((trial: Measurements) =>
      Math.abs(iterationsOf(inexact, 1e-10)(trial) - iterationsOf(exact, 1e-10)(trial)),
    ),
    holds: atMost(5),
  },
  {
    measures: "iterations of the gradient method to 1e-8",
    statistic: single(iterationsOf(gradient, 1e-8)),
    holds: atLeast(1500),
  },
];

const quick: Experiment = {
  setup,
  trials: cases("from (−2, 2)"),
  trial: (context) => runAll(context, [1, 1e-2, 1e-4, 1e-6, 1e-8, 1e-10], [1, 1e-2, 1e-4, 1e-6, 1e-8]),
  criteria: common,
};

const full: Experiment = {
  setup: `${setup} The official notebook's run, which is at 1e-33 after 100 iterations; the gradient method to 1e-10.`,
  trials: cases("from (−2, 2)"),
  trial: (context) => runAll(context, [1e-10, 1e-33], [1e-8, 1e-10]),
  criteria: [
    ...common,
    ...[inexact, exact].map((name) => ({
      measures: `iterations of ${name} to 1e-33 over the notebook's 100`,
      statistic: single((trial: Measurements) => iterationsOf(name, 1e-33)(trial) / 100),
      holds: between(0.9, 1.1),
    })),
    {
      measures: "iterations of the gradient method to 1e-10 over the notebook's 2900",
      statistic: single((trial) => iterationsOf(gradient, 1e-10)(trial) / 2900),
      holds: between(0.9, 1.1),
    },
  ],
};

export const nonConvex = claim({
  id: "non-convex",
  says:
    "On a function that is not convex an inexact Hessian, without second derivatives of the equations, does as well as the exact " +
    "one, and both need far fewer iterations than the gradient method.",
  source: "experiments, Rosenbrock; rates for non-convex functions",
  quick,
  full,
  reading: "One function from one start: deterministic, no spread.",
});
