import type { numpy as np } from "@jax-js/jax";
import { disposeState, type Iteration, type Method, type SsoState, sgd, sso } from "gradus";
import { type ControlValues, type Demo, defineDemo, type Frame, type Mark, type Pair } from "../../src/demo.ts";
import { type CurvedOutputs, curvedOutputs, lossAt, outputsAt, slopeAt, wanted } from "./curved-outputs.ts";

const number = (values: ControlValues, name: string) => values[name] as number;

const span: { x: Pair; y: Pair } = { x: [-2.6, 2.6], y: [-2.2, 2.2] };
const [columns, rows] = [105, 89];
const between = ([low, high]: Pair, i: number, count: number) => low + ((high - low) * i) / (count - 1);

/** The loss over the plane of outputs. */
function field() {
  const values = new Float64Array(columns * rows);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      values[j * columns + i] = lossAt([between(span.x, i, columns), between(span.y, j, rows)]);
    }
  }
  return { columns, rows, values, draw: "contours" as const, isLog: true };
}

const curve: Pair[] = Array.from({ length: 241 }, (_, i) => outputsAt(between(span.x, i, 241)));

type Runner = {
  label: string;
  name: string;
  iteration: Iteration<unknown, np.Array>;
  state: unknown;
  theta: number;
  ended: string;
};

type Inner = "gradient" | "armijo" | "lbfgs";

/** What goes down the surrogate: gradient descent at the rate of the other, so that m = 1 is the same step. */
function innerOf(values: ControlValues) {
  const name = values["inner"] as Inner;
  return name === "gradient" ? sgd({ learningRate: number(values, "rate") }) : name;
}

/** Surrogates, and gradient descent in the parameter. */
function contenders(values: ControlValues): [label: string, name: string, Method<CurvedOutputs, unknown, np.Array>][] {
  const surrogates = sso({
    targetRate: number(values, "eta"),
    innerSteps: number(values, "m"),
    inner: innerOf(values),
    gradientTolerance: 1e-10,
  });
  return [
    ["Surrogates", "sso", surrogates as Method<CurvedOutputs, unknown, np.Array>],
    [
      "Gradient descent",
      "sgd",
      sgd({ learningRate: number(values, "rate") }) as Method<CurvedOutputs, unknown, np.Array>,
    ],
  ];
}

/**
 * A model of one parameter has two outputs: the plane of outputs, the curve of those that it can make, and the step that
 * one gradient asks for, which inner steps then follow along the curve.
 */
export const outputSpace: Demo = defineDemo({
  id: "output-space",
  title: "One gradient, many steps",
  says:
    "The model has one parameter and two outputs: it can only be on the dashed curve. The gradient at its outputs asks for the " +
    "star; inner steps bring the model as near to the star as the curve allows, with no other gradient. With m = 1 both methods " +
    "take the same steps. Up to η = 1/3 the loss cannot rise; with a larger η the model reaches further, and may go too far.",
  controls: [
    {
      kind: "slider",
      name: "eta",
      label: "rate η in output space",
      method: "sso",
      group: "Surrogates",
      low: 0.03,
      high: 1.5,
      scale: "log",
      value: 0.33,
    },
    {
      kind: "slider",
      name: "m",
      label: "inner steps m",
      method: "sso",
      group: "Surrogates",
      low: 1,
      high: 100,
      scale: "log",
      isWhole: true,
      value: 20,
    },
    {
      kind: "choice",
      name: "inner",
      label: "inner method",
      method: "sso",
      group: "Surrogates",
      options: [
        { value: "gradient", label: "gradient descent at α" },
        { value: "armijo", label: "gradient descent with Armijo's rule" },
        { value: "lbfgs", label: "L-BFGS" },
      ],
      value: "gradient",
    },
    {
      kind: "slider",
      name: "rate",
      label: "learning rate α",
      method: "sgd",
      group: "Gradient descent",
      low: 1e-3,
      high: 0.3,
      scale: "log",
      value: 0.02,
    },
    {
      kind: "slider",
      name: "start",
      label: "parameter at the start",
      low: -2.4,
      high: 2.4,
      scale: "linear",
      value: -1.9,
    },
    { kind: "slider", name: "steps", label: "Gradients", low: 5, high: 200, scale: "log", isWhole: true, value: 40 },
  ],

  scene: (values) => ({
    steps: number(values, "steps"),
    panels: [
      {
        id: "outputs",
        kind: "plane",
        title: "The plane of outputs",
        description:
          "Level lines of the loss over two outputs, the curve of outputs that the model can make, and the paths on it.",
        x: { title: "first output", low: span.x[0], high: span.x[1] },
        y: { title: "second output", low: span.y[0], high: span.y[1] },
        field: field(),
        marks: [
          { name: "model", kind: "line", at: curve, isDashed: true },
          { name: "wanted", kind: "points", at: [wanted], shape: "cross", label: "wanted" },
        ],
      },
      {
        id: "loss",
        kind: "curves",
        title: "Loss",
        description: "The loss against the number of gradients, for surrogates and gradient descent.",
        x: { title: "gradients" },
        y: { title: "loss", isLog: true },
        lines: contenders(values).map(([name, method]) => ({ name, method })),
      },
    ],
  }),

  async *play(values, signal) {
    const problem = curvedOutputs(number(values, "start"));
    const eta = number(values, "eta");
    const runners: Runner[] = [];
    try {
      for (const [label, name, method] of contenders(values)) {
        const iteration = method(problem);
        runners.push({ label, name, iteration, state: await iteration.init(0), theta: Number.NaN, ended: "" });
      }
      for (let step = 0; step <= number(values, "steps"); step++) {
        const frame: Required<Pick<Frame, "marks" | "points" | "figures">> & Frame = {
          step,
          marks: { outputs: [] },
          points: { loss: [] },
          figures: [],
        };
        for (const runner of runners) {
          if (runner.ended) continue;
          const before = outputsAt(runner.theta);
          if (step > 0) {
            const current = runner.state;
            runner.state = undefined;
            runner.state = await runner.iteration.step(current);
          }
          runner.theta = (await runner.iteration.answer(runner.state).data())[0]!;
          if (!Number.isFinite(runner.theta)) runner.ended = "diverged";
          show(runner, step > 0 ? before : undefined, eta, frame);
        }
        yield frame;
        if (signal.aborted || runners.every(({ ended }) => ended)) return;
      }
    } finally {
      for (const { iteration, state } of runners) {
        if (state !== undefined) disposeState(state);
        iteration.dispose?.();
      }
    }
  },
});

/** Adds what is to be seen of one runner to a frame. */
function show(
  { label, name, state, theta, ended }: Runner,
  before: Pair | undefined,
  eta: number,
  { step, marks, points, figures }: Required<Pick<Frame, "marks" | "points" | "figures">> & Frame,
) {
  const at = outputsAt(theta);
  const own: Mark[] = marks["outputs"]!;
  const badly = ended ? { ended } : {};
  const isShown = Number.isFinite(theta);
  if (isShown) own.push({ name: label, method: name, kind: "trail", at, ...badly });
  points["loss"]!.push({ line: label, x: step, y: isShown ? lossAt(at) : Number.NaN, ...badly });
  figures.push({ label: "loss", of: label, method: name, value: isShown ? lossAt(at) : Number.NaN });
  if (name !== "sso" || before === undefined) return;
  const slope = slopeAt(before);
  const star: Pair = [before[0] - eta * slope[0], before[1] - eta * slope[1]];
  own.push(
    { name: "asked for", method: name, kind: "arrows", from: [before], to: [star] },
    { name: "star", method: name, kind: "points", at: [star], shape: "star", label: "z − ηG" },
  );
  const { surrogate, targetEvaluations } = state as SsoState<np.Array>;
  figures.push(
    { label: "S, the foretold change", of: label, method: name, value: surrogate },
    { label: "change", of: label, method: name, value: lossAt(at) - lossAt(before) },
    { label: "evaluations of the model", of: label, method: name, value: targetEvaluations },
  );
}
