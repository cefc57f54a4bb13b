import { numpy as np } from "@jax-js/jax";
import {
  adam,
  gradientDescentFilter,
  minimumNorm,
  type Optimizer,
  sgd,
  solvedBy,
  type Training,
  trainedBy,
} from "gradus";
import type { Control, ControlValues } from "../../src/demo.ts";
import { type Conditioned, featureModel } from "../claims/feature-runs.ts";

export const number = (values: ControlValues, name: string) => values[name] as number;

/** An entry of the list of optimizers; `method` gives its colour. */
type Entry = { value: string; label: string; method: string; training(values: ControlValues): Training<Conditioned> };

const weights = (w: Float64Array<ArrayBuffer>) => np.array(w, { dtype: np.float64 });

/** The rate as set: relative to 1/L of each model, or as it is. */
const rateOf = (values: ControlValues, { conditions }: Conditioned) =>
  number(values, "rate") / (values["isRelative"] ? conditions.smoothness : 1);

/** Gradient descent by its closed form: any number of steps costs the same. */
export const descended = (values: ControlValues, steps: number): Training<Conditioned> =>
  solvedBy<Conditioned, np.Array>((problem) => {
    const filter = gradientDescentFilter(problem.conditions, problem.targetColumns[0]!, {
      learningRate: rateOf(values, problem),
    });
    return weights(filter(steps).weights);
  });

const stepped = (values: ControlValues, optimizerOf: (problem: Conditioned) => Optimizer): Training<Conditioned> =>
  trainedBy<Conditioned, unknown, np.Array>((problem) => optimizerOf(problem), { steps: number(values, "steps") });

const entries: Entry[] = [
  {
    value: "short",
    label: "GD, a twentieth of the steps",
    method: "gd",
    training: (values) => descended(values, Math.max(1, Math.round(number(values, "steps") / 20))),
  },
  {
    value: "gd",
    label: "GD",
    method: "gd",
    training: (values) => descended(values, number(values, "steps")),
  },
  {
    value: "momentum",
    label: "momentum 0.9",
    method: "sgd",
    training: (values) => stepped(values, (problem) => sgd({ learningRate: rateOf(values, problem), momentum: 0.9 })),
  },
  {
    value: "adam",
    label: "Adam",
    method: "adam",
    training: (values) => stepped(values, () => adam({ learningRate: number(values, "adamRate") })),
  },
  {
    value: "exact",
    label: "minimum norm",
    method: "levenberg-marquardt",
    training: () =>
      solvedBy<Conditioned, np.Array>(({ conditions, targetColumns }) =>
        weights(minimumNorm(conditions, targetColumns[0]!)),
      ),
  },
];

const slider = (
  name: string,
  label: string,
  value: number,
  [low, high]: [number, number],
  more: { scale?: "linear" | "log"; isWhole?: boolean; group?: string; method?: string } = {},
): Control => ({ kind: "slider", name, label, value, low, high, scale: "log", ...more });

export const controls: Control[] = [
  {
    kind: "several",
    name: "methods",
    label: "Optimizers",
    options: entries.map(({ value, label, method }) => ({ value, label, method })),
    value: ["short", "gd", "momentum", "exact"],
  },
  slider("steps", "Steps", 2000, [20, 20_000], { isWhole: true }),
  slider("rate", "learning rate of GD and momentum", 1, [0.001, 1.9]),
  { kind: "switch", name: "isRelative", label: "that rate is relative to 1/L", value: true },
  slider("adamRate", "learning rate of Adam", 0.01, [1e-4, 0.1], { method: "adam" }),
  slider("noise", "noise on the targets", 0.3, [0, 1], { scale: "linear", group: "Problem" }),
  slider("featureScale", "feature scale", 1, [0.1, 3], { group: "Problem" }),
  slider("layerScale", "scale of W₀", 1, [0.1, 5], { group: "Problem" }),
  slider("seeds", "seeds", 3, [1, 9], { scale: "linear", isWhole: true }),
  { kind: "seed", name: "seed", label: "First seed", value: 0 },
];

/** The optimizers that are chosen. */
export const takingPart = (values: ControlValues): Entry[] =>
  entries.filter(({ value }) => (values["methods"] as string[]).includes(value));

/** The model of a size, as the controls want it. */
export const modelOf = (values: ControlValues, features: number, seed: number): Conditioned =>
  featureModel({
    features,
    seed,
    noise: number(values, "noise"),
    featureScale: number(values, "featureScale"),
    layerScale: number(values, "layerScale"),
  });
