import { type DiffgradState, diffgrad, diffgradF1, diffgradF2, diffgradF3, quadratic } from "gradus";
import type { GoldenCase } from "../src/golden/runner.ts";
import {
  follow,
  linkWith,
  listedGradients,
  numbersOf,
  type Oracle,
  oracleOf,
  rateOf,
  vector,
} from "../src/golden/trajectory.ts";

const functions = { F1: diffgradF1, F2: diffgradF2, F3: diffgradF3 };

export function actual({ objective, x0, hyper, steps, expect }: GoldenCase) {
  const optimizer = diffgrad({
    learningRate: rateOf(hyper.lr),
    beta1: hyper.betas[0],
    beta2: hyper.betas[1],
    epsilon: hyper.eps,
    weightDecay: hyper.weightDecay,
    decoupled: hyper.decoupled,
    variant: hyper.variant,
    rectify: hyper.rectify,
    degenerateToSgd: hyper.degenerateToSgd,
    amsgrad: hyper.amsgrad,
    epsilonMode: hyper.epsMode,
  });
  const problem = problemOf(objective);
  const oracle: Oracle<ReturnType<typeof vector>> = problem
    ? oracleOf(problem)
    : listedGradients(objective.gradients.map((row: number[]) => () => vector(row)));
  const rows = follow(optimizer, oracle, vector(x0), steps, (x, state) => {
    const { m, v, friction } = linkWith<DiffgradState>(state, "friction");
    return { x: numbersOf(x), m: arrayOf(m), v: arrayOf(v), xi: arrayOf(friction[0]!.each) };
  });
  // The format lists all steps, or the first ten of a long run.
  const listed = rows.slice(0, expect?.x?.length ?? steps);
  const xFinal = rows.at(-1)?.x ?? x0;
  return {
    x: listed.map(({ x }) => x),
    m: listed.map(({ m }) => m),
    v: listed.map(({ v }) => v),
    xi: listed.map(({ xi }) => xi),
    xFinal,
    ...(problem && { fFinal: problem.loss(vector(xFinal), undefined).item() }),
  };
}

function problemOf(objective: GoldenCase["objective"]) {
  if (objective.type === "gradients") return undefined;
  if (objective.type === "quadratic") return quadratic({ A: objective.A, b: objective.b });
  const make = functions[objective.type as keyof typeof functions];
  if (!make) throw new RangeError(`unknown objective '${objective.type}'`);
  return make();
}

const arrayOf = (tree: unknown) => numbersOf(tree as ReturnType<typeof vector>);
