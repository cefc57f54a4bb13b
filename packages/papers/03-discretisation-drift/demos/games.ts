import {
  bilinearGame,
  type DuelParts,
  type GameDescentOptions,
  type GameMethod,
  gameDescent,
  type Method,
  observe,
  odeGan,
  type PolynomialGame,
  polynomialGame,
  run,
} from "gradus";
import { type ControlValues, type Demo, defineDemo, type Frame, type Mark, type Pair } from "../../src/demo.ts";
import { together } from "../../src/demos/together.ts";

/** Half the side of the plane that is shown. */
const reach = 1.5;

type Values = {
  damping: number;
  rate: number;
  secondRate: number;
  selfDrift: number;
  interactionDrift: number;
  order: "simultaneous" | "alternating";
  start: Pair;
  steps: number;
};

const lines = [
  { name: "simultaneous", method: "sgd" },
  { name: "alternating", method: "alternate" },
  { name: "corrected", method: "game-descent" },
  { name: "flow", method: "ode-gan" },
];

/** What is compared, besides the flow. */
const methodsOf = (values: Values): Record<string, GameMethod> => {
  const learningRates: [number, number] = [values.rate, values.secondRate];
  const plain: GameDescentOptions = { learningRates, interactionDrift: 0 };
  const { selfDrift, interactionDrift, order } = values;
  return {
    simultaneous: gameDescent(plain),
    alternating: gameDescent({ ...plain, order: "alternating" }),
    corrected: gameDescent({ learningRates, selfDrift, interactionDrift, order, convention: "joint" }),
  };
};

/** The flow as a game in which both have the first player's rate: the second's loss has the ratio of rates in it. */
function flowGame({ damping, rate, secondRate, start }: Values): PolynomialGame {
  const share = secondRate / rate;
  return polynomialGame(
    { first: { P: [[damping]], A: [[-1]] }, second: { Q: [[share * damping]], A: [[share]] } },
    { first: [start[0]], second: [start[1]] },
  );
}

const place = async ({ first, second }: DuelParts) => ({
  x: (await first.ref.data())[0]!,
  y: (await second.ref.data())[0]!,
});

/** The direction of the flow on a grid, each player at its rate. */
function arrows({ damping, rate, secondRate }: Values): Mark {
  const [from, to]: [Pair[], Pair[]] = [[], []];
  const count = 12;
  for (let i = 0; i <= count; i++) {
    for (let j = 0; j <= count; j++) {
      const [x, y] = [-reach + (2 * reach * i) / count, -reach + (2 * reach * j) / count];
      const share = secondRate / rate;
      const [u, v] = [-damping * x + y, share * (-x - damping * y)];
      const speed = Math.hypot(u, v);
      if (speed < 1e-9) continue;
      const length = (0.16 * speed) / (0.5 + speed);
      from.push([x, y]);
      to.push([x + (length * u) / speed, y + (length * v) / speed]);
    }
  }
  return { name: "flow", kind: "arrows", from, to };
}

const valuesOf = (values: ControlValues) => values as unknown as Values;

/** Two players around an equilibrium: where finite steps lead, and where they would if they were small. */
export const games: Demo = defineDemo({
  id: "games",
  title: "Drift turns a stable game unstable",
  says:
    "Two players, each descending its own loss, circle the equilibrium in the middle. The flow winds inwards, but simultaneous steps " +
    "drift outwards: raise the damping ε or lower the rates until they too converge. Cancel the interaction part of the drift " +
    "(multiplier −1) and the corrected path follows the flow; at 1 it is doubled. Drag the start.",
  controls: [
    { kind: "slider", name: "damping", label: "damping ε", low: 0, high: 0.4, scale: "linear", value: 0.09 },
    { kind: "slider", name: "rate", label: "first player's rate α", low: 0.02, high: 0.5, scale: "log", value: 0.2 },
    {
      kind: "slider",
      name: "secondRate",
      label: "second player's rate λ",
      low: 0.02,
      high: 0.5,
      scale: "log",
      value: 0.2,
    },
    {
      kind: "slider",
      name: "interactionDrift",
      label: "multiplier of the interaction",
      group: "Corrected",
      method: "game-descent",
      low: -2,
      high: 1,
      scale: "linear",
      value: -1,
    },
    {
      kind: "slider",
      name: "selfDrift",
      label: "multiplier of the own term",
      group: "Corrected",
      method: "game-descent",
      low: -2,
      high: 1,
      scale: "linear",
      value: 0,
    },
    {
      kind: "choice",
      name: "order",
      label: "order",
      group: "Corrected",
      method: "game-descent",
      options: [
        { value: "simultaneous", label: "simultaneous" },
        { value: "alternating", label: "alternating" },
      ],
      value: "simultaneous",
    },
    { kind: "point", name: "start", label: "Start", panel: "plane", value: [0.7, -0.5] },
    { kind: "slider", name: "steps", label: "Steps", low: 20, high: 600, scale: "log", isWhole: true, value: 150 },
  ],

  scene(values) {
    const { steps } = valuesOf(values);
    return {
      steps,
      panels: [
        {
          id: "plane",
          kind: "plane",
          title: "The players' parameters",
          description:
            "Arrows of the flow of both losses, which circles the origin, and the paths of simultaneous, alternating and corrected steps.",
          x: { title: "first player's x", low: -reach, high: reach },
          y: { title: "second player's y", low: -reach, high: reach },
          isEqualAspect: true,
          marks: [
            arrows(valuesOf(values)),
            { name: "equilibrium", kind: "points", at: [[0, 0]], shape: "cross", label: "equilibrium" },
          ],
        },
        {
          id: "norm",
          kind: "curves",
          title: "Distance from the equilibrium",
          description: "The distance from the origin against the step, for each of the four paths.",
          x: { title: "step" },
          y: { title: "distance", isLog: true },
          lines,
        },
      ],
    };
  },

  async *play(controls, signal) {
    const values = valuesOf(controls);
    const { start, steps, damping, rate } = values;
    const followed = (game: PolynomialGame, method: GameMethod) => {
      const watched = observe(method as Method<PolynomialGame, unknown, DuelParts>, { look: place });
      return run(game, watched, { steps, every: 1 });
    };
    const game = bilinearGame({ damping, start });
    const runs = {
      ...Object.fromEntries(Object.entries(methodsOf(values)).map(([name, method]) => [name, followed(game, method)])),
      flow: followed(flowGame(values), odeGan({ learningRates: rate })),
    };
    const last = new Map<string, number>();
    for await (const { step, runs: seen } of together(runs, signal)) {
      const marks: Mark[] = [];
      const points: { line: string; x: number; y: number; ended?: string }[] = [];
      for (const { name, method } of lines) {
        const observation = seen[name];
        if (observation === undefined) continue;
        const { row, ended } = observation;
        const at: Pair = [row.extra["x"]!, row.extra["y"]!];
        const distance = Math.hypot(...at);
        last.set(name, distance);
        const ending = ended?.status === "diverged" && { ended: `diverged at step ${step}` };
        marks.push({ name, method, kind: "trail", at, ...ending });
        points.push({ line: name, x: step, y: distance, ...ending });
      }
      yield frameOf(step, marks, points, last);
    }
  },
});

function frameOf(
  step: number,
  marks: Mark[],
  points: NonNullable<Frame["points"]>[string],
  last: Map<string, number>,
): Frame {
  const told = lines.map(({ name }) => `${name} at a distance of ${last.get(name)?.toExponential(1) ?? "none"}`);
  return {
    step,
    marks: { plane: marks },
    points: { norm: points },
    figures: lines.map(({ name, method }) => ({
      of: name,
      method,
      label: "distance",
      value: last.get(name) ?? Number.NaN,
    })),
    says: `Step ${step}. ${told.join("; ")}.`.replaceAll("-", "−"),
  };
}
