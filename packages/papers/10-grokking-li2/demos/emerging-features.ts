import {
  adam,
  disposeState,
  featureGradient,
  featurePower,
  featurePurity,
  groupArithmetic,
  type IrreduciblePart,
  irreducibleParts,
  type linearAlgebra,
  matrixNorm,
  muon,
  type Optimizer,
  type PairNetwork,
} from "gradus";
import { type ControlValues, type Demo, defineDemo, type Field, type Frame, type Scene } from "../../src/demo.ts";
import { number } from "./numbers.ts";

const frames = 120;
const nodes = 96;
/** The other line's colour: grey. */
const trainColour = "sgd";

/** Below this the slider means none. */
const least = 1e-6;

function optimizerOf(values: ControlValues): Optimizer {
  const learningRate = number(values, "learningRate");
  const slider = number(values, "weightDecay");
  const weightDecay = slider <= least ? 0 : slider;
  if (values["optimizer"] === "adam") return adam({ learningRate, weightDecay });
  return muon({
    learningRate,
    momentum: 0.99,
    nesterov: false,
    weightDecay,
    coefficients: "reference",
    scale: "none",
    parts: { W: "muon", V: "adamw" },
    adamLearningRate: learningRate,
    adamDecay: "coupled",
    adamBeta2: 0.999,
    adamEpsilon: 1e-8,
  });
}

const problemOf = (values: ControlValues) =>
  groupArithmetic({
    group: values["group"] as string,
    hidden: nodes,
    trainFraction: number(values, "fraction"),
    activation: values["activation"] as "sqr" | "relu",
    topInit: values["isZero"] ? 0 : 1,
    seed: number(values, "seed"),
  });

/** Shares of power, a column a node, nodes in the order of their strongest part and the purest first. */
function heat(power: linearAlgebra.Matrix, parts: readonly IrreduciblePart[]): Field {
  const { strongest, purity } = featurePurity(power, parts);
  const order = [...purity.keys()].sort((i, j) => strongest[i]! - strongest[j]! || purity[j]! - purity[i]!);
  const { rows, columns, data } = power;
  const values = Float32Array.from(data, (_, k) => data[Math.floor(k / columns) * columns + order[k % columns]!]!);
  return { columns, rows, values, draw: "heat", title: "share of a node's power", low: 0, high: 1 };
}

function scene(values: ControlValues): Scene {
  const method = values["optimizer"] as string;
  const steps = number(values, "steps");
  const parts = irreducibleParts(problemOf(values).group);
  const epochs = { title: "epoch", low: 0, high: steps };
  return {
    steps,
    panels: [
      {
        id: "features",
        kind: "plane",
        title: "What hidden nodes stand for",
        description:
          "Each column is a hidden node, each row a Fourier frequency; as bright as the share of the node's weights in that " +
          "frequency. Nodes stand in the order of their strongest frequency.",
        x: { title: "hidden node", low: 0, high: nodes },
        y: { title: "frequency", low: -0.5, high: parts.length - 0.5 },
      },
      {
        id: "accuracy",
        kind: "curves",
        title: "Accuracy",
        description: "The shares of training pairs and of held-out pairs that are answered rightly, against epochs.",
        x: epochs,
        y: { title: "share of pairs", low: 0, high: 1 },
        lines: [
          { name: "training", method: trainColour },
          { name: "held out", method },
        ],
      },
      {
        id: "signal",
        kind: "curves",
        title: "What the hidden layer is told",
        description: "The length of the gradient at the features, against epochs, on a logarithmic scale.",
        x: epochs,
        y: { title: "‖G_F‖", isLog: true },
        lines: [{ name: "‖G_F‖", method }],
      },
    ],
  };
}

type Problem = ReturnType<typeof problemOf>;

async function frameOf(
  problem: Problem,
  parts: readonly IrreduciblePart[],
  params: PairNetwork,
  step: number,
): Promise<Frame> {
  const power = featurePower(await problem.hiddenWeights(params), parts);
  const { purity, distinct } = featurePurity(power, parts);
  const classes = { labels: problem.labels, classes: problem.order };
  const told = featureGradient(await problem.features(params), classes, await problem.topWeights(params));
  const { trainAccuracy = Number.NaN, testAccuracy = Number.NaN } = await problem.metrics(params);
  const meanPurity = purity.reduce((sum, p) => sum + p, 0) / purity.length;
  return {
    step,
    fields: { features: heat(power, parts) },
    points: {
      accuracy: [
        { line: "training", x: step, y: trainAccuracy },
        { line: "held out", x: step, y: testAccuracy },
      ],
      signal: [{ line: "‖G_F‖", x: step, y: matrixNorm(told) }],
    },
    figures: [
      { label: "training accuracy", value: trainAccuracy },
      { label: "held-out accuracy", value: testAccuracy },
      { label: "mean purity", value: meanPurity },
      { label: `frequencies found, of ${parts.length - 1}`, value: distinct },
    ],
    says:
      `Epoch ${step}. ${percent(trainAccuracy)} of the training pairs and ${percent(testAccuracy)} of the others are right; ` +
      `${distinct} of ${parts.length - 1} frequencies have a node of their own.`,
  };
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

async function* play(values: ControlValues, signal: AbortSignal): AsyncGenerator<Frame, void> {
  const problem = problemOf(values);
  const parts = irreducibleParts(problem.group);
  const iteration = optimizerOf(values)<PairNetwork>(problem);
  const steps = number(values, "steps");
  const every = Math.max(1, Math.ceil(steps / frames));
  let state = await iteration.init(number(values, "seed"));
  try {
    for (let step = 0; step <= steps; step++) {
      if (step > 0) state = await iteration.step(state);
      const { objective } = await iteration.measure(state);
      if (!Number.isFinite(objective)) return;
      if (step % every !== 0 && step !== steps) continue;
      yield await frameOf(problem, parts, state.params, step);
      if (signal.aborted) return;
    }
  } finally {
    disposeState(state);
    iteration.dispose?.();
  }
}

export const emergingFeatures: Demo = defineDemo({
  id: "emerging-features",
  title: "Features emerge after everything is memorised",
  says:
    "A network learns sums from some of all pairs. The training pairs are right after a few dozen epochs and the others are not; then " +
    "weights drift, node by node, to single Fourier frequencies, and the held-out pairs follow. Take weight decay away and it stops " +
    "half-way; take pairs away and it memorises for good.",
  controls: [
    {
      kind: "choice",
      name: "group",
      label: "sums modulo",
      value: "17",
      options: ["11", "13", "17", "19", "23"].map((value) => ({ value, label: value })),
    },
    {
      kind: "slider",
      name: "fraction",
      label: "share of pairs to train on",
      value: 0.7,
      low: 0.2,
      high: 0.9,
      scale: "linear",
    },
    {
      kind: "slider",
      name: "weightDecay",
      label: "weight decay (1e-6: none)",
      value: 5e-4,
      low: least,
      high: 5e-3,
      scale: "log",
    },
    {
      kind: "choice",
      name: "optimizer",
      label: "optimizer of the hidden layer",
      value: "adam",
      options: [
        { value: "adam", label: "Adam", method: "adam", sets: { learningRate: 0.005 } },
        { value: "muon", label: "Muon", method: "muon", sets: { learningRate: 0.02 } },
      ],
    },
    {
      kind: "slider",
      name: "learningRate",
      label: "learning rate",
      value: 0.005,
      low: 0.001,
      high: 0.05,
      scale: "log",
    },
    {
      kind: "choice",
      name: "activation",
      label: "activation",
      value: "sqr",
      options: [
        { value: "sqr", label: "x²" },
        { value: "relu", label: "ReLU" },
      ],
    },
    { kind: "switch", name: "isZero", label: "top layer starts at 0", value: false },
    { kind: "slider", name: "steps", label: "epochs", value: 400, low: 50, high: 1500, scale: "log", isWhole: true },
    { kind: "seed", name: "seed", label: "seed", value: 0 },
  ],
  scene,
  play,
});
