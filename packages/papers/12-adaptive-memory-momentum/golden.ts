import { numpy as np } from "@jax-js/jax";
import { type AdaptiveMemoryAdamwState, type AdaptiveMemoryState, amAdamw, amSgd, quadratic } from "gradus";
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

export function actual({ algorithm, objective, splits, x0, hyper, steps }: GoldenCase) {
  const oracle = oracleFor(objective, splits);
  const start = x0.map(vector);
  const shared = {
    learningRate: rateOf(hyper.lr),
    lambda: hyper.lambda,
    betaMax: hyper.betaMax,
    weightDecay: hyper.weightDecay,
  };
  if (algorithm === "am-msgd") {
    const optimizer = amSgd({ ...shared, gap: hyper.gap, nesterov: hyper.nesterov });
    const rows = follow(optimizer, oracle, start, steps, (x, state) => {
      const { d, beta } = linkWith<AdaptiveMemoryState>(state, "d");
      return { x: tensors(x), d: tensors(d), beta: beta.ref.item() };
    });
    return { x: rows.map(({ x }) => x), d: rows.map(({ d }) => d), beta: rows.map(({ beta }) => beta) };
  }
  if (algorithm === "am-adamw") {
    const optimizer = amAdamw({ ...shared, beta2: hyper.beta2, epsilon: hyper.eps, scope: hyper.scope });
    const rows = follow(optimizer, oracle, start, steps, (x, state) => {
      const { d, v, beta } = linkWith<AdaptiveMemoryAdamwState>(state, "correction");
      const betas = beta.map((scalar) => scalar.ref.item());
      return { x: tensors(x), d: tensors(d), v: tensors(v), beta: hyper.scope === "global" ? betas[0] : betas };
    });
    return {
      x: rows.map(({ x }) => x),
      d: rows.map(({ d }) => d),
      v: rows.map(({ v }) => v),
      beta: rows.map(({ beta }) => beta),
    };
  }
  throw new RangeError(`unknown algorithm '${algorithm}'`);
}

/** The format's objectives take the tensors as one vector. */
function oracleFor(objective: GoldenCase["objective"], splits: number[]): Oracle<np.Array[]> {
  if (objective.type === "quadratic") {
    const whole = quadratic({ A: objective.A, b: objective.b });
    return oracleOf({ loss: (parts: np.Array[], batch) => whole.loss(np.concatenate(parts), batch) });
  }
  if (objective.type === "gradients") {
    const ends = splits.map((_, i) => splits.slice(0, i + 1).reduce((sum, length) => sum + length));
    const cut = (row: number[]) => splits.map((length, i) => vector(row.slice(ends[i]! - length, ends[i])));
    return listedGradients(objective.gradients.map((row: number[]) => () => cut(row)));
  }
  throw new RangeError(`unknown objective '${objective.type}'`);
}

const tensors = (tree: unknown) => (tree as np.Array[]).map(numbersOf);
