import { adabelief, type BeliefState, beale, quadratic } from "gradus";
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

export function actual({ objective, x0, hyper, steps }: GoldenCase) {
  const optimizer = adabelief({
    learningRate: rateOf(hyper.lr),
    beta1: hyper.betas[0],
    beta2: hyper.betas[1],
    epsilon: hyper.eps,
    weightDecay: hyper.weightDecay,
    decoupled: hyper.decoupled,
    fixedDecay: hyper.fixedDecay,
    amsgrad: hyper.amsgrad,
    rectify: hyper.rectify,
    degenerateToSgd: hyper.degenerateToSgd,
    version: hyper.version,
  });
  const rows = follow(optimizer, oracleFor(objective), vector(x0), steps, (x, state) => {
    const { m, s } = linkWith<BeliefState>(state, "s");
    return { x: numbersOf(x), m: arrayOf(m), s: arrayOf(s) };
  });
  return { x: rows.map(({ x }) => x), m: rows.map(({ m }) => m), s: rows.map(({ s }) => s) };
}

function oracleFor(objective: GoldenCase["objective"]): Oracle<ReturnType<typeof vector>> {
  switch (objective.type) {
    case "quadratic":
      return oracleOf(quadratic({ A: objective.A, b: objective.b }));
    case "beale":
      return oracleOf(beale());
    case "gradients":
      return listedGradients(objective.gradients.map((row: number[]) => () => vector(row)));
    default:
      throw new RangeError(`unknown objective '${objective.type}'`);
  }
}

const arrayOf = (tree: unknown) => numbersOf(tree as ReturnType<typeof vector>);
