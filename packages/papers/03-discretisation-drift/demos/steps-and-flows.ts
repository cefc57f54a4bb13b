import type { numpy as np } from "@jax-js/jax";
import { disposeState, driftLook, type FlowKind, flows, linearAlgebra, principalFlowOfQuadratic, sgd } from "gradus";
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
import { type FlowGround, flowGrounds } from "./grounds.ts";

const { addScaled, norm } = linearAlgebra;

/** The flows, with the colours of methods that are not in the picture. */
const contenders: { kind: FlowKind; label: string; method: string }[] = [
  { kind: "gradient", label: "gradient flow", method: "adam" },
  { kind: "implicit", label: "IGR flow", method: "lion" },
  { kind: "principal", label: "principal flow", method: "adabelief" },
];
const descent = { label: "gradient descent", method: "sgd" };

/** Points of a flow's path that are drawn a step, and steps of its integration between two of them. */
const [pieces, substeps] = [6, 4];
/** What has gone so far is lost, and nothing is asked of the ground there. */
const farthest = 1e6;
const lost = { sharpness: Number.NaN, stability: Number.NaN };

const groundOf = (values: ControlValues): FlowGround => flowGrounds[values["ground"] as string]!;
const first = "scaled";
const chosenKinds = (values: ControlValues) =>
  contenders.filter(({ kind }) => (values["flows"] as string[]).includes(kind));

const controls: Control[] = [
  {
    kind: "choice",
    name: "ground",
    label: "Function",
    options: Object.entries(flowGrounds).map(([value, { label, start, rate }]) => ({
      value,
      label,
      sets: { start, rate },
    })),
    value: first,
  },
  { kind: "point", name: "start", label: "Start", panel: "plane", value: flowGrounds[first]!.start },
  {
    kind: "slider",
    name: "rate",
    label: "learning rate h",
    method: descent.method,
    low: 1e-4,
    high: 3,
    scale: "log",
    value: flowGrounds[first]!.rate,
  },
  { kind: "slider", name: "steps", label: "Steps", low: 2, high: 100, scale: "log", isWhole: true, value: 20 },
  {
    kind: "several",
    name: "flows",
    label: "Flows",
    options: contenders.map(({ kind, label, method }) => ({ value: kind, label, method })),
    value: contenders.map(({ kind }) => kind),
  },
];

/** A flow under way: its path so far, and why it went no further. */
type Follower = (typeof contenders)[number] & {
  at: Float64Array;
  path: Pair[];
  ended: string;
  /** Where it is after some steps' time. @throws {RangeError} where it is complex or not finite. */
  after(steps: number, from: Float64Array): Float64Array | Promise<Float64Array>;
};

/** Steps of gradient descent on a function of the plane, and the flows that pass near them. */
export const stepsAndFlows: Demo = defineDemo({
  id: "steps-and-flows",
  title: "Steps, and the flows beside them",
  says:
    "Dots are gradient descent; the lines are flows with the time of the same steps. Raise the learning rate: the gradient flow " +
    "goes on as before, and the steps leave it. On a quadratic the principal flow passes through every dot, when they oscillate " +
    "(h λ > 1, where its real part is drawn) and when they diverge (h λ > 2) too. Off quadratics it is nearer than the IGR flow " +
    "and ends where it turns complex.",
  controls,

  async scene(values) {
    const ground = groundOf(values);
    const chosen = chosenKinds(values);
    return {
      steps: values["steps"] as number,
      panels: [
        {
          id: "plane",
          title: ground.label,
          description: `${ground.label}, with the steps of gradient descent and the flows beside them.`,
          ...(await ground.panel()),
        },
        {
          id: "distance",
          kind: "curves",
          title: "Distance from the steps",
          description: "How far each flow is from gradient descent after the time of so many steps.",
          x: { title: "step n" },
          y: { title: "‖x_n − x(n h)‖", isLog: true },
          lines: chosen.map(({ label, method }) => ({ name: label, method })),
        },
        {
          id: "stability",
          kind: "curves",
          title: "Stability coefficient of the steepest direction",
          description:
            "The real part of log(1 − h λ)/(h λ) at each step, λ being the Hessian's largest eigenvalue there.",
          x: { title: "step n" },
          y: { title: "Re sc, unstable above 0" },
          lines: [{ name: descent.label, method: descent.method }],
        },
      ],
    };
  },

  async *play(values, signal) {
    const ground = groundOf(values);
    const start = values["start"] as Pair;
    const h = values["rate"] as number;
    const problem = ground.problem(start);
    const family = flows(problem, { kinds: ["gradient", "implicit", "principal"] });
    const look = driftLook(problem, { learningRate: h, kind: "gradient", substeps: 1 });
    const iteration = sgd({ learningRate: h })<np.Array>(problem);
    const followers = chosenKinds(values).map((contender): Follower => {
      const exact =
        ground.A && contender.kind === "principal" ? principalFlowOfQuadratic({ A: ground.A }, h) : undefined;
      const along = family.of({ kind: contender.kind, learningRate: h });
      return {
        ...contender,
        at: Float64Array.from(start),
        path: [start],
        ended: "",
        after: (steps, from) => (exact ? exact(start, steps * h).real : along.advance(from, h / pieces, { substeps })),
      };
    });
    const visited: Pair[] = [];
    let state = await iteration.init(0);
    let ended = "";
    try {
      for (let step = 0; step <= (values["steps"] as number); step++) {
        if (step > 0 && ended === "") state = await iteration.step(state);
        const x = Float64Array.from(await state.params.ref.data());
        if (!(norm(x) < farthest)) ended = "diverged";
        else visited.push([x[0]!, x[1]!]);
        if (step > 0) for (const follower of followers) await follow(follower, step);
        const { sharpness, stability } = ended === "" ? await look(state.params, { step, objective: 0 }) : lost;
        yield frameOf({
          step,
          x,
          visited: [...visited],
          ended,
          sharpest: h * sharpness!,
          stability: stability!,
          followers,
        });
        if (signal.aborted || ended !== "") return;
      }
    } finally {
      disposeState(state);
      iteration.dispose?.();
      family.dispose();
      look.dispose();
    }
  },
});

/** Takes a flow along for the time of one step. */
async function follow(follower: Follower, step: number): Promise<void> {
  for (let piece = 1; piece <= pieces && follower.ended === ""; piece++) {
    try {
      follower.at = await follower.after(step - 1 + piece / pieces, follower.at);
      if (norm(follower.at) > farthest) follower.ended = "diverged";
      else follower.path.push([follower.at[0]!, follower.at[1]!]);
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      follower.ended = cause.message.includes("complex") ? "turned complex" : "diverged";
    }
  }
}

type Shown = {
  step: number;
  x: Float64Array;
  visited: Pair[];
  ended: string;
  /** h λ_max. */
  sharpest: number;
  stability: number;
  followers: Follower[];
};

function frameOf({ step, x, visited, ended, sharpest, stability: real, followers }: Shown): Frame {
  const distances = followers.map(({ label, method, at, ended }) => ({
    label: `distance, ${label}`,
    line: label,
    value: ended === "" ? norm(addScaled(x, -1, at)) : Number.NaN,
    method,
    ended,
  }));
  const paths = followers.map(
    ({ label, method, path, ended }): Mark => ({
      name: label,
      method,
      kind: "line",
      at: [...path],
      ...(ended !== "" && { label: `${label}, ${ended}` }),
    }),
  );
  const figures: DemoFigure[] = [
    { label: "h λ_max", value: sharpest, method: descent.method },
    { label: "Re of its stability coefficient", value: real, method: descent.method },
    ...distances.map(({ label, value, method }) => ({ label, value, method })),
  ];
  return {
    step,
    marks: {
      plane: [
        ...paths,
        { name: descent.label, method: descent.method, kind: "trail", at: [x[0]!, x[1]!], ...(ended && { ended }) },
        { name: "steps", method: descent.method, kind: "points", at: visited },
        ...followers
          .filter(({ ended }) => ended === "")
          .map(
            ({ label, method, at }): Mark => ({
              name: `${label}, now`,
              method,
              kind: "points",
              at: [[at[0]!, at[1]!]],
              shape: "ring",
            }),
          ),
      ],
    },
    points: {
      distance: distances.map(({ line, value, ended }) => ({ line, x: step, y: value, ...(ended && { ended }) })),
      stability: [{ line: descent.label, x: step, y: real }],
    },
    figures,
    says: [
      ended === ""
        ? `Step ${step}: h λ_max is ${sharpest.toPrecision(3)}, which is ${real > 0 ? "unstable" : "stable"}.`
        : `Step ${step}: gradient descent has diverged.`,
      ...distances.map(({ line, value, ended }) =>
        ended ? `The ${line} has ${ended}.` : `The ${line} is ${value.toPrecision(2)} away.`,
      ),
    ].join(" "),
  };
}
