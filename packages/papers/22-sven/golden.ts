import { numpy as np } from "@jax-js/jax";
import {
  disposeState,
  type HasBatches,
  type HasInitial,
  type HasResiduals,
  linearAlgebra,
  type Network,
  type PolyakState,
  perceptron,
  polyakSgd,
  type SvenOptions,
  sven,
  svenDirection,
  type Tree,
  trees,
} from "gradus";
import { type GoldenCase, readGoldenFiles } from "../src/golden/runner.ts";
import { follow, oracleOf, vector } from "../src/golden/trajectory.ts";

type Inputs = GoldenCase["inputs"];

export function actual({ kind, inputs, expected }: GoldenCase) {
  switch (kind) {
    case "pinvUpdate":
      return pseudoInverse(inputs);
    case "linearLeastSquares":
      return iterates(linear(inputs), inputs, expected["rank"].length);
    case "mlpRegression": {
      const data = inputs.sameDataAs === undefined ? inputs : { ...inputsOf(inputs.sameDataAs), ...inputs };
      return iterates(network(data), data, expected["rank"].length);
    }
    case "polyakLinear":
      return polyak(inputs, expected["lr"].length);
    default:
      throw new RangeError(`unknown kind '${kind}'`);
  }
}

async function pseudoInverse({ M, R, k, rtol, tol }: Inputs) {
  const options = { rank: k, rtol, tolerance: tol };
  const { direction, ...rest } = await svenDirection(linearAlgebra.fromRows(M), Float64Array.from(R), options);
  return { update: direction, ...rest };
}

/** Rows of inputs, with the target of each. */
type Samples = { inputs: np.Array; targets: np.Array };

/** Least squares over listed batches, with its parameters as the case lists them. */
type Fitted<P extends Tree> = HasInitial<P> &
  HasResiduals<P, Samples> &
  HasBatches<Samples> & { fromFlat(numbers: number[]): P; toFlat(params: P): number[] };

function leastSquares<P extends Tree>(
  { x0, p0, batches }: Inputs,
  { inputs, targets }: { inputs: number[][]; targets: number[] },
  predict: (params: P, inputs: np.Array) => np.Array,
  flat: Pick<Fitted<P>, "fromFlat" | "toFlat">,
): Fitted<P> {
  const rows = (indices: number[]): Samples => ({
    inputs: matrix(indices.map((i) => inputs[i]!)),
    targets: vector(indices.map((i) => targets[i]!)),
  });
  return {
    ...flat,
    initial: () => flat.fromFlat(x0 ?? p0),
    // Half of their squares are the case's losses.
    residuals: (params, batch) => predict(params, batch.inputs).sub(batch.targets).mul(Math.SQRT2),
    batches: () => (index) => rows(batches[index % batches.length]),
  };
}

const matrix = (rows: number[][]) => np.array(rows, { dtype: np.float64 });
const numbers = (array: np.Array) => Array.from(array.dataSync() as Float64Array);

const linear = (inputs: Inputs): Fitted<np.Array> =>
  leastSquares(inputs, { inputs: inputs.A, targets: inputs.b }, (x, A) => np.dot(A, x), {
    fromFlat: vector,
    toFlat: (x) => numbers(x.ref),
  });

/** A perceptron whose parameters are listed layer by layer: weights row by row, a row an output, then biases. */
function network(inputs: Inputs): Fitted<Network> {
  const sizes: number[] = inputs.sizes;
  const model = perceptron(sizes, "gelu-exact", np.float64);
  const predict = (params: Network, rows: np.Array) => model.predict(params, rows).reshape([-1]);
  return leastSquares(inputs, { inputs: inputs.X, targets: inputs.y }, predict, {
    fromFlat(list) {
      const rest = [...list];
      const layers = sizes.slice(1).map((outputs, i) => {
        const rows = Array.from({ length: outputs }, () => rest.splice(0, sizes[i]!));
        return { weight: np.transpose(matrix(rows)), bias: vector(rest.splice(0, outputs)) };
      });
      return { layers };
    },
    toFlat: ({ layers }) =>
      layers.flatMap(({ weight, bias }) => [...numbers(np.transpose(weight.ref).ravel()), ...numbers(bias.ref)]),
  });
}

function optionsOf<P extends Tree>(
  { lr, k, rtol, kappa, microbatch, rmsprop, variableK, masks }: Inputs,
  { fromFlat }: Fitted<P>,
): SvenOptions {
  return {
    learningRate: lr,
    rank: k,
    rtol,
    kappa,
    microbatch,
    variableRank: variableK ?? false,
    ...(rmsprop && {
      rmsprop: rmsprop.post ? "after" : "before",
      rmsDecay: rmsprop.alpha,
      rmsEpsilon: rmsprop.eps,
      momentum: rmsprop.mu,
    }),
    ...(masks && { mask: (step: number) => numbers(trees.toVector(fromFlat(masks[step]))) }),
  };
}

async function iterates<P extends Tree>(problem: Fitted<P>, inputs: Inputs, steps: number) {
  const iteration = sven(optionsOf(inputs, problem))(problem);
  let state = await iteration.init(0);
  const x = [problem.toFlat(state.params)];
  const lossMean: number[] = [];
  const rank: (number | undefined)[] = [];
  for (let step = 0; step < steps; step++) {
    lossMean.push(state.value);
    state = await iteration.step(state);
    x.push(problem.toFlat(state.params));
    rank.push(state.reports["rank"]);
  }
  disposeState(state);
  iteration.dispose?.();
  return { x, lossMean, rank };
}

function polyak({ A, b, x0, fStar, maxLr, eps }: Inputs, steps: number) {
  const loss = (x: np.Array) => np.square(np.dot(matrix(A), x).sub(vector(b))).mean();
  const optimizer = polyakSgd({ learningRate: maxLr, lowest: fStar, epsilon: eps });
  const rows = follow(optimizer, oracleOf({ loss }), vector(x0), steps, (x, { inner }) => ({
    x: numbers(x.ref),
    lr: numbers((inner as PolyakState).stepSize.ref)[0],
  }));
  return { x: [x0, ...rows.map(({ x }) => x)], lr: rows.map(({ lr }) => lr) };
}

/** The inputs of another case: of the folder that is run, else of this paper's own. */
function inputsOf(name: string): Inputs {
  const files = [readGoldenFiles(process.env["GOLDEN_DIR"]), readGoldenFiles()].flat();
  const cases = files.flatMap((file) => (file.paper === "22-sven" && "cases" in file ? file.cases : []));
  const other = cases.find((testCase) => testCase.name === name);
  if (other === undefined) throw new RangeError(`there is no case '${name}'`);
  return other["inputs"];
}
