import {
  gd,
  gradientRegularizedNewton,
  lastRow,
  linearAlgebra,
  objectiveBelow,
  separableLogistic,
  sgd,
  type Trace,
} from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { mulberry } from "../../src/setups/mulberry.ts";
import { largest, type Measurements, measured, type Reading, smallest } from "../../src/statistic.ts";
import { above, countTo, iterationsOf, withinIterations } from "./iterations.ts";

const fisher = "Fisher";
const exact = "exact Hessian";
const backtracking = "gradient descent with backtracking";
const fixed = "gradient descent, 1/L";

/** The set-up: 200 normal rows in 20 dimensions, moved 0.5 away from a plane. */
export function separable(seed: number, margin = 0.5) {
  const random = mulberry(seed);
  return separableLogistic({ samples: 200, dimension: 20, margin, draw: (count) => random.normals(count) });
}

/** λ_max(AᵀA/N)/4 */
function smoothness({ rows, columns, data }: linearAlgebra.Matrix): number {
  const transposed = linearAlgebra.transpose({ rows, columns, data });
  const { values } = linearAlgebra.symmetricEigen(linearAlgebra.innerProducts(transposed, transposed));
  return values.at(-1)! / (4 * rows);
}

const smallestRadius = ({ rows }: Trace): number =>
  rows.reduce((least, { extra }) => Math.min(least, extra["gamma"] ?? 1), 1);

async function runAll({ seed, run }: TrialContext, goals: number[]): Promise<Measurements> {
  const problem = separable(seed);
  const height = above(0);
  const stop = objectiveBelow(goals.at(-1)!);
  const options = { stop, steps: 400 };
  const own = { gradientTolerance: 0 };
  const byFisher = await run(
    { contender: fisher },
    problem,
    gradientRegularizedNewton({ ...own, hessian: "fisher" }),
    options,
  );
  const byHessian = await run({ contender: exact }, problem, gradientRegularizedNewton(own), options);
  const searched = await run({ contender: backtracking }, problem, gd({ ...own, smallestLipschitz: 0 }), options);
  const step = sgd({ learningRate: 1 / smoothness(problem.A) });
  const plain = await run({ contender: fixed }, problem, step, { steps: 1000 });
  return {
    ...countTo(fisher, byFisher, goals, height),
    ...countTo(exact, byHessian, goals, height),
    ...countTo(backtracking, searched, goals, height),
    "smallest radius": smallestRadius(byFisher),
    "loss of gradient descent": lastRow(plain).objective,
  };
}

/** Iterations from one goal to the next over those from the goal before it: 1 for a linear rate. */
const growth =
  (contender: string, [first, second, third, fourth]: [number, number, number, number]): Reading =>
  (trial) => {
    const at = (goal: number) => iterationsOf(contender, goal)(trial);
    return (at(fourth) - at(third)) / (at(second) - at(first));
  };

const setup =
  "Mean logistic loss of 200 normal rows in 20 dimensions, each moved 0.5 away from the plane that parts the classes, from 0; " +
  "B = I, infimum 0. Gradient descent with 1/L makes 1000 steps.";

const others: Pick<Experiment, "criteria"> = {
  criteria: [
    { measures: "smallest radius γ", statistic: smallest(measured("smallest radius")), holds: atLeast(0.25) },
    {
      measures: "loss of gradient descent with 1/L after 1000 steps",
      statistic: smallest(measured("loss of gradient descent")),
      holds: atLeast(5e-4),
    },
  ],
};

const quick: Experiment = {
  setup,
  trials: seeds(1, 2, 3, 4, 5),
  trial: (context) => runAll(context, [1e-2, 1e-4, 1e-6, 1e-8]),
  criteria: [
    withinIterations(fisher, 1e-8, 60),
    {
      measures: "iterations from 1e-6 to 1e-8 over those from 1e-4 to 1e-6",
      statistic: largest(growth(fisher, [1e-4, 1e-6, 1e-6, 1e-8])),
      holds: atMost(2),
    },
    ...others.criteria,
  ],
  remarks: [
    { measures: "iterations with the exact Hessian", statistic: largest(iterationsOf(exact, 1e-8)) },
    {
      measures: "iterations of gradient descent with backtracking and no least L",
      statistic: largest(iterationsOf(backtracking, 1e-8)),
    },
  ],
};

const full: Experiment = {
  setup: `${setup} Ten draws instead of five, followed to 1e-14.`,
  trials: seeds(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
  trial: (context) => runAll(context, [1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12, 1e-14]),
  criteria: [
    withinIterations(fisher, 1e-8, 60),
    {
      measures: "iterations from 1e-12 to 1e-14 over those from 1e-6 to 1e-8",
      statistic: largest(growth(fisher, [1e-6, 1e-8, 1e-12, 1e-14])),
      holds: atMost(2),
    },
    ...others.criteria,
  ],
};

export const linearRate = claim({
  id: "linear-rate",
  says:
    "On separable logistic regression the method with the Fisher matrix converges linearly without strong convexity, though " +
    "the infimum is not attained.",
  source: "abstract; theorem for separable logistic regression with the Fisher approximation",
  quick,
  full,
  reading:
    "A rate is linear if each factor of 100 costs as many iterations as the last; a sublinear one would need 10 to 100 times as " +
    "many. Gradient descent with a fixed step is sublinear here, but with backtracking and no lower bound on L it is as fast as " +
    "Fisher: what counts is to adapt to curvature that vanishes.",
});
