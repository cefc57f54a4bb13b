import type { numpy as np } from "@jax-js/jax";
import {
  attacksOnly,
  directSearch,
  hybridAttack,
  type Iteration,
  type Measurement,
  type Method,
  meshAdaptiveSearch,
  type PenalisedNetwork,
  randomLineSearch,
} from "gradus";
import {
  type ControlValues,
  type Demo,
  type DemoFigure,
  defineDemo,
  type Frame,
  type Mark,
  type Pair,
} from "../../src/demo.ts";
import { fieldOf, shown, surrogate } from "./surrogate.ts";

/** What every state of these methods tells. */
type State = { x: Float64Array; value: number; status: string };

type Contender = {
  name: string;
  label: string;
  method(values: ControlValues): Method<PenalisedNetwork, State, np.Array>;
};

const radii = (values: ControlValues) => ({ radius: values["radius"] as number });
const attackOf = (values: ControlValues) => ({ attack: values["attack"] as "FGSM" | "PGD" });

const contenders: Contender[] = [
  {
    name: "hybrid-attack",
    label: "hybrid",
    method: (values) =>
      hybridAttack({ ...radii(values), ...attackOf(values), poll: values["poll"] as "2n" | "n+1" }) as Method<
        PenalisedNetwork,
        State,
        np.Array
      >,
  },
  {
    name: "direct-search",
    label: "direct search",
    method: (values) => directSearch(radii(values)) as Method<PenalisedNetwork, State, np.Array>,
  },
  {
    name: "attacks-only",
    label: "attacks only",
    method: (values) => attacksOnly({ ...radii(values), ...attackOf(values) }),
  },
  { name: "mesh-adaptive-search", label: "mesh-adaptive", method: (values) => meshAdaptiveSearch(radii(values)) },
  { name: "random-line-search", label: "random lines", method: (values) => randomLineSearch(radii(values)) },
];

const takingPart = (values: ControlValues) =>
  contenders.filter(({ name }) => (values["methods"] as string[]).includes(name));

type Runner = Contender & {
  iteration: Iteration<State, np.Array>;
  state: State;
  ended: string | undefined;
  takeAsked(): Pair[];
};

export const stepsOnSurrogate: Demo = defineDemo({
  id: "steps-on-surrogate",
  title: "Polls and attacks on a network's landscape",
  says:
    "A random network rates the points of the plane; outside of the ring, or where the wrong path is the cheaper one, they " +
    "are penalised. Arrows show what was tried in the last step of the first method that takes part: an attack goes to a " +
    "corner of a square, a poll along a rotated basis. Move the start, or take PGD, and watch which part makes progress.",
  controls: [
    {
      kind: "several",
      name: "methods",
      label: "Methods",
      options: contenders.map(({ name, label }) => ({ value: name, label, method: name })),
      value: ["hybrid-attack", "direct-search", "attacks-only"],
    },
    { kind: "point", name: "start", label: "Start", panel: "plane", value: [-1.2, 2.2] },
    { kind: "slider", name: "radius", label: "first radius", low: 0.01, high: 5, scale: "log", value: 1 },
    {
      kind: "choice",
      name: "attack",
      label: "Attack",
      options: [
        { value: "FGSM", label: "FGSM: one step" },
        { value: "PGD", label: "PGD: ten steps" },
      ],
      value: "FGSM",
    },
    {
      kind: "choice",
      name: "poll",
      label: "Poll of the hybrid",
      options: [
        { value: "n+1", label: "n + 1 directions" },
        { value: "2n", label: "2n directions" },
      ],
      value: "n+1",
      when: { control: "methods", is: "hybrid-attack" },
    },
    { kind: "slider", name: "steps", label: "Steps", low: 10, high: 200, scale: "log", isWhole: true, value: 60 },
    { kind: "seed", name: "instance", label: "Network", value: 3 },
    { kind: "seed", name: "seed", label: "Random directions", value: 0 },
  ],

  async scene(values) {
    const taking = takingPart(values);
    const names = taking.map(({ label }) => label).join(", ");
    const axis = { low: shown[0], high: shown[1] };
    return {
      steps: values["steps"] as number,
      panels: [
        {
          id: "plane",
          kind: "plane",
          title: "The network's landscape",
          description: `The objective −F of two inputs of a network, with the paths of ${names}.`,
          x: { title: "x₁", ...axis },
          y: { title: "x₂", ...axis },
          isEqualAspect: true,
          field: await fieldOf(values["instance"] as number),
        },
        {
          id: "objective",
          kind: "curves",
          title: "Objective against evaluations",
          description: `The objective −F against the evaluations made, for ${names}.`,
          x: { title: "evaluations" },
          y: { title: "−F", isLog: true },
          lines: taking.map(({ name, label }) => ({ name: label, method: name })),
        },
      ],
    };
  },

  async *play(values, signal) {
    const runners: Runner[] = [];
    for (const contender of takingPart(values)) {
      const { problem, takeAsked } = surrogate(values["instance"] as number, values["start"] as Pair);
      const iteration = contender.method(values)(problem);
      const state = await iteration.init(values["seed"] as number);
      takeAsked();
      runners.push({ ...contender, iteration, state, ended: undefined, takeAsked });
    }
    for (let step = 0; step <= (values["steps"] as number); step++) {
      const from = runners.map(({ state }) => place(state));
      const isMoving = runners.map(({ ended }) => ended === undefined);
      for (const runner of runners) {
        if (step === 0 || runner.ended !== undefined) continue;
        runner.state = await runner.iteration.step(runner.state);
        runner.ended = runner.iteration.finished?.(runner.state);
      }
      yield frame(step, runners, from, isMoving);
      if (signal.aborted || runners.every(({ ended }) => ended !== undefined)) return;
    }
  },
});

const place = ({ x: [a = 0, b = 0] }: State): Pair => [a, b];

function frame(step: number, runners: Runner[], from: Pair[], isMoving: boolean[]): Frame {
  const marks: Mark[] = [];
  const points: { line: string; x: number; y: number }[] = [];
  const figures: DemoFigure[] = [];
  for (const [i, { name: method, label, iteration, state, ended, takeAsked }] of runners.entries()) {
    const { objective, calls } = iteration.measure(state) as Measurement;
    const tried = takeAsked();
    if (isMoving[i]) {
      marks.push({ name: label, method, kind: "trail", at: place(state), ...(ended && { ended }) });
      points.push({ line: label, x: calls.evaluation ?? 0, y: objective });
      if (i === 0) marks.push(...arrows(from[0]!, tried, method));
    }
    figures.push(
      { of: label, method, label: "−F", value: objective },
      { of: label, method, label: "evaluations", value: calls.evaluation ?? 0 },
      { of: label, method, label: "vector-Jacobian products", value: calls.vectorJacobianProduct ?? Number.NaN },
    );
  }
  const did = runners.map(({ label, state }) => `${label}: ${state.status}`);
  return {
    step,
    marks: { plane: marks },
    points: { objective: points },
    figures,
    says: `Step ${step}. ${did.join("; ")}.`,
  };
}

/** What was tried from a point: an arrow to each other point that was asked for. */
function arrows(from: Pair, tried: Pair[], method: string): Mark[] {
  const to = tried.filter(([a, b]) => a !== from[0] || b !== from[1]);
  return to.length === 0 ? [] : [{ name: "tried", method, kind: "arrows", from: to.map(() => from), to }];
}
