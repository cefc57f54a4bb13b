import type { numpy as np } from "@jax-js/jax";
import {
  type CurlDescentOptions,
  curlDescent,
  directFeedbackAlignment,
  disposeState,
  linearAlgebra,
  linearNetworkStability,
  quadratic,
  type SignEntries,
  scalarStudent,
  spectralEdge,
  studentTeacherOf,
  type TwoLayers,
} from "gradus";
import type { GoldenCase } from "../src/golden/runner.ts";
import { follow, numbersOf, oracleOf, vector } from "../src/golden/trajectory.ts";

type Inputs = GoldenCase["inputs"];

export function actual({ kind, inputs }: GoldenCase) {
  switch (kind) {
    case "scalarSaddle":
      return scalarSaddle(inputs);
    case "maskedQuadratic":
      return maskedQuadratic(inputs);
    case "network":
      return network(inputs);
    case "stability":
      return stability(inputs);
    case "spectralEdge":
      return {
        hidden: inputs.hidden.map(([c, fraction]: number[]) => spectralEdge(c!, fraction!, "hidden")),
        readout: inputs.readout.map(([c, fraction]: number[]) => spectralEdge(c!, fraction!, "readout")),
      };
    default:
      throw new RangeError(`unknown kind '${kind}'`);
  }
}

function scalarSaddle({ w0, target, mask, learningRate, steps }: Inputs) {
  const problem = scalarStudent({ target, start: w0 });
  const w = points(problem, { signs: mask, learningRate }, w0, steps);
  return { w, loss: w.map((point) => problem.loss(vector(point), undefined).item()) };
}

const maskedQuadratic = ({ A, b, x0, mask, learningRate, steps }: Inputs) => ({
  x: points(quadratic({ A, b }), { signs: mask, learningRate }, x0, steps),
});

const points = (
  problem: Parameters<typeof oracleOf<np.Array>>[0],
  options: CurlDescentOptions,
  start: number[],
  steps: number,
): number[][] => [start, ...follow(curlDescent(options), oracleOf(problem), vector(start), steps, (x) => numbersOf(x))];

async function network({ activation, side, learningRate, fixNorms, W1, W2, T1, T2, d1, d2, B, batches }: Inputs) {
  // A batch lists inputs × samples; rows of a problem are samples.
  const samples: number[][] = batches.flatMap((X: number[][]) => X[0]!.map((_, j) => X.map((row) => row[j]!)));
  let first = 0;
  const rows: number[][] = batches.map((X: number[][]) => X[0]!.map(() => first++));
  const problem = studentTeacherOf({
    activation,
    teacher: { W1: T1, W2: T2 },
    student(key) {
      key.dispose();
      return { W1, W2 };
    },
    train: samples,
    test: [],
    rowsOf: () => (index) => rows[index % rows.length]!,
    dtype: vector([0]).dtype,
  });
  const along = (signs: number[]): SignEntries => (side === "presynaptic" ? signs : signs.map((sign) => [sign]));
  const options = { learningRate, fixNorms, signs: { W1: along(d1), W2: along(d2) } };
  const method = B
    ? directFeedbackAlignment({ ...options, feedback: [B] })
    : curlDescent({ ...options, feedback: "error" });
  const iteration = method(problem);
  let state = await iteration.init(0);
  const seen = { W1: [W1], W2: [W2], loss: [] as number[] };
  for (const _ of batches) {
    seen.loss.push((await state.value.ref.data())[0]!);
    state = await iteration.step(state);
    for (const name of ["W1", "W2"] as const) seen[name].push(await rowsOf(state.params, name));
  }
  disposeState(state);
  iteration.dispose?.();
  return seen;
}

const rowsOf = async (params: TwoLayers, name: keyof TwoLayers) =>
  linearAlgebra.toRows(await linearAlgebra.fromArray(params[name])).map((row) => Array.from(row));

function stability({ W1, W2, d1, d2 }: Inputs) {
  const { jacobian, eigenvalues, stable } = linearNetworkStability({ W1, W2, d1, d2 });
  return { J: linearAlgebra.toRows(jacobian), eigenvalues, stable };
}
