import { nn, numpy as np } from "@jax-js/jax";
import {
  attackDirection,
  attacksOnly,
  coveringDirection,
  directSearch,
  hybridAttack,
  type Method,
  type PenalisedNetwork,
  penalise,
  pollDirections,
  type RandomSource,
  randomLineSearch,
  tracedConstraints,
  tracedNetwork,
  tracedScore,
} from "gradus";
import type { GoldenCase } from "../src/golden/runner.ts";
import { vector } from "../src/golden/trajectory.ts";

type Inputs = GoldenCase["inputs"];
type Objective = {
  W1: number[][];
  b1: number[];
  W2: number[][];
  b2: number[];
  act: string;
  target: number[];
  ignored?: number[];
  box?: number;
};

export async function actual({ method, objective, hyper, inputs, expected }: GoldenCase) {
  switch (method) {
    case "poll": {
      const g = Float64Array.from(inputs.g);
      return rows({ twoN: pollDirections(g, hyper.r, "2n"), nPlus1: pollDirections(g, hyper.r, "n+1") });
    }
    case "covering":
      return { d: Array.from(coveringDirection(Float64Array.from(inputs.g), inputs.u, hyper.r0)) };
    case "attack":
      return withProblem(objective, inputs.x, (problem) => attack(problem, hyper, Float64Array.from(inputs.x)));
    case "hybrid":
    case "cdsm":
    case "attacks":
    case "rls": {
      const steps: number = expected.x.length;
      return withProblem(objective, inputs.x0, (problem) =>
        trajectory(problem, methodOf(method, hyper, inputs), steps),
      );
    }
    default:
      throw new RangeError(`unknown method '${method}'`);
  }
}

const rows = (of: Record<string, Float64Array[]>) =>
  Object.fromEntries(Object.entries(of).map(([name, directions]) => [name, directions.map((d) => Array.from(d))]));

const activations: Record<string, (x: np.Array) => np.Array> = {
  tanh: np.tanh,
  relu: nn.relu,
  sigmoid: nn.sigmoid,
  identity: (x) => x,
  linear: (x) => x,
  softplus: nn.softplus,
};

/** The case's perceptron with its score and box, freed after use. */
async function withProblem<T>(
  { W1, b1, W2, b2, act, target, ignored = [], box }: Objective,
  x0: number[],
  use: (problem: PenalisedNetwork) => Promise<T>,
): Promise<T> {
  const activation = activations[act];
  if (activation === undefined) throw new RangeError(`unknown activation '${act}'`);
  const matrix = (of: number[][]) => np.array(of, { dtype: np.float64 });
  const kept = vector(target.map((_, j) => Number(!ignored.includes(j))));
  const network = tracedNetwork((x) =>
    np.dot(matrix(W2), activation(np.dot(matrix(W1), x).add(vector(b1)))).add(vector(b2)),
  );
  const f = tracedScore((y) =>
    np
      .square(y.sub(vector(target)))
      .mul(kept.ref)
      .sum()
      .neg(),
  );
  const c =
    box == null
      ? undefined
      : tracedConstraints((x, y) => {
          y.dispose();
          return np.square(x).sub(box ** 2);
        });
  try {
    return await use(penalise({ name: "perceptron", start: x0, network, f, ignored, ...(c && { c }) }));
  } finally {
    for (const part of [network, f, c]) part?.dispose();
    kept.dispose();
  }
}

async function attack({ network }: PenalisedNetwork, { algo, loss, r, steps, alpha }: Inputs, x: Float64Array) {
  const y = await network.outputs(x);
  const { value, gradient } = await network.rate(y);
  const { direction } = await attackDirection(network, x, {
    attack: algo,
    loss,
    radius: r,
    ...(steps !== undefined && { attackSteps: steps }),
    ...(alpha !== undefined && { attackStepSize: alpha }),
  });
  const moved = x.map((xi, i) => xi + direction[i]!);
  return {
    y: Array.from(y),
    f: value,
    u: Array.from(gradient),
    grad_composite: Array.from(await network.pullBack(x, gradient)),
    d: Array.from(direction),
    f_attacked: (await network.rate(await network.outputs(moved))).value,
  };
}

type State = {
  x: Float64Array;
  value: number;
  evaluations: number;
  status: string;
  radius?: number;
  attackRadius?: number;
};

function methodOf(method: string, hyper: Inputs, inputs: Inputs): Method<PenalisedNetwork, State, np.Array> {
  const random = listed(inputs);
  const radius: number = hyper.r0;
  const attackOptions = {
    attack: hyper.algo,
    loss: hyper.loss,
    // The cases are of the official code, whose PGD takes ten steps of 2/255.
    attackSteps: hyper.steps ?? 10,
    attackStepSize: hyper.alpha ?? 2 / 255,
  };
  const searchRadii = {
    radius,
    smallestRadius: hyper.r_dsm_min ?? hyper.r_min,
    largestRadius: hyper.r_dsm_max ?? hyper.r_max,
  };
  const attackRadii = {
    smallestAttack: hyper.r_atk_min ?? hyper.r_min,
    largestAttack: hyper.r_atk_max ?? hyper.r_max,
  };
  switch (method) {
    case "hybrid":
      return hybridAttack({
        ...searchRadii,
        ...attackRadii,
        ...attackOptions,
        poll: hyper.poll,
        sufficientIncrease: hyper.tau,
        random,
      }) as Method<PenalisedNetwork, State, np.Array>;
    case "cdsm":
      return directSearch({ ...searchRadii, poll: hyper.poll, random }) as Method<PenalisedNetwork, State, np.Array>;
    case "attacks":
      return attacksOnly({ radius, ...attackRadii, ...attackOptions });
    default:
      return randomLineSearch({ ...searchRadii, random });
  }
}

/** The random numbers that the case lists for each iteration. */
const listed =
  (inputs: Inputs): RandomSource =>
  (purpose, step) => {
    const vectors: number[][] = purpose === "line" ? [...inputs.g[step]] : [inputs[`${purpose}_g`][step]];
    return {
      normals: () => Float64Array.from(vectors.shift()!),
      uniform: () => inputs[`${purpose}_u`][step],
    };
  };

async function trajectory(problem: PenalisedNetwork, method: Method<PenalisedNetwork, State, np.Array>, steps: number) {
  const iteration = method(problem);
  const trace = { x: [], obj: [], r: [], r_dsm: [], r_atk: [], status: [], evals: [] } as Record<string, unknown[]>;
  let state = await iteration.init(0);
  for (let step = 0; step < steps; step++) {
    state = await iteration.step(state);
    trace["x"]!.push(Array.from(state.x));
    trace["obj"]!.push(-state.value);
    trace["r"]!.push(state.radius ?? state.attackRadius);
    trace["r_dsm"]!.push(state.radius);
    trace["r_atk"]!.push(state.attackRadius);
    trace["status"]!.push(state.status);
    trace["evals"]!.push(state.evaluations);
  }
  iteration.dispose?.();
  return trace;
}
