import type { numpy as np } from "@jax-js/jax";
import { adabelief, adam, sgd } from "gradus";
import type { Demo } from "../src/demo.ts";
import { type Contenders, contender, decay, learningRate, settings } from "../src/demos/contender.ts";
import { digitTraining } from "../src/demos/digits.ts";
import { landscapes } from "../src/demos/landscapes.ts";
import { entries, type PointState, toNumbers } from "../src/demos/observed.ts";
import { trajectories } from "../src/demos/trajectories.ts";
import { smallDigitTraining } from "../src/setups/digits.ts";
import { dropped } from "../src/setups/training.ts";

/** α/(√ŝ + ε) by coordinate: the step for a unit of mean gradient. `moment` names s or v in the state. */
async function rates({ step, inner }: PointState, moment: "s" | "v", at: Record<string, number>) {
  const { learningRate = 0, beta2 = 0.999, epsilon = 1e-8 } = at;
  const [{ [moment]: square }] = inner as unknown as [Record<string, np.Array>];
  const correction = 1 - beta2 ** step;
  const rates = (await entries(square!)).map((value) => learningRate / (Math.sqrt(value / correction) + epsilon));
  return toNumbers("rate", rates);
}

/** Those of the claim 'toy-functions'. */
const contenders: Contenders = {
  adabelief: contender({
    label: "AdaBelief",
    method: "adabelief",
    hyperparameters: {
      learningRate: learningRate(1e-2),
      beta1: decay("mean's decay β₁", 0.9),
      beta2: decay("variance's decay β₂", 0.999),
      epsilon: { label: "ε", low: 1e-16, high: 1e-2, scale: "log", value: 1e-8 },
    },
    optimizer: adabelief,
    observe: (state, at) => rates(state, "s", at),
  }),
  adam: contender({
    label: "Adam",
    method: "adam",
    hyperparameters: { learningRate: learningRate(1e-2) },
    optimizer: adam,
    observe: (state, at) => rates(state, "v", at),
  }),
  sgd: contender({
    label: "SGD",
    method: "sgd",
    hyperparameters: { learningRate: learningRate(1e-2), momentum: decay("momentum", 0.9) },
    optimizer: sgd,
  }),
};

const { rosenbrock, beale, himmelblau, branin, booth, matyas, mccormick } = landscapes;
const gentler = settings({ sgd: { learningRate: 1e-3 } });

const paths = trajectories({
  says:
    "Three optimizers from one start. Along the floor of a valley gradients are steady: AdaBelief takes that for belief " +
    "and lengthens its steps, where Adam's hardly grow. Click to start elsewhere. With ε at 0.01 there is a floor under s " +
    "that takes the long steps away, and AdaBelief is as slow as Adam. SGD with momentum is faster than both on the " +
    "quadratics; where the function is steep it is the first to diverge.",
  contenders,
  functions: {
    "quadratic-valley": { ground: landscapes["quadratic-valley"] },
    "quadratic-scaled": { ground: landscapes["quadratic-scaled"], sets: { steps: 450 } },
    "absolute-sum": { ground: landscapes["absolute-sum"], sets: { steps: 320 } },
    "absolute-valley": { ground: landscapes["absolute-valley"], sets: { steps: 1200 } },
    "absolute-scaled": { ground: landscapes["absolute-scaled"], sets: { steps: 320 } },
    rosenbrock: { ground: rosenbrock, sets: { ...gentler, steps: 4000 } },
    beale: { ground: beale, sets: { ...gentler, steps: 1500 } },
    himmelblau: { ground: himmelblau, sets: { ...gentler, steps: 500 } },
    "styblinski-tang": { ground: landscapes["styblinski-tang"], sets: { ...gentler, steps: 400 } },
    branin: { ground: branin, sets: { ...gentler, steps: 1500 } },
    mccormick: { ground: mccormick, sets: { steps: 500 } },
    "six-hump-camel": { ground: landscapes["six-hump-camel"], sets: { steps: 300 } },
    "goldstein-price": {
      ground: landscapes["goldstein-price"],
      sets: { ...settings({ sgd: { learningRate: 1e-5 } }), steps: 300 },
    },
    booth: { ground: booth, sets: { steps: 1500 } },
    matyas: { ground: matyas, sets: { steps: 1200 } },
  },
  steps: 700,
  mechanism: {
    title: "Step for a unit of mean gradient",
    description:
      "α over the root of the second moment, in each coordinate: of the variance about the mean for AdaBelief, of the " +
      "square for Adam.",
    y: { title: "α/√ŝ, α/√v̂", isLog: true },
    lines: [
      { name: "AdaBelief, x", of: "adabelief", reads: "rate.0" },
      { name: "AdaBelief, y", of: "adabelief", reads: "rate.1" },
      { name: "Adam, x", of: "adam", reads: "rate.0" },
      { name: "Adam, y", of: "adam", reads: "rate.1" },
    ],
  },
});

const { steps } = smallDigitTraining;

const digits = digitTraining({
  says:
    "At the same learning rate AdaBelief's loss falls somewhat faster than Adam's, and both fall behind SGD; Adam at 3e-3 " +
    "makes up most of it. All rates fall to a tenth for the last quarter, as in the claim on image classification.",
  contenders: {
    adabelief: contender({
      label: "AdaBelief",
      method: "adabelief",
      hyperparameters: {
        learningRate: learningRate(1e-3),
        epsilon: { label: "ε", low: 1e-16, high: 1e-2, scale: "log", value: 1e-8 },
      },
      optimizer: ({ learningRate, epsilon }) =>
        adabelief({ learningRate: dropped(learningRate, { after: 0.75, steps }), epsilon }),
    }),
    adam: contender({
      label: "Adam",
      method: "adam",
      hyperparameters: { learningRate: learningRate(1e-3) },
      optimizer: ({ learningRate }) => adam({ learningRate: dropped(learningRate, { after: 0.75, steps }) }),
    }),
    sgd: contender({
      label: "SGD",
      method: "sgd",
      hyperparameters: { learningRate: learningRate(0.03), momentum: decay("momentum", 0.9, 0.999) },
      optimizer: ({ learningRate, momentum }) =>
        sgd({ learningRate: dropped(learningRate, { after: 0.75, steps }), momentum }),
    }),
  },
});

export const demos: Demo[] = [paths, digits];
