import {
  type ChainsState,
  type HasPlanted,
  type Iteration,
  langevinAverage,
  singleIndex,
  sphericalSgdAverage,
  tensorPca,
} from "gradus";
import type { Control, ControlValues } from "../../src/demo.ts";

export const number = (values: ControlValues, name: string) => values[name] as number;

export const controls: Control[] = [
  {
    kind: "choice",
    name: "problem",
    label: "Problem",
    options: [
      {
        value: "tensor",
        label: "Tensor PCA, Langevin dynamics",
        method: "langevin-average",
        sets: { logSamples: 0.3 },
      },
      {
        value: "single-index",
        label: "Single-index model, one sample a step",
        method: "spherical-sgd-average",
        sets: { logSamples: 1 },
      },
    ],
    value: "tensor",
  },
  {
    kind: "slider",
    name: "k",
    label: "order of the saddle, k",
    low: 2,
    high: 4,
    scale: "linear",
    isWhole: true,
    value: 3,
  },
  { kind: "slider", name: "d", label: "dimension d", low: 4, high: 24, scale: "linear", isWhole: true, value: 16 },
  {
    kind: "slider",
    name: "logSamples",
    label: "samples, as log₁₀(n/d^⌈k/2⌉)",
    low: -1.5,
    high: 1.5,
    scale: "linear",
    value: 0.3,
  },
  { kind: "slider", name: "chains", label: "chains", low: 1, high: 64, scale: "log", isWhole: true, value: 32 },
  {
    kind: "slider",
    name: "signal",
    label: "signal ε/d",
    method: "langevin-average",
    when: { control: "problem", is: "tensor" },
    low: 0.02,
    high: 4,
    scale: "log",
    value: 0.25,
  },
  {
    kind: "slider",
    name: "rate",
    label: "learning rate η √d",
    method: "spherical-sgd-average",
    when: { control: "problem", is: "single-index" },
    low: 0.01,
    high: 5,
    scale: "log",
    value: 0.5,
  },
  {
    kind: "slider",
    name: "burnIn",
    label: "steps before the average",
    low: 0,
    high: 500,
    scale: "linear",
    isWhole: true,
    value: 50,
  },
  { kind: "slider", name: "steps", label: "Steps", low: 200, high: 10_000, scale: "log", isWhole: true, value: 2000 },
  { kind: "seed", name: "seed", label: "Randomness", value: 1 },
];

/** The method's name in the catalogue, which gives its colour. */
export const methodOf = (values: ControlValues): string =>
  values["problem"] === "tensor" ? "langevin-average" : "spherical-sgd-average";

/** The problem with its method at work, and the direction that it hides. */
export function atWork(values: ControlValues): { iteration: Iteration<ChainsState, unknown> } & HasPlanted {
  const [k, d] = [number(values, "k"), number(values, "d")];
  const samples = Math.max(1, Math.round(10 ** number(values, "logSamples") * d ** Math.ceil(k / 2)));
  const common = { dimension: d, samples, instance: number(values, "seed") };
  const shared = {
    chains: number(values, "chains"),
    burnIn: number(values, "burnIn"),
    average: "outer products",
  } as const;
  if (values["problem"] === "tensor") {
    const problem = tensorPca({ ...common, order: k });
    const { planted, informationExponent } = problem;
    const iteration = langevinAverage({ ...shared, signal: number(values, "signal") * d })(problem);
    return { planted, informationExponent, iteration };
  }
  const problem = singleIndex({ ...common, exponent: k });
  const { planted, informationExponent } = problem;
  const iteration = sphericalSgdAverage({ ...shared, learningRate: number(values, "rate") / Math.sqrt(d) })(problem);
  return { planted, informationExponent, iteration };
}
