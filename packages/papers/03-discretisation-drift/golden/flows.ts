import type { numpy as np } from "@jax-js/jax";
import {
  compile,
  type FlowKind,
  flows,
  linearAlgebra,
  logCoshOf,
  minimize,
  multiStepModifiedLoss,
  principalFlowOfQuadratic,
  sgd,
  stabilityCoefficients,
  valueAndGradient,
} from "gradus";
import type { GoldenCase } from "../../src/golden/runner.ts";
import { numbersOf, vector } from "../../src/golden/trajectory.ts";
import { objectiveOf } from "./objective.ts";

/** The flows' names in the cases. */
const kinds: Record<string, FlowKind> = {
  negativeGradientFlow: "gradient",
  implicitGradientRegularisation: "implicit",
  thirdOrder: "third-order",
  principal: "principal",
  principalPlusThird: "principal-third",
};

/** The fields of all flows, where they are after one step's time, and the step. */
export async function flowsOf({ inputs }: GoldenCase) {
  const { objective, x0, learningRate, substeps } = inputs;
  const problem = objectiveOf(objective, x0);
  const start = Float64Array.from(x0);
  const field: Record<string, number[]> = {};
  const endpoint: Record<string, number[]> = {};
  const family = flows(problem);
  for (const [name, kind] of Object.entries(kinds)) {
    const along = family.of({ kind, learningRate });
    field[name] = [...(await along.field(start))];
    endpoint[name] = [...(await along.advance(start, learningRate, { substeps }))];
  }
  family.dispose();
  const { answer } = await minimize(problem, sgd({ learningRate }), { steps: 1 });
  return { field, endpoint, gradientDescentStep: [...(await answer.data())] };
}

/** The principal flow of a quadratic at some times. */
export function principalFlowQuadratic({ inputs }: GoldenCase) {
  const { A, b, x0, learningRate, times } = inputs;
  const at = principalFlowOfQuadratic({ A, b }, learningRate);
  const points = times.map((time: number) => at(x0, time)) as ReturnType<typeof at>[];
  const { real, imaginary } = stabilityCoefficients(linearAlgebra.fromRows(A), learningRate);
  return {
    re: points.map((point) => [...point.real]),
    im: points.map((point) => [...point.imaginary]),
    stabilityCoefficient: { re: [...real], im: [...imaginary] },
  };
}

/** The loss that several steps follow, its gradient, and where the steps end. */
export async function multiStep({ inputs }: GoldenCase) {
  const { B, c, learningRate, anchor, x } = inputs;
  const problems = (B as number[][][]).map((rows, i) => logCoshOf({ B: rows, c: c[i], start: anchor }));
  const at = vector(anchor);
  const modified = await multiStepModifiedLoss(
    problems.map(
      ({ loss }) =>
        (params: np.Array) =>
          loss(params, undefined),
    ),
    { learningRate, anchor: at },
  );
  at.dispose();
  const evaluate = compile(valueAndGradient((params: np.Array) => modified.loss(params, undefined)));
  const [value, gradient] = evaluate(vector(x));
  const batches = {
    initial: problems[0]!.initial,
    // The batch after the last is only evaluated.
    loss: (params: np.Array, batch: np.Array) => lossOfBatch(params, batch, problems),
    batches: () => (index: number) => vector(problems.map((_, i) => Number(i === index % problems.length))),
  };
  const { answer } = await minimize(batches, sgd({ learningRate }), { steps: problems.length });
  const actual = {
    modifiedLoss: numbersOf(value)[0],
    gradient: numbersOf(gradient),
    sgdEndpoint: numbersOf(answer),
  };
  for (const array of [value, gradient, answer]) array.dispose();
  evaluate.dispose();
  return actual;
}

/** The loss of the problem that a batch chooses, as a row of zeros with a one. */
function lossOfBatch(params: np.Array, batch: np.Array, problems: ReturnType<typeof logCoshOf>[]): np.Array {
  const losses = problems.map(({ loss }, i) => loss(params.ref, undefined).mul(batch.ref.slice(i)));
  params.dispose();
  batch.dispose();
  return losses.reduce((sum, loss) => sum.add(loss));
}
