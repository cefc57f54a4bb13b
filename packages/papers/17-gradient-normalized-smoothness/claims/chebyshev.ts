import { gd, gradientRegularizedNewton, lastRow, poweredChebyshev, reportBelow } from "gradus";
import { claim } from "../../src/claim.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { mulberry } from "../../src/setups/mulberry.ts";
import { countOf, largest, type Measurements, measured, smallest } from "../../src/statistic.ts";
import { above, countTo, gradientNorm, iterationsOf, stepsTo, withinIterations } from "./iterations.ts";

const inexact = "inexact Hessian";
const exact = "exact Hessian";
const gradient = "gradient method";
const goal = 1e-8;

async function runAll({ seed, run }: TrialContext, dimension: number): Promise<Measurements> {
  const start = Array.from(mulberry(seed).uniforms(dimension, 0, 1));
  const problem = poweredChebyshev({ dimension, power: 4, start });
  const own = { gradientTolerance: 0 };
  const steps = 300;
  const options = { steps, stop: reportBelow("gradientNorm", goal) };
  const approximate = gradientRegularizedNewton({ ...own, hessian: "inexact" });
  const byInexact = await run({ contender: inexact }, problem, approximate, options);
  const byHessian = await run({ contender: exact }, problem, gradientRegularizedNewton(own), options);
  const byGradient = await run({ contender: gradient }, problem, gd(own), { steps });
  return {
    ...countTo(inexact, byInexact, [goal], gradientNorm),
    ...countTo(exact, byHessian, [goal], gradientNorm),
    "iterations to f ≤ 1e-10": stepsTo(byInexact, 1e-10, above(0)),
    "least gradient of the gradient method": Math.min(...byGradient.rows.map(gradientNorm)),
    "objective at the end": lastRow(byInexact).objective,
  };
}

const experiment = (dimension: number, trials: Experiment["trials"]): Experiment => ({
  setup:
    `f(x) = ‖u‖⁴/4 with u₁ = (1 − x₁)/2, u_i = x_i − (2 x_{i−1}² − 1) in ${dimension} dimensions, from a start uniform in ` +
    "[0, 1), to a gradient of norm 1e-8. The gradient method makes 300 steps.",
  trials,
  trial: (context) => runAll(context, dimension),
  criteria: [
    withinIterations(inexact, goal, 40),
    {
      measures: "least norm of the gradient method's gradients in 300 steps",
      statistic: smallest(measured("least gradient of the gradient method")),
      holds: { text: `> ${goal}`, admits: (value) => value > goal },
    },
  ],
  remarks: [
    { measures: "iterations with the exact Hessian", statistic: largest(iterationsOf(exact, goal)) },
    {
      measures: "iterations of the inexact Hessian to f ≤ 1e-10, in the trial that gets there first",
      statistic: smallest(measured("iterations to f ≤ 1e-10")),
    },
    {
      measures: "trials that end at a stationary point other than the minimum",
      statistic: countOf((trial) => measured("objective at the end")(trial) > 1e-9),
    },
  ],
});

export const chebyshev = claim({
  id: "chebyshev",
  says:
    "On a badly conditioned system of equations the inexact Hessian brings the gradient to zero in some dozens of iterations, where " +
    "the gradient method does not.",
  source: "experiments, Chebyshev polynomials",
  quick: experiment(50, seeds(1, 2, 3, 4, 5)),
  full: experiment(1000, seeds(1, 2)),
  reading:
    "Judged by the gradient, since the landscape has stationary points that are no minima and all methods end in them from most " +
    "starts.",
});
