import type { numpy as np } from "@jax-js/jax";
import { disposeState, gd, gradientRegularizedNewton, type Iteration, type TrialState } from "gradus";
import {
  type Control,
  type ControlValues,
  type Demo,
  type DemoFigure,
  defineDemo,
  type Frame,
  type Mark,
  type Pair,
} from "../../src/demo.ts";
import { fieldOf, grounds, type PlaneGround, placeOf } from "./grounds.ts";

const method = "gradient-regularized-newton";
type PlaneState = TrialState<np.Array, { [name: string]: number }>;
type Contender = { key: string; label: string; method: string; hessian?: "exact" | "approximate" | "none" };

const contenders: Contender[] = [
  { key: "approximate", label: "approximate Hessian", method, hessian: "approximate" },
  { key: "exact", label: "exact Hessian", method: "newton", hessian: "exact" },
  { key: "none", label: "no Hessian", method: "sgd", hessian: "none" },
  { key: "gd", label: "gradient descent, backtracking", method: "gd" },
];

const groundOf = (values: ControlValues): PlaneGround => grounds[values["ground"] as string]!;
const takingPart = (values: ControlValues): Contender[] =>
  contenders.filter(({ key }) => (values["methods"] as string[]).includes(key));

const first = Object.keys(grounds)[0]!;
const controls: Control[] = [
  {
    kind: "choice",
    name: "ground",
    label: "Function",
    options: Object.entries(grounds).map(([value, { label, start }]) => ({ value, label, sets: { start } })),
    value: first,
  },
  { kind: "point", name: "start", label: "Start", panel: "plane", value: grounds[first]!.start },
  { kind: "slider", name: "steps", label: "Steps", low: 10, high: 400, scale: "log", isWhole: true, value: 60 },
  {
    kind: "several",
    name: "methods",
    label: "Hessians",
    options: contenders.map(({ key, label, method }) => ({ value: key, label, method })),
    value: ["approximate", "exact", "gd"],
  },
  { kind: "slider", name: "radius", label: "first radius γ₀", low: 1e-4, high: 1e3, scale: "log", value: 1 },
  { kind: "switch", name: "adaptive", label: "search γ", value: true },
];

/** Newton's method with several Hessians on a function of the plane: paths, the radius γ in which each trusts its model. */
export const radius: Demo = defineDemo({
  id: "radius",
  title: "How far a model is trusted",
  says:
    "The circle is the radius γ in which the next step will stay. It doubles after each step and halves where the function did " +
    "not fall as foretold: where the model is good, near a minimum, it grows without bound. Leave the search out and " +
    "choose γ₀ yourself: too small is slow, too large is thrown about. The approximate Hessian needs no second derivatives of the " +
    "equations and does nearly as well as the exact one.",
  controls,

  async scene(values) {
    const ground = groundOf(values);
    const taking = takingPart(values);
    const names = taking.map(({ label }) => label).join(", ");
    const lines = (of: Contender[]) => of.map(({ label, method }) => ({ name: label, method }));
    return {
      steps: values["steps"] as number,
      panels: [
        {
          id: "plane",
          kind: "plane",
          title: `${ground.label} (approximate Hessian: ${ground.approximateLabel})`,
          description: `${ground.label}, with the paths of ${names} and the radius of each.`,
          x: { title: "x₁", low: ground.x[0], high: ground.x[1] },
          y: { title: "x₂", low: ground.y[0], high: ground.y[1] },
          isEqualAspect: true,
          field: await fieldOf(ground),
          marks: [{ name: "minimum", kind: "points", shape: "star", at: [ground.minimum.at], label: "minimum" }],
        },
        {
          id: "height",
          kind: "curves",
          title: "Height above the minimum",
          description: `Height above the minimum against the iteration, for ${names}.`,
          x: { title: "iteration" },
          y: { title: "f − f*", isLog: true },
          lines: lines(taking),
        },
        {
          id: "gamma",
          kind: "curves",
          title: "Radius γ",
          description: "The radius after each iteration, for those that search it.",
          x: { title: "iteration" },
          y: { title: "γ", isLog: true },
          lines: lines(taking.filter(({ hessian }) => hessian !== undefined)),
        },
      ],
    };
  },

  async *play(values, signal) {
    const ground = groundOf(values);
    const problem = ground.problem(values["start"] as Pair);
    const runners: Runner[] = [];
    try {
      for (const contender of takingPart(values)) {
        const iteration = iterationOf(contender, ground, values, problem);
        runners.push({ contender, iteration, state: await iteration.init(0), ended: "" });
      }
      for (let step = 0; step <= (values["steps"] as number); step++) {
        for (const runner of runners) {
          if (step === 0 || runner.ended !== "") continue;
          runner.state = await runner.iteration.step(runner.state);
          runner.ended = endOf(runner);
        }
        yield await frameOf(step, runners, ground);
        if (signal.aborted || runners.every(({ ended }) => ended !== "")) return;
      }
    } finally {
      for (const { iteration, state } of runners) {
        disposeState(state);
        iteration.dispose?.();
      }
    }
  },
});

type Runner = {
  contender: Contender;
  iteration: Iteration<PlaneState, np.Array>;
  state: PlaneState;
  /** Why it moves no more, or "". */
  ended: string;
};

function iterationOf(
  { hessian }: Contender,
  ground: PlaneGround,
  values: ControlValues,
  problem: ReturnType<PlaneGround["problem"]>,
): Iteration<PlaneState, np.Array> {
  if (hessian === undefined) return gd({ gradientTolerance: 1e-12 })<np.Array>(problem) as never;
  const { radius, adaptive } = values as { radius: number; adaptive: boolean };
  const choice = hessian === "approximate" ? ground.approximate : hessian;
  const own = gradientRegularizedNewton({ hessian: choice, radius, adaptive, gradientTolerance: 1e-12 });
  return own<np.Array>(problem) as never;
}

function endOf({ iteration, state }: Runner): string {
  if (!Number.isFinite(state.value)) return "diverged";
  return iteration.finished?.(state) === undefined ? "" : "arrived";
}

async function frameOf(step: number, runners: Runner[], { minimum, x }: PlaneGround): Promise<Frame> {
  const marks: Mark[] = [];
  const height: NonNullable<Frame["points"]>[string] = [];
  const gamma: NonNullable<Frame["points"]>[string] = [];
  const figures: DemoFigure[] = [];
  const told: string[] = [];
  for (const { contender, state, ended } of runners) {
    const { label, method } = contender;
    const above = state.value - minimum.value;
    figures.push(
      { of: label, method, label: "f − f*", value: above },
      { of: label, method, label: "gradients", value: state.calls.gradient },
      { of: label, method, label: "iterations", value: state.step },
    );
    told.push(`${label} ${short(above)} above the minimum`);
    // Who has ended is not drawn again.
    if (state.step < step) continue;
    const at = await placeOf(state.params);
    if (at.every(Number.isFinite)) {
      marks.push({ name: label, method, kind: "trail", at, ...(ended && { ended }) });
      const radius = state.memory["gamma"];
      if (radius !== undefined && radius < 10 * (x[1] - x[0])) {
        marks.push({
          name: `${label}, γ`,
          method,
          kind: "line",
          at: circle(at, radius),
          isClosed: true,
          isDashed: true,
        });
      }
    }
    const isLost = ended === "diverged";
    height.push({ line: label, x: step, y: above, ...(isLost && { ended }) });
    if (state.memory["gamma"] !== undefined) gamma.push({ line: label, x: step, y: state.memory["gamma"] });
  }
  return {
    step,
    marks: { plane: marks },
    points: { height, gamma },
    figures,
    says: `Step ${step}: ${told.join("; ")}.`,
  };
}

const circle = ([x, y]: Pair, radius: number): Pair[] =>
  Array.from({ length: 64 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 64;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });

const short = (value: number) => String(Number(value.toPrecision(3))).replaceAll("-", "−");
