import { dal, type HasInitial, type HasLoss, type Network, run, sgd, tanhTeacher } from "gradus";
import {
  type Control,
  type ControlValues,
  type Demo,
  type DemoFigure,
  defineDemo,
  type Frame,
} from "../../src/demo.ts";
import { type Observation, together } from "../../src/demos/together.ts";

const number = (values: ControlValues, name: string) => values[name] as number;

const controls: Control[] = [
  {
    kind: "slider",
    name: "power",
    label: "DAL's power p",
    method: "dal",
    low: 0.4,
    high: 2,
    scale: "linear",
    value: 1,
  },
  { kind: "slider", name: "cap", label: "longest step", method: "dal", low: 0.1, high: 20, scale: "log", value: 5 },
  {
    kind: "slider",
    name: "momentum",
    label: "momentum β",
    method: "dal",
    low: 0,
    high: 0.95,
    scale: "linear",
    value: 0,
  },
  {
    kind: "choice",
    name: "hessianVector",
    label: "H g",
    method: "dal",
    options: [
      { value: "exact", label: "by a product with the Hessian" },
      { value: "finiteDifference", label: "by a gradient near by" },
    ],
    value: "exact",
  },
  {
    kind: "slider",
    name: "rate",
    label: "the fixed rate beside it",
    method: "sgd",
    low: 0.01,
    high: 3,
    scale: "log",
    value: 0.3,
  },
  { kind: "slider", name: "steps", label: "Steps", low: 20, high: 600, scale: "log", isWhole: true, value: 200 },
  { kind: "seed", name: "seed", label: "Teacher, samples and start", value: 0 },
];

/** The two that run, by the names of their lines. */
const lines = [
  { name: "DAL", method: "dal" },
  { name: "fixed rate", method: "sgd" },
];

/** DAL on a small regression: loss, step size, and how often the loss rises, against gradient descent at a rate of one's own. */
export const driftAdjusted: Demo = defineDemo({
  id: "drift-adjusted",
  title: "A step as long as its drift",
  says:
    "A perceptron learns a smooth teacher. DAL's step follows the curvature along the gradient; with p = 1 it sits at the edge of " +
    "stability, and the loss rises every other step. Raise p and the loss falls steadily; lower it and the run flies apart. Then " +
    "look for a fixed rate that does as well: 0.3 to 1, depending on the seed.",
  controls,

  scene(values) {
    return {
      steps: number(values, "steps"),
      panels: [
        {
          id: "loss",
          kind: "curves",
          title: "Loss",
          description: "The loss of DAL and of gradient descent at a fixed rate against the step.",
          x: { title: "step" },
          y: { title: "½ mean square", isLog: true },
          lines,
        },
        {
          id: "rate",
          kind: "curves",
          title: "Step size",
          description: "The step size h of each against the step.",
          x: { title: "step" },
          y: { title: "h", isLog: true },
          lines,
        },
        {
          id: "curvature",
          kind: "curves",
          title: "Curvature along the gradient",
          description: "s, the length of what the Hessian makes of the unit gradient, at DAL's steps.",
          x: { title: "step" },
          y: { title: "s = ‖H g‖/‖g‖", isLog: true },
          lines: lines.slice(0, 1),
        },
      ],
    };
  },

  async *play(values, signal) {
    const problem: HasInitial<Network> & HasLoss<Network> = withoutMetrics(number(values, "seed"));
    const options = { steps: number(values, "steps"), seed: number(values, "seed") };
    const rate = number(values, "rate");
    const runs = {
      DAL: run(
        problem,
        dal({
          power: number(values, "power"),
          maxLearningRate: number(values, "cap"),
          momentum: number(values, "momentum"),
          hessianVector: values["hessianVector"] as "exact" | "finiteDifference",
        }),
        options,
      ),
      "fixed rate": run(problem, sgd({ learningRate: rate }), options),
    };
    const told: Record<string, { loss: number; rises: number }> = {};
    for await (const { runs: seen } of together(runs, signal)) {
      const step = Math.max(...Object.values(seen).map(({ row }) => row.step));
      for (const [name, { row }] of Object.entries(seen)) {
        const before = told[name];
        const isRise = before !== undefined && !(row.objective <= before.loss);
        told[name] = { loss: row.objective, rises: (before?.rises ?? 0) + Number(isRise) };
      }
      yield frameOf(step, seen, told, rate);
    }
  },
});

/** The problem without its metrics, which nothing here shows. */
function withoutMetrics(seed: number): HasInitial<Network> & HasLoss<Network> {
  const { initial, loss } = tanhTeacher({ seed });
  return { initial, loss };
}

function frameOf(
  step: number,
  seen: Record<string, Observation>,
  told: Record<string, { loss: number; rises: number }>,
  rate: number,
): Frame {
  const shown = lines.filter(({ name }) => seen[name]);
  const bad = (name: string) => {
    const ended = seen[name]?.ended;
    return ended?.status === "diverged" ? { ended: "diverged" } : {};
  };
  const read = (name: string, key: string) => seen[name]?.row.extra[key] ?? Number.NaN;
  const rateOf = (name: string) => (name === "DAL" ? read(name, "learningRate") : rate);
  const figures: DemoFigure[] = lines.flatMap(({ name, method }) => [
    { of: name, label: "loss", value: told[name]?.loss ?? Number.NaN, method },
    { of: name, label: "steps that raised it", value: (told[name]?.rises ?? 0) / Math.max(step, 1), method },
  ]);
  return {
    step,
    points: {
      loss: shown.map(({ name }) => ({ line: name, x: step, y: seen[name]!.row.objective, ...bad(name) })),
      rate: step === 0 ? [] : shown.map(({ name }) => ({ line: name, x: step, y: rateOf(name), ...bad(name) })),
      curvature:
        step === 0 || !seen["DAL"] ? [] : [{ line: "DAL", x: step, y: read("DAL", "curvature"), ...bad("DAL") }],
    },
    figures,
    says:
      `Step ${step}: ` +
      lines.map(({ name }) => `${name} is at a loss of ${(told[name]?.loss ?? Number.NaN).toPrecision(3)}`).join(", ") +
      ".",
  };
}
