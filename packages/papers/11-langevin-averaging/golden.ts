import {
  type ChainsState,
  directionEstimates,
  disposeState,
  type HasPlanted,
  type HasSphereGradients,
  hermite,
  type Iteration,
  langevinAverage,
  linearAlgebra,
  minimize,
  partialTrace,
  type SingleIndex,
  singleIndexOf,
  sphericalSgdAverage,
  type TensorPca,
  tensorPcaOf,
} from "gradus";
import type { GoldenCase } from "../src/golden/runner.ts";

type Inputs = GoldenCase["inputs"];

export function actual({ method, objective, hyper, inputs, expected, expect }: GoldenCase) {
  switch (method) {
    case "hermite":
      return { values: hyper.ks.map((k: number) => inputs.t.map((t: number) => hermite(k, t))) };
    case "langevin":
      return averaged(
        langevinAverage({
          signal: hyper.eps,
          stepSize: hyper.h,
          start: inputs.X0,
          burnIn: 0,
          average: "outer products",
          draws: { normals: (step) => inputs.xi[step].flat() },
        })(objective === null ? flat(inputs.X0[0].length) : problemOf(objective)),
        inputs.xi.length,
      );
    case "spherical-sgd":
      return averaged(
        sphericalSgdAverage({
          learningRate: hyper.eta,
          batchSize: hyper.batch_size,
          start: inputs.X0,
          burnIn: 0,
          average: "outer products",
          samples: samplesOf(inputs),
        })(problemOf(objective) as SingleIndex),
        inputs.indices.length,
      );
    case "partial-trace":
      return traced(problemOf(objective), inputs?.X0 ?? (expected ?? expect).X0 ?? []);
    default:
      throw new RangeError(`unknown method '${method}'`);
  }
}

function problemOf({ type, order, T, k, loss, X, y }: Inputs): TensorPca | SingleIndex {
  if (type === "single-index") {
    return singleIndexOf({ inputs: linearAlgebra.fromRows(X), targets: Float64Array.from(y), exponent: k, loss });
  }
  if (type !== "tensor") throw new RangeError(`unknown objective '${type}'`);
  return tensorPcaOf({ order, dimension: T.length, entries: T.flat(Number.POSITIVE_INFINITY) });
}

/** An objective that is 0 everywhere. */
const flat = (dimension: number): HasSphereGradients & Partial<HasPlanted> => ({
  dimension,
  sphereGradients: ({ rows, columns }) => ({
    values: new Float64Array(rows),
    gradients: linearAlgebra.zeros(rows, columns),
  }),
});

/** A chain's sample is a number, or a list where a batch holds several. After the last step there is none: any will do. */
const samplesOf =
  ({ indices }: Inputs) =>
  (step: number): number[][] =>
    indices[Math.min(step, indices.length - 1)].map((chosen: number | number[]) => [chosen].flat());

async function averaged<P>(iteration: Iteration<ChainsState, P>, steps: number) {
  let state = await iteration.init(0);
  const path: number[][][] = [];
  for (let step = 0; step < steps; step++) {
    state = await iteration.step(state);
    path.push(rows(state.theta));
  }
  const { mean, first, second } = directionEstimates(state.sums);
  disposeState(state);
  iteration.dispose?.();
  return {
    path,
    mean: [...mean],
    second_moment: rows(second!.moment),
    first_order_estimate: [...first],
    second_order_estimate: [...second!.vector],
  };
}

async function traced(problem: TensorPca | SingleIndex, X0: number[][]) {
  const trace = problem.partialTrace();
  const { answer } = await minimize(problem, partialTrace(), { steps: 1 });
  const { values } = problem.sphereGradients(linearAlgebra.fromRows(X0));
  return {
    trace: trace instanceof Float64Array ? [...trace] : rows(trace),
    estimate: [...(await answer.data())],
    loss_at_X0: [...values],
    X0,
  };
}

const rows = (A: linearAlgebra.Matrix): number[][] => linearAlgebra.toRows(A).map((row) => [...row]);
