import type { numpy as np } from "@jax-js/jax";
import {
  disposeState,
  gd,
  gradientRegularizedNewton,
  type HasInitial,
  type HasLoss,
  type Iteration,
  linearAlgebra,
  logisticOf,
  logSumExpOf,
  type MetricOption,
  poweredChebyshev,
  poweredLinear,
  poweredRosenbrock,
  softmaxOf,
} from "gradus";
import type { GoldenCase } from "../src/golden/runner.ts";

type Inputs = GoldenCase["inputs"];
type Problem = HasInitial<np.Array> & HasLoss<np.Array>;

export function actual({ kind, inputs }: GoldenCase) {
  const problem = problemOf(inputs);
  switch (kind) {
    case "gns":
      return newton(problem, inputs);
    case "adaptiveGradientMethod":
      return descent(problem, inputs);
    default:
      throw new RangeError(`unknown kind '${kind}'`);
  }
}

function problemOf({ problem, x0: start }: Inputs): Problem {
  const A = problem.A && linearAlgebra.fromRows(problem.A);
  switch (problem.type) {
    case "logSumExp":
      return logSumExpOf({ A, b: problem.b, temperature: problem.mu, start });
    case "logistic":
      return logisticOf({ A, labels: problem.y, start });
    case "softmaxRegression":
      return softmaxOf({ A, labels: problem.labels, classes: problem.classes, start });
    case "pNormRosenbrock":
      return poweredRosenbrock({ power: problem.p, a: problem.a, b: problem.b, start });
    case "pNormChebyshev":
      return poweredChebyshev({ dimension: start.length, power: problem.p, start });
    case "pNormLinear":
      return poweredLinear({ A, b: problem.b, power: problem.p, start });
    default:
      throw new RangeError(`unknown problem '${problem.type}'`);
  }
}

const names: Record<string, string> = {
  weightedGaussNewton: "weighted-gauss-newton",
  fisherTerm: "fisher-term",
  zero: "none",
};

const metricOf = ({ B }: Inputs): { metric?: MetricOption } =>
  B === "identity" || B === undefined ? {} : { metric: B };

const numbers = (array: np.Array) => Array.from(array.ref.dataSync() as Float64Array);

/** States from the first one on; `observe` borrows them. */
async function statesOf<State, Row>(
  iteration: Iteration<State, np.Array>,
  steps: number,
  observe: (state: State) => Row,
): Promise<Row[]> {
  let state = await iteration.init(0);
  const rows = [observe(state)];
  for (let step = 0; step < steps; step++) {
    state = await iteration.step(state);
    rows.push(observe(state));
  }
  disposeState(state);
  iteration.dispose?.();
  return rows;
}

async function newton(problem: Problem, inputs: Inputs) {
  const hessian = names[inputs.hessian] ?? inputs.hessian;
  const method = gradientRegularizedNewton({
    hessian,
    ...metricOf(inputs),
    radius: inputs.gamma0,
    epsilon: inputs.eps,
    smallestRadius: inputs.gammaMin,
    maximumTrials: inputs.maxInner,
    adaptive: inputs.adaptive,
  });
  const rows = await statesOf(method<np.Array>(problem), inputs.iterations, (state) => ({
    x: numbers(state.params),
    f: state.value,
    gradNorm: state.gradientNorm,
    gamma: state.memory.gamma,
    solves: state.memory.solves,
    reports: state.reports,
  }));
  const column = <Key extends keyof (typeof rows)[number]>(key: Key) => rows.map((row) => row[key]);
  const reported = (name: string) => rows.slice(1).map(({ reports }) => reports[name]);
  return {
    x: column("x"),
    f: column("f"),
    gradNorm: column("gradNorm"),
    gamma: column("gamma"),
    lambdaAccepted: reported("lambda"),
    solves: column("solves"),
    rejected: reported("rejected"),
    choleskyFailures: reported("choleskyFailures"),
  };
}

async function descent(problem: Problem, inputs: Inputs) {
  const method = gd({ lipschitz: inputs.L0, smallestLipschitz: inputs.Lmin, ...metricOf(inputs) });
  const rows = await statesOf(method<np.Array>(problem), inputs.iterations, ({ params, value, memory }) => ({
    x: numbers(params),
    f: value,
    L: memory.L,
  }));
  return { x: rows.map(({ x }) => x), f: rows.map(({ f }) => f), L: rows.map(({ L }) => L) };
}
