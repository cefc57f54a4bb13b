import { numpy as np } from "@jax-js/jax";
import {
  disposeState,
  type LvHbaOptions,
  type LvHbaState,
  linearAlgebra,
  lvHba,
  type QuadraticForm,
  quadraticBilevel,
  valueFunction,
  weightedSvm,
} from "gradus";
import type { GoldenCase } from "../src/golden/runner.ts";
import { vector } from "../src/golden/trajectory.ts";

type Inputs = GoldenCase["inputs"];
type LvHbaProblem = Parameters<ReturnType<typeof lvHba>>[0];

export function actual({ kind, inputs, expected }: GoldenCase) {
  switch (kind) {
    case "iterate":
      return iterate(inputs);
    case "value":
      return value(inputs);
    case "svm":
      return machine(inputs, expected);
    default:
      throw new RangeError(`unknown kind '${kind}'`);
  }
}

const form = ({ H, q }: Inputs): QuadraticForm => ({ H: linearAlgebra.fromRows(H), q: Float64Array.from(q) });
const list = (values: Float64Array) => Array.from(values);

function quadratic({ problem, F, f, g }: Inputs) {
  const { nx, ny, constraint, projectC = true, yBox } = problem;
  const made = quadraticBilevel({
    sizes: { x: nx, y: ny },
    F: form(F ?? f),
    f: form(f),
    ...(g && g.A.length > 0 && { g: { A: linearAlgebra.fromRows(g.A), b: Float64Array.from(g.b), kind: constraint } }),
    ...(yBox && { lowerBox: { lower: yBox[0], upper: yBox[1] } }),
  });
  if (projectC) return made;
  const { joint: _, ...bilevel } = made.bilevel;
  return { ...made, bilevel };
}

/** Projections as exact as float64 allows. */
const exact = { projectStart: false, sweeps: 100_000, projectionTolerance: 1e-15 };

/** The hyperparameters have the options' names; a case says nothing of the rest. */
const optionsOf = ({ alpha, beta, eta, gamma1, gamma2, r, c0, p, constraintScale = 1 }: Inputs): LvHbaOptions => ({
  alpha,
  beta,
  eta,
  gamma1,
  gamma2,
  r,
  c0,
  p,
  constraintScale,
  ...exact,
});

/** States after each step, from a start as it is given. */
async function states(
  problem: LvHbaProblem,
  options: LvHbaOptions,
  start: Partial<LvHbaState>,
  steps: number,
): Promise<{ states: LvHbaState[]; objectives: number[] }> {
  const iteration = lvHba(options)(problem);
  let state: LvHbaState = { ...(await iteration.init(0)), ...start };
  const found: LvHbaState[] = [];
  const objectives: number[] = [];
  for (let step = 0; step < steps; step++) {
    objectives.push((await iteration.measure(state)).objective);
    state = await iteration.step(state);
    found.push(state);
  }
  disposeState(state);
  return { states: found, objectives };
}

async function iterate(inputs: Inputs) {
  const { hyper, initial, steps } = inputs;
  const start = Object.fromEntries(
    ["x", "y", "z", "theta", "lambda"].map((name) => [name, Float64Array.from(initial[name])]),
  );
  const trajectory = await states(quadratic(inputs), optionsOf(hyper), start, steps);
  return {
    trajectory: trajectory.states.map(({ x, y, z, theta, lambda }) => ({ x, y, z, theta, lambda })),
  };
}

async function value(inputs: Inputs) {
  const { gamma1, gamma2, r } = inputs;
  const [x, y, z] = [inputs.x, inputs.y, inputs.z].map((entries) => Float64Array.from(entries));
  const { theta, lambda, value, gradient } = await valueFunction(
    quadratic(inputs).bilevel,
    { x: x!, y: y!, z: z! },
    { gamma1, gamma2, r },
  );
  return { theta, lambda, value, gradX: gradient.x, gradY: gradient.y, gradZ: gradient.z };
}

async function machine({ Ztrain, ytrain, Zval, yval, cInitial, hyper, steps = hyper.steps }: Inputs, expected: Inputs) {
  const samples = (Z: number[][], y: number[]) => ({
    inputs: Float64Array.from(Z.flat()),
    targets: Float64Array.from(y),
    shape: [Z[0]!.length],
  });
  const validation = samples(Zval, yval);
  const problem = weightedSvm(
    { name: "a golden case", train: samples(Ztrain, ytrain), validation, test: validation },
    { lower: hyper.cLo, upper: hyper.cHi },
  );
  const [N, d] = [ytrain.length, Ztrain[0].length];
  const one = new Float64Array(N).fill(1);
  const y = [...new Array(d).fill(1), 0, ...one];
  const started = { ...problem, initial: () => ({ x: vector(cInitial), y: vector(y), lambda: np.zeros([N]) }) };
  const trajectory = await states(
    started,
    optionsOf(hyper),
    { lambda: one, z: one },
    steps ?? expected["trajectory"].length,
  );
  return {
    trajectory: trajectory.states.map(({ x, y, z, theta, lambda }, step) => ({
      c: list(x),
      w: list(y.slice(0, d)),
      b: y[d],
      xi: list(y.slice(d + 1)),
      thetaW: list(theta.slice(0, d)),
      thetaB: theta[d],
      thetaXi: list(theta.slice(d + 1)),
      z: list(z),
      lambda: list(lambda),
      upperLossBefore: trajectory.objectives[step],
    })),
  };
}
