import { adamw, amAdamw, amSgd, emaSgd, schedules, sgd } from "gradus";
import type { Demo } from "../src/demo.ts";
import { type Contenders, contender, decay, learningRate, settings } from "../src/demos/contender.ts";
import { digitTraining } from "../src/demos/digits.ts";
import { landscapes } from "../src/demos/landscapes.ts";
import { trajectories } from "../src/demos/trajectories.ts";
import { smallDigitTraining } from "../src/setups/digits.ts";

const rate = (value: number) => learningRate(value, { high: 20, symbol: "η" });
const memory = { label: "memory λ", low: 1e-3, high: 10, scale: "log", value: 0.1 } as const;

/** Those of the claims 'convex' and 'tuned-adamw', in the form in which momentum averages. */
const contenders: Contenders = {
  "am-mgd": contender({
    label: "AM-MGD",
    method: "am-msgd",
    hyperparameters: { learningRate: rate(0.5), lambda: memory, betaMax: decay("largest momentum β_max", 0.99) },
    optimizer: amSgd,
  }),
  fixed: contender({
    label: "fixed momentum",
    method: "ema-sgd",
    hyperparameters: { learningRate: rate(0.5), momentum: decay("momentum β", 0.9) },
    optimizer: emaSgd,
  }),
  descent: contender({
    label: "gradient descent",
    method: "sgd",
    hyperparameters: { learningRate: rate(0.25) },
    optimizer: sgd,
  }),
  "am-adamw": contender({
    label: "AM-AdamW",
    method: "am-adamw",
    isIn: false,
    hyperparameters: { learningRate: rate(0.3), lambda: memory, betaMax: decay("largest momentum β_max", 0.99) },
    optimizer: amAdamw,
  }),
  adamw: contender({
    label: "AdamW",
    method: "adamw",
    isIn: false,
    hyperparameters: { learningRate: rate(0.3), beta1: decay("momentum β₁", 0.9) },
    optimizer: ({ learningRate, beta1 }) => adamw({ learningRate, beta1, weightDecay: 0 }),
  }),
};

/** Learning rates in units of 1/L: for AM-MGD and fixed momentum, and what gradient descent can take. */
const rates = (learningRate: number, descent: number) =>
  settings({ "am-mgd": { learningRate }, fixed: { learningRate }, descent: { learningRate: descent } });

const paths = trajectories({
  says:
    "Momentum whose coefficient β is found anew at each step: large while the memory points along the valley, down to 0 once " +
    "it has overshot. β is the width of the trail and the lower curve. The step is 2/L, the most that gradient descent can " +
    "take; with fixed momentum it swings past the minimum and back. Move the fixed momentum to see what tuning is worth.",
  contenders,
  functions: {
    "quadratic-valley": { ground: landscapes["quadratic-valley"] },
    matyas: { ground: landscapes.matyas, sets: rates(2, 1) },
    "quadratic-scaled": { ground: landscapes["quadratic-scaled"], sets: rates(2, 1) },
    booth: { ground: landscapes.booth, sets: rates(0.2, 0.05) },
    rosenbrock: { ground: landscapes.rosenbrock, sets: { ...rates(2e-3, 1e-3), steps: 600 } },
    beale: { ground: landscapes.beale, sets: { ...rates(0.01, 0.005), steps: 400 } },
    himmelblau: { ground: landscapes.himmelblau, sets: rates(0.02, 0.01) },
    mccormick: { ground: landscapes.mccormick, sets: rates(0.2, 0.1) },
    branin: { ground: landscapes.branin, sets: rates(0.1, 0.03) },
    "absolute-valley": { ground: landscapes["absolute-valley"], sets: rates(0.1, 0.1) },
  },
  steps: 120,
  mechanism: {
    title: "Momentum at each step",
    description: "The momentum coefficient that the method chose, against the step.",
    y: { title: "β", low: 0, high: 1 },
    lines: [
      { name: "AM-MGD, β", of: "am-mgd", reads: "beta" },
      { name: "AM-AdamW, β", of: "am-adamw", reads: "beta" },
    ],
  },
  widths: { "am-mgd": ({ beta }) => beta, "am-adamw": ({ beta }) => beta },
});

const { steps } = smallDigitTraining;
/** As in the claim 'image-classification': half a cosine wave down, and weight decay. */
const regularized = (learningRate: number) => ({
  learningRate: schedules.cosine({ from: learningRate, to: 0, steps }),
  weightDecay: 5e-4,
});

const digits = digitTraining({
  says:
    "At learning rate 1, the claim's, all three are unsettled at first: β falls where the loss jumps, and AM-MSGD comes out of " +
    "it soonest. At 0.2 all learn better, the momentum is at its bound most of the time, and gradient descent without any is " +
    "as good. Rates fall along half a cosine wave; weight decay is 5e-4.",
  contenders: {
    "am-msgd": contender({
      label: "AM-MSGD",
      method: "am-msgd",
      hyperparameters: { learningRate: rate(1), lambda: memory, betaMax: decay("largest momentum β_max", 0.9) },
      optimizer: ({ learningRate, ...others }) => amSgd({ ...regularized(learningRate), ...others }),
    }),
    fixed: contender({
      label: "fixed momentum",
      method: "ema-sgd",
      hyperparameters: { learningRate: rate(1), momentum: decay("momentum β", 0.9) },
      optimizer: ({ learningRate, momentum }) => emaSgd({ ...regularized(learningRate), momentum }),
    }),
    descent: contender({
      label: "gradient descent",
      method: "sgd",
      hyperparameters: { learningRate: rate(1) },
      optimizer: ({ learningRate }) => sgd(regularized(learningRate)),
    }),
  },
  mechanism: {
    title: "Momentum at each step",
    description: "The momentum coefficient that AM-MSGD chose against the step.",
    y: { title: "β", low: 0, high: 1 },
    lines: [{ name: "AM-MSGD, β", of: "am-msgd", reads: "beta" }],
  },
});

export const demos: Demo[] = [paths, digits];
