import { numpy as np } from "@jax-js/jax";
import { curlDescent, curlField, type Linearisation, linearise, run, type ScalarStudent, scalarStudent } from "gradus";
import {
  type ControlValues,
  type Demo,
  defineDemo,
  type Field,
  type Frame,
  type Mark,
  type Pair,
} from "../../src/demo.ts";
import { fromNumbers, type Observer, observed, position } from "../../src/demos/observed.ts";
import { together } from "../../src/demos/together.ts";

const reach = 2.5;
const number = (values: ControlValues, name: string) => values[name] as number;

/** The flow −S ∇L at a point, for L = ½ (w₁ w₂ − t)². */
function flow([a, b]: Pair, target: number, sign: number): Pair {
  const error = a * b - target;
  return [-error * b, -sign * error * a];
}

/** Arrows of the flow's direction on a grid, longer where it is faster. */
function arrows(target: number, sign: number): Mark {
  const [from, to]: [Pair[], Pair[]] = [[], []];
  const steps = 14;
  for (let i = 0; i <= steps; i++) {
    for (let j = 0; j <= steps; j++) {
      const at: Pair = [-reach + (2 * reach * i) / steps, -reach + (2 * reach * j) / steps];
      const [u, v] = flow(at, target, sign);
      const speed = Math.hypot(u, v);
      if (speed < 1e-6) continue;
      const length = (0.28 * speed) / (0.4 + speed);
      from.push(at);
      to.push([at[0] + (length * u) / speed, at[1] + (length * v) / speed]);
    }
  }
  return { name: "flow", kind: "arrows", from, to };
}

/** The branches on which w₁ w₂ = t. */
function solutions(target: number): Mark[] {
  const branch = (side: number): Pair[] =>
    Array.from({ length: 81 }, (_, i): Pair => {
      const a =
        side *
        Math.exp(
          Math.log(Math.abs(target) / reach) + ((Math.log(reach) - Math.log(Math.abs(target) / reach)) * i) / 80,
        );
      return [a, target / a];
    });
  return [1, -1].map((side) => ({
    name: `solutions ${side > 0 ? "right" : "left"}`,
    kind: "line",
    at: branch(side),
    isDashed: true,
    ...(side > 0 && { label: "w₁ w₂ = t" }),
  }));
}

function loss(target: number): Field {
  const side = 81;
  const values = Float64Array.from({ length: side * side }, (_, i) => {
    const a = -reach + (2 * reach * (i % side)) / (side - 1);
    const b = -reach + (2 * reach * Math.floor(i / side)) / (side - 1);
    return 0.5 * (a * b - target) ** 2;
  });
  return { columns: side, rows: side, values, draw: "contours", isLog: true, title: "loss" };
}

const signsOf = (values: ControlValues) => [1, number(values, "sign")];

/** The flow near the origin: by the instrument that works on any network. */
async function originOf(problem: ScalarStudent, signs: number[]): Promise<Linearisation> {
  const origin = np.zeros([2], { dtype: np.float64 });
  try {
    return await linearise(
      curlField((w: np.Array) => problem.loss(w, undefined), signs),
      origin,
    );
  } finally {
    origin.dispose();
  }
}

function kindOf({ eigenvalues: { real, imaginary }, abscissa }: Linearisation): string {
  if (imaginary.some((part) => Math.abs(part) > 1e-9)) return Math.abs(abscissa) < 1e-9 ? "a centre" : "a spiral";
  return real.some((part) => part > 1e-9) ? "a saddle" : "neutral";
}

const lines = [
  { name: "gradient descent", method: "sgd" },
  { name: "curl descent", method: "curl-descent" },
];

/** Two weights in a row: where the flow leads as the rule of the second is turned round. */
export const phasePortrait: Demo = defineDemo({
  id: "phase-portrait",
  title: "A saddle becomes a centre",
  says:
    "Two weights in a row learn a product. At a factor of 1 this is gradient descent: started on the line w₁ = −w₂ it runs into the " +
    "saddle at the origin and stays. Turn the factor of w₂'s updates down: at 0 only w₁ learns, below it w₂ climbs, and at −1 the " +
    "origin is a centre around which the flow circles, up the loss and down again, until it meets a branch of solutions that is " +
    "stable. Drag the start; solutions are stable where w₂² + s w₁² > 0.",
  controls: [
    {
      kind: "slider",
      name: "sign",
      label: "factor s of w₂'s updates",
      method: "curl-descent",
      low: -1,
      high: 1,
      scale: "linear",
      value: -1,
    },
    { kind: "slider", name: "target", label: "target t", low: 0.25, high: 2, scale: "linear", value: 1 },
    { kind: "point", name: "start", label: "Start", panel: "plane", value: [1.1, -1.1] },
    { kind: "slider", name: "learningRate", label: "step size η", low: 0.005, high: 0.2, scale: "log", value: 0.03 },
    { kind: "slider", name: "steps", label: "Steps", low: 50, high: 3000, scale: "log", isWhole: true, value: 600 },
  ],

  scene(values) {
    const target = number(values, "target");
    return {
      steps: number(values, "steps"),
      panels: [
        {
          id: "plane",
          kind: "plane",
          title: "The flow of the weights",
          description:
            "Contours of the loss, arrows of curl descent's flow, the two branches of solutions, and the paths of both rules.",
          x: { title: "w₁", low: -reach, high: reach },
          y: { title: "w₂", low: -reach, high: reach },
          isEqualAspect: true,
          field: loss(target),
          marks: [arrows(target, number(values, "sign")), ...solutions(target)],
        },
        {
          id: "loss",
          kind: "curves",
          title: "Loss",
          description: "The loss of gradient descent and of curl descent against the step.",
          x: { title: "step" },
          y: { title: "loss", isLog: true },
          lines,
        },
        {
          id: "radius",
          kind: "curves",
          title: "w₁² + w₂², which a factor of −1 keeps",
          description: "The squared length of the weights against the step.",
          x: { title: "step" },
          y: { title: "w₁² + w₂²", low: 0 },
          lines,
        },
      ],
    };
  },

  async *play(values, signal) {
    const { target, learningRate, steps, start } = values as {
      target: number;
      learningRate: number;
      steps: number;
      start: Pair;
    };
    const problem = scalarStudent({ target, start });
    const origin = await originOf(problem, signsOf(values));
    const watch: Observer[] = [position];
    const method = (signs: number[]) => observed(curlDescent({ signs, learningRate }) as never, ...watch);
    const runs = {
      "gradient descent": run(problem, method([1, 1]), { steps, every: steps }),
      "curl descent": run(problem, method(signsOf(values)), { steps, every: steps }),
    };
    const last = new Map<string, { at: Pair; loss: number }>();
    for await (const { step, runs: seen } of together(runs, signal)) {
      const trails: Mark[] = [];
      const points: Record<string, { line: string; x: number; y: number; ended?: string }[]> = { loss: [], radius: [] };
      for (const { name, method } of lines) {
        const observation = seen[name];
        if (observation === undefined) continue;
        const { row, ended } = observation;
        const at = fromNumbers("at", row.extra) as Pair;
        const isLost = ended?.status === "diverged";
        if (at.every(Number.isFinite)) last.set(name, { at, loss: row.objective });
        const ending = isLost && { ended: `diverged at step ${step}` };
        trails.push({ name, method, kind: "trail", at: last.get(name)?.at ?? start, ...ending });
        points["loss"]!.push({ line: name, x: step, y: row.objective, ...(isLost && { ended: "diverged" }) });
        points["radius"]!.push({ line: name, x: step, y: at[0] ** 2 + at[1] ** 2 });
      }
      yield frameOf(step, trails, points, last, origin);
    }
  },
});

function frameOf(
  step: number,
  trails: Mark[],
  points: NonNullable<Frame["points"]>,
  last: Map<string, { at: Pair; loss: number }>,
  origin: Linearisation,
): Frame {
  const told = lines.map(({ name }) => `${name} at a loss of ${last.get(name)?.loss.toExponential(1) ?? "none"}`);
  return {
    step,
    marks: { plane: trails },
    points,
    figures: [
      ...lines.map(({ name, method }) => ({
        of: name,
        method,
        label: "loss",
        value: last.get(name)?.loss ?? Number.NaN,
      })),
      { label: "eigenvalues at the origin, real part", value: origin.abscissa },
      { label: "imaginary part", value: origin.eigenvalues.imaginary[0] ?? 0 },
      { label: "curl there / symmetric part", value: origin.curlRatio },
    ],
    says: `Step ${step}. The origin is ${kindOf(origin)}. ${told.join("; ")}.`.replaceAll("-", "−"),
  };
}
