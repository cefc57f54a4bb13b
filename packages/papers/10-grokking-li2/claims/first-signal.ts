import { random } from "@jax-js/jax";
import {
  featureGradient,
  firstSignal,
  flowedTop,
  groupArithmetic,
  linearAlgebra,
  offDiagonalRatio,
  type PairProblem,
  ridgeTop,
} from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { largest, type Measurements, measured, type Reading, smallest } from "../../src/statistic.ts";

type Setup = { M: number; widths: number[]; moduli: number[]; width: number };

/** Features of a hidden layer that has not moved. */
async function atStart(M: number, hidden: number, seed: number) {
  const problem: PairProblem = groupArithmetic({ group: String(M), hidden, trainFraction: 0.6, isNormal: true, seed });
  const params = problem.initial(random.key(seed));
  const F = await problem.features(params);
  params.W.dispose();
  params.V.dispose();
  return { F, classes: { labels: problem.labels, classes: M } };
}

const cosineOf = (A: linearAlgebra.Matrix, B: linearAlgebra.Matrix) => linearAlgebra.cosine(A.data, B.data);

/** Cosines of what is told back with the first signal, early and at rest, and how diagonal features are. */
export async function signalsOf({ M, widths, moduli, width }: Setup, seed: number): Promise<Measurements> {
  const measurements: Measurements = {};
  {
    const { F, classes } = await atStart(M, width, seed);
    const early = featureGradient(F, classes, flowedTop(F, classes, 0.1));
    measurements["early cosine"] = cosineOf(early, firstSignal(F, classes));
  }
  for (const K of widths) {
    const { F, classes } = await atStart(M, K, seed);
    const ridge = featureGradient(F, classes, ridgeTop(F, classes, 1));
    measurements[`ridge cosine, K = ${K}`] = cosineOf(ridge, firstSignal(F, classes));
  }
  for (const modulus of moduli) {
    const { F } = await atStart(modulus, width, seed);
    measurements[`off-diagonal, M = ${modulus}`] = offDiagonalRatio(F);
  }
  return measurements;
}

/** The smallest growth of the ridge cosine from one width to the next. */
const growth =
  ({ widths }: Setup): Reading =>
  (trial) =>
    Math.min(
      ...widths.slice(1).map((K, i) => trial[`ridge cosine, K = ${K}`]! - trial[`ridge cosine, K = ${widths[i]!}`]!),
    );

const experiment = (setup: Setup, many: number[]): Experiment => ({
  setup:
    `Sums modulo ${setup.M}, a random 60 % of the pairs, W ~ N(0, 1), σ(x) = x². Early: ${setup.width} nodes, the top layer after ` +
    "gradient flow from 0 for a tenth of 1/λ_max(F̃F̃ᵀ), in closed form. At rest: the ridge solution with η = 1. Cosines are with ỸỸᵀF̃.",
  trials: seeds(...many),
  trial: ({ seed }) => signalsOf(setup, seed),
  criteria: [
    { measures: "early: cosine of G_F with ỸỸᵀF̃", statistic: smallest(measured("early cosine")), holds: atLeast(0.99) },
    {
      measures: `at rest: least growth of the cosine from K = ${setup.widths.join(" to ")}`,
      statistic: smallest(growth(setup)),
      holds: atLeast(0),
    },
    {
      measures: `at rest: cosine at K = ${setup.widths.at(-1)}`,
      statistic: smallest(measured(`ridge cosine, K = ${setup.widths.at(-1)}`)),
      holds: atLeast(0.7),
    },
    ...setup.moduli.map((M) => ({
      measures: `mean |off-diagonal| of F̃ᵀF̃ over mean diagonal, M = ${M}, K = ${setup.width}`,
      statistic: largest(measured(`off-diagonal, M = ${M}`)),
      holds: atMost(0.12),
    })),
  ],
  remarks: setup.widths.slice(0, -1).map((K) => ({
    measures: `at rest: cosine at K = ${K}`,
    statistic: smallest(measured(`ridge cosine, K = ${K}`)),
  })),
});

export const lazySignal = claim({
  id: "first-signal",
  says: "While the hidden layer is at rest, what the top layer tells it becomes proportional to the labels' signal ỸỸᵀF̃: early always, and at the ridge solution for wide layers.",
  source: "Proposition 1, Lemma 1",
  quick: experiment({ M: 11, widths: [64, 256, 1024], moduli: [11, 17, 23], width: 256 }, [0, 1, 2]),
  full: experiment({ M: 23, widths: [256, 1024, 4096], moduli: [23, 31, 41], width: 512 }, [0, 1, 2, 3, 4]),
});
