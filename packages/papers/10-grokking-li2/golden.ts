import { numpy as np } from "@jax-js/jax";
import {
  adam,
  cyclicGroup,
  disposeState,
  energyAscent,
  energyMaximum,
  featureGradient,
  featureInteraction,
  interactionSigns,
  irreducibleParts,
  linearAlgebra,
  muon,
  newtonSchulz,
  type Optimizer,
  type PairNetwork,
  pairEnergyOf,
  pairProblemOf,
  pairSamples,
  pairsOf,
  ridgeTop,
} from "gradus";
import type { GoldenCase } from "../src/golden/runner.ts";
import { follow, listedGradients, oracleOf } from "../src/golden/trajectory.ts";

type Inputs = GoldenCase;

const { fromRows, toRows } = linearAlgebra;

export function actual(testCase: GoldenCase) {
  switch (testCase["kind"]) {
    case "energy":
      return energy(testCase);
    case "ascent":
      return ascent(testCase);
    case "stage1":
      return stage(testCase);
    case "train":
      return train(testCase);
    case "newtonschulz":
      return orthogonal(testCase);
    case "muon":
      return standardMuon(testCase);
    default:
      throw new RangeError(`unknown kind '${testCase["kind"]}'`);
  }
}

const samplesOf = ({ M, samples }: Inputs) =>
  samples === "all" ? pairsOf(cyclicGroup(M)) : pairSamples(M, samples as number[][]);
const energyOf = (inputs: Inputs) =>
  pairEnergyOf({ order: inputs["M"], samples: samplesOf(inputs), activation: inputs["activation"] });
const rows = (A: linearAlgebra.Matrix) => toRows(A).map((row) => [...row]);
const array = (values: number[][]) => np.array(values, { dtype: np.float64 });

function energy(inputs: Inputs) {
  const { energies, gradient } = energyOf(inputs).featureEnergy(fromRows(inputs["W"]));
  return { energy: [...energies], grad: rows(gradient) };
}

async function ascent(inputs: Inputs) {
  const { M, W, step: stepSize, steps } = inputs;
  const initial = () => array(W);
  const iteration = energyAscent({ stepSize, start: W })({ initial, ...energyOf(inputs) });
  let state = await iteration.init(0);
  const energies: number[][] = [];
  for (let step = 0; step < steps; step++) {
    energies.push([...state.energies]);
    state = await iteration.step(state);
  }
  const energyFinal = [...state.energies];
  disposeState(state);
  iteration.dispose?.();
  const theory = energyMaximum(irreducibleParts(cyclicGroup(M))[1]!, M);
  return { energyFirst10: energies.slice(0, 10), energyFinal, theory };
}

const networkOf = ({ W, W0, V, V0 }: Inputs): PairNetwork => ({ W: array(W0 ?? W), V: array(V0 ?? V) });

function problemOf(inputs: Inputs) {
  const { M, hyper } = inputs;
  return pairProblemOf({
    order: M,
    train: samplesOf(inputs),
    activation: hyper?.activation ?? inputs["activation"],
    loss: hyper?.loss ?? "mse",
    initial: () => networkOf(inputs),
    dtype: np.float64,
  });
}

async function stage(inputs: Inputs) {
  const problem = problemOf(inputs);
  const { eta, M: classes } = inputs;
  const labels = { labels: problem.labels, classes };
  const network = networkOf(inputs);
  const F = await problem.features(network);
  const GFatV = featureGradient(F, labels, await problem.topWeights(network));
  disposeState(network);
  const B = featureInteraction(F, eta);
  const Vridge = ridgeTop(F, labels, eta);
  const GF = featureGradient(F, labels, Vridge);
  return { GFatV: rows(GFatV), B: rows(B), Vridge: rows(Vridge), GF: rows(GF), signB: rows(interactionSigns(B)) };
}

function optimizerOf({ optimizer, lr, lrMuon, weightDecay, momentum }: Inputs["hyper"]): Optimizer {
  if (optimizer === "adam") return adam({ learningRate: lr, weightDecay });
  if (optimizer !== "muon") throw new RangeError(`unknown optimizer '${optimizer}'`);
  return muon({
    learningRate: lrMuon,
    momentum,
    nesterov: false,
    weightDecay,
    coefficients: "reference",
    scale: "none",
    parts: { W: "muon", V: "adamw" },
    adamLearningRate: lr,
    adamDecay: "coupled",
    adamBeta2: 0.999,
    adamEpsilon: 1e-8,
  });
}

function train(inputs: Inputs) {
  const { hyper, steps } = inputs;
  const evaluate = oracleOf(problemOf(inputs));
  const loss: number[] = [];
  const oracle: typeof evaluate = (params, step) => {
    const answer = evaluate(params, step);
    loss.push(answer.value!.ref.item());
    return answer;
  };
  const path = follow(optimizerOf(hyper), oracle, networkOf(inputs), steps, ({ W, V }) => ({
    W: W.ref.js() as number[][],
    V: V.ref.js() as number[][],
  }));
  const kept = [path[0]!, path.at(-1)!];
  return { loss, W: kept.map(({ W }) => W), V: kept.map(({ V }) => V) };
}

const orthogonal = ({ G, coefficients }: Inputs) =>
  Object.fromEntries(
    Object.entries(coefficients as Record<string, [number, number, number][]>).map(([name, list]) => [
      name,
      newtonSchulz(array(G), { coefficients: list, iterations: list.length }).js(),
    ]),
  );

function standardMuon({ x0, gradients, hyper, steps }: Inputs) {
  const { lr: learningRate, momentum, nesterov, weightDecay } = hyper;
  const optimizer = muon({ learningRate, momentum, nesterov, weightDecay });
  const oracle = listedGradients((gradients as number[][][]).map((gradient) => () => array(gradient)));
  return { x: follow(optimizer, oracle, array(x0), steps, (x) => x.ref.js()) };
}
