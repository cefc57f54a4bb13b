import type { numpy as np } from "@jax-js/jax";
import { adam, diffgrad, sgd } from "gradus";
import type { Demo } from "../src/demo.ts";
import { type Contenders, contender, decay, learningRate, settings } from "../src/demos/contender.ts";
import { digitTraining } from "../src/demos/digits.ts";
import { landscapes } from "../src/demos/landscapes.ts";
import { entries, type PointState, toNumbers } from "../src/demos/observed.ts";
import { slopes } from "../src/demos/slopes.ts";
import { trajectories } from "../src/demos/trajectories.ts";
import { smallDigitTraining } from "../src/setups/digits.ts";
import { dropped } from "../src/setups/training.ts";

/** ξ of the last step, by coordinate. */
async function friction({ inner }: PointState) {
  const [{ friction }] = inner as unknown as [{ friction: [{ each: np.Array }] }];
  return toNumbers("friction", await entries(friction[0].each));
}

/** Those of the claim 'three-functions': β₁ = 0.95 for all, and Adam at half the learning rate as a control. */
const contenders: Contenders = {
  diffgrad: contender({
    label: "diffGrad",
    method: "diffgrad",
    hyperparameters: {
      learningRate: learningRate(0.1),
      beta1: decay("mean's decay β₁", 0.95),
      beta2: decay("square's decay β₂", 0.999),
    },
    optimizer: diffgrad,
    observe: friction,
  }),
  adam: contender({
    label: "Adam",
    method: "adam",
    hyperparameters: { learningRate: learningRate(0.1), beta1: decay("mean's decay β₁", 0.95) },
    optimizer: adam,
  }),
  half: contender({
    label: "Adam, half the rate",
    method: "adam",
    hyperparameters: { learningRate: learningRate(0.05), beta1: decay("mean's decay β₁", 0.95) },
    optimizer: adam,
  }),
};

/** All of ξ above ½ makes the trail's width: nothing left of it is Adam at half the rate, all of it is Adam. */
const widths = {
  diffgrad: (extra: Record<string, number>) => {
    const each = [extra["friction.0"], extra["friction.1"]].filter((value) => value !== undefined);
    return each.length === 0 ? undefined : (2 * each.reduce((sum, value) => sum + value, 0)) / each.length - 1;
  },
};

const range = { title: "ξ", low: 0.5, high: 1 };

const threeFunctions = trajectories({
  id: "three-functions",
  title: "Three functions with a trap",
  says:
    "The paper's own runs on functions of one variable, with its settings. Adam shoots past the minimum; diffGrad's friction " +
    "ξ, the width of its trail, shortens its steps where the gradient hardly changes. Adam at half the rate is the control: " +
    "it ends in the same minima. Move the start, or diffGrad's learning rate to 0.2.",
  contenders,
  functions: { F1: { ground: slopes.F1 }, F2: { ground: slopes.F2 }, F3: { ground: slopes.F3 } },
  steps: 299,
  follows: "position",
  mechanism: {
    title: "Friction",
    description: "diffGrad's friction ξ against the step, between a half and one.",
    y: range,
    lines: [{ name: "diffGrad, ξ", of: "diffgrad", reads: "friction.0" }],
  },
  widths,
});

const { beale, booth, himmelblau, rosenbrock, branin } = landscapes;

const paths = trajectories({
  says:
    "diffGrad is Adam with brakes: where gradients change by much less than 1 the friction ξ is a half, and it moves as Adam at " +
    "half the rate does; where they change by more, ξ is near 1 and it is Adam. The width of its trail is what the friction " +
    "leaves. Click to start elsewhere.",
  contenders: {
    ...contenders,
    sgd: contender({
      label: "SGD",
      method: "sgd",
      isIn: false,
      hyperparameters: { learningRate: learningRate(1e-3), momentum: decay("momentum", 0.9) },
      optimizer: sgd,
    }),
  },
  functions: {
    himmelblau: { ground: himmelblau },
    "six-hump-camel": { ground: landscapes["six-hump-camel"] },
    "styblinski-tang": { ground: landscapes["styblinski-tang"] },
    beale: { ground: beale, sets: { steps: 400 } },
    rosenbrock: { ground: rosenbrock, sets: { steps: 600 } },
    branin: { ground: branin, sets: { steps: 400 } },
    "goldstein-price": {
      ground: landscapes["goldstein-price"],
      sets: { ...settings({ sgd: { learningRate: 1e-5 } }) },
    },
    booth: { ground: booth, sets: { steps: 400 } },
    "quadratic-valley": { ground: landscapes["quadratic-valley"] },
    "quadratic-scaled": { ground: landscapes["quadratic-scaled"] },
    "absolute-valley": { ground: landscapes["absolute-valley"] },
    mccormick: { ground: landscapes.mccormick },
  },
  steps: 250,
  mechanism: {
    title: "Friction",
    description: "diffGrad's friction ξ against the step in each coordinate, between a half and one.",
    y: range,
    lines: [
      { name: "ξ, x", of: "diffgrad", reads: "friction.0" },
      { name: "ξ, y", of: "diffgrad", reads: "friction.1" },
    ],
  },
  widths,
});

const { steps } = smallDigitTraining;
const schedule = (learningRate: number) => dropped(learningRate, { after: 0.8, steps });

const digits = digitTraining({
  says:
    "Gradients of this network change by far less than 1, so the friction stays near a half and diffGrad learns as Adam does at " +
    "half the rate: at 1e-3 it is the slower one, at 0.02 and above the steadier one. All rates fall to a tenth for the last " +
    "fifth of the steps.",
  contenders: {
    diffgrad: contender({
      label: "diffGrad",
      method: "diffgrad",
      hyperparameters: { learningRate: learningRate(1e-3) },
      optimizer: ({ learningRate }) => diffgrad({ learningRate: schedule(learningRate) }),
    }),
    adam: contender({
      label: "Adam",
      method: "adam",
      hyperparameters: { learningRate: learningRate(1e-3) },
      optimizer: ({ learningRate }) => adam({ learningRate: schedule(learningRate) }),
    }),
    sgd: contender({
      label: "SGD",
      method: "sgd",
      hyperparameters: { learningRate: learningRate(1e-3), momentum: decay("momentum", 0.9, 0.999) },
      optimizer: ({ learningRate, momentum }) => sgd({ learningRate: schedule(learningRate), momentum }),
    }),
  },
  mechanism: {
    title: "Mean friction",
    description: "The mean of diffGrad's friction ξ over all weights against the step.",
    y: range,
    lines: [{ name: "diffGrad, mean ξ", of: "diffgrad", reads: "friction" }],
  },
});

export const demos: Demo[] = [threeFunctions, paths, digits];
