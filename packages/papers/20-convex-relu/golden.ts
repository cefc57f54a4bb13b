import {
  activationPatterns,
  blockPoint,
  blockStep,
  type ConvexProgram,
  convexProgram,
  convexReluAdmm,
  disposeState,
  linearAlgebra,
  type Method,
  minimize,
  type OutputLossName,
  outputLosses,
  projectOnL1Epigraph,
  proxWorstCase,
  type ReluTraining,
  robustConvexRelu,
  robustLoss,
  robustMargins,
  sampledConvexProgram,
  sampleWeights,
  type WorstCaseLoss,
} from "gradus";
import type { GoldenCase } from "../src/golden/runner.ts";

type Inputs = GoldenCase["inputs"];
type Matrix = linearAlgebra.Matrix;

export function actual({ kind, inputs, expected }: GoldenCase) {
  switch (kind) {
    case "patterns":
      return { D: columns(activationPatterns(matrix(inputs.X), matrix(inputs.gates))) };
    case "admm":
      return iterates(inputs);
    case "optimum":
      return optimum(inputs);
    case "rbcd":
      return blocks(inputs);
    case "robust-loss":
      return losses(inputs);
    case "scp":
      return lasso(inputs, expected);
    case "prox-robust-hinge":
      return { Q: proximal(inputs, "hinge") };
    case "l1-epigraph-projection":
      return epigraph(inputs);
    case "robust-optimum":
      return robustOptimum(inputs);
    default:
      throw new RangeError(`unknown kind '${kind}'`);
  }
}

/** The lasso's optimum has a tolerance of its own, beside it. */
export const tolerances = ({ kind, expected }: GoldenCase) =>
  kind === "scp" && expected.optimumAtol !== undefined ? { optimum: { atol: expected.optimumAtol } } : {};

const vector = (list: number[]) => Float64Array.from(list);
const matrix = (rows: number[][]): Matrix => linearAlgebra.fromRows(rows);
/** The case's D has a column a pattern. */
const patternsOf = (D: number[][]): Matrix => linearAlgebra.transpose(matrix(D));
const columns = (patterns: Matrix) => linearAlgebra.toRows(linearAlgebra.transpose(patterns));

/** The names that cases give to losses. */
const lossNames: Record<string, OutputLossName> = {
  bce01: "cross-entropy",
  "mean-hinge": "hinge",
  "mean-logistic": "logistic",
};

const lossOf = (name = "half-squared"): OutputLossName => lossNames[name] ?? (name as OutputLossName);

function trainingOf({ X, y, labels, beta = 1, loss, eps }: Inputs): ReluTraining {
  return {
    X: matrix(X),
    y: vector(y ?? labels),
    beta,
    loss: outputLosses[lossOf(loss)],
    ...(eps && { radii: vector(eps) }),
  };
}

async function iterates(inputs: Inputs) {
  const { D, rho, gammaA, iterations } = inputs;
  const iteration = convexReluAdmm({ patterns: patternsOf(D), rho, dualStep: gammaA / rho })({
    reluTraining: trainingOf(inputs),
  });
  let state = await iteration.init(0);
  const trajectory: object[] = [];
  for (let step = 0; step < iterations; step++) {
    state = await iteration.step(state);
    const { convexObjective, primalResidual } = await iteration.measure(state);
    trajectory.push({ u: state.u, v: state.v, objectiveAtV: convexObjective, primalRes: primalResidual });
  }
  return { trajectory, final: { s: state.s, lambda: state.lambda, nu: state.nu } };
}

/** The last row of a run to the end. */
async function endOf<State, Answer>(
  training: ReluTraining,
  method: Method<{ reluTraining: ReluTraining }, State, Answer>,
  steps: number,
) {
  const { trace, answer } = await minimize({ reluTraining: training }, method, { steps, every: steps });
  disposeState(answer);
  return trace.rows.at(-1)!;
}

async function optimum(inputs: Inputs) {
  const training = trainingOf(inputs);
  const patterns = patternsOf(inputs.D);
  const name = lossOf(inputs.loss);
  const exact = { patterns, rho: 0.1, dualStep: 1.6, pruneTolerance: 0 };
  const blocks = { blockStep: "safe", blockThreshold: 1e-12, thresholdDecay: 0.9999, maximumBlockSteps: 3000 } as const;
  const byBlocks = { ...blocks, uSolver: "rbcd", rho: 0.02 } as const;
  if (name === "hinge" || name === "logistic") {
    const radii = training.radii ?? new Float64Array(training.X.columns);
    const { objective } = await endOf({ ...training, radii }, robustConvexRelu({ patterns }), 10_000);
    return { objective, nonconvexObjectiveOfRecovered: objective };
  }
  const { objective, extra } =
    name === "half-squared"
      ? await endOf(training, convexReluAdmm(exact), 20_000)
      : await endOf(training, convexReluAdmm({ ...exact, ...byBlocks }), 2000);
  return { objective: extra["convexObjective"], nonconvexObjectiveOfRecovered: objective };
}

function blocks(inputs: Inputs) {
  const { D, rho, step, blocks: order, u, v, s, lambda, nu } = inputs;
  const training = trainingOf(inputs);
  const program = convexProgram(training, patternsOf(D));
  const others = { v: vector(v), s: vector(s), lambda: vector(lambda), nu: vector(nu) };
  const point = blockPoint(program, vector(u), others, rho);
  const trajectory = order.map((block: number) => {
    blockStep(program, training, point, block, step);
    return {
      block,
      uBlock: point.u.slice(block * program.d, (block + 1) * program.d),
      yhatNorm: linearAlgebra.norm(point.yhat),
    };
  });
  return { trajectory, u: point.u, yhat: point.yhat };
}

function losses({ X, labels, targets, D, V, W, eps }: Inputs) {
  const training = { ...trainingOf({ X, labels }), beta: 1 };
  const patterns = patternsOf(D);
  const program = convexProgram(training, patterns);
  const stacked = Float64Array.from(
    [V, W].flatMap((block) => linearAlgebra.toRows(columnsFirst(block))).flatMap((v) => [...v]),
  );
  const radii = vector(eps);
  const q = sampleWeights(program, patterns.data, stacked);
  const loss = (kind: WorstCaseLoss, y: number[]) => robustLoss(kind, { X: training.X, y: vector(y) }, q, radii);
  const margins = robustMargins(program, stacked, radii);
  return {
    hinge: loss("hinge", labels),
    logistic: loss("logistic", labels),
    halfSquared: loss("half-squared", targets ?? labels),
    constraintMarginV: marginRows(program, margins, 0),
    constraintMarginW: marginRows(program, margins, program.P),
  };
}

const columnsFirst = (rows: number[][]) => linearAlgebra.transpose(matrix(rows));

/** Margins of P blocks from block `first` on, a row a sample. */
const marginRows = ({ n, P }: ConvexProgram, margins: Float64Array, first: number) =>
  Array.from({ length: n }, (_, k) => Array.from({ length: P }, (__, i) => margins[(first + i) * n + k]!));

async function lasso(inputs: Inputs, expected: Inputs) {
  const { U, step, iterations } = inputs;
  const training = trainingOf(inputs);
  const neurons = matrix(U);
  const iteration = sampledConvexProgram({ neurons, step, acceleration: "none" })({ reluTraining: training });
  let state = await iteration.init(0);
  const trajectory: object[] = [];
  for (let k = 0; k < iterations; k++) {
    state = await iteration.step(state);
    trajectory.push({ alpha: state.alpha, objective: (await iteration.measure(state)).objective });
  }
  const { objective } = await endOf(training, sampledConvexProgram({ neurons }), 20_000);
  return { trajectory, optimum: objective, optimumAtol: expected.optimumAtol };
}

const proximal = ({ X, labels, Q0, eps, kappa }: Inputs, kind: WorstCaseLoss) =>
  Q0.map((q0: number[], k: number) => proxWorstCase(kind, vector(q0), vector(X[k]), labels[k], vector(eps), kappa));

function epigraph({ c, t }: Inputs) {
  const projected = c.map((row: number[], i: number) => projectOnL1Epigraph(vector(row), t[i]));
  return {
    c: projected.map((point: { c: Float64Array }) => point.c),
    t: projected.map((point: { t: number }) => point.t),
  };
}

async function robustOptimum(inputs: Inputs) {
  const { objective } = await endOf(trainingOf(inputs), robustConvexRelu({ patterns: patternsOf(inputs.D) }), 5000);
  return { objective };
}
