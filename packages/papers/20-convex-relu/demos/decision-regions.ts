import {
  generator,
  type Iteration,
  type Method,
  pointsInBox,
  type ReluDescentState,
  type ReluNetwork,
  type ReluParams,
  type ReluProblem,
  type RobustConvexReluState,
  recoverNetwork,
  reluDescent,
  reluOutputs,
  robustConvexRelu,
  sampleRobustPatterns,
  seedFor,
  signAccuracy,
} from "gradus";
import {
  type Control,
  type ControlValues,
  type Demo,
  defineDemo,
  type Field,
  type Frame,
  type Mark,
  type Pair,
} from "../../src/demo.ts";
import { worstOnGrid } from "../claims/certificate.ts";

const frames = 40;
const side = 61;
const border = 1.15;

const number = (values: ControlValues, name: string) => values[name] as number;

const controls: Control[] = [
  { kind: "slider", name: "radius", label: "radius ε", value: 0.08, low: 0, high: 0.1, scale: "linear" },
  { kind: "slider", name: "beta", label: "penalty β", value: 1e-4, low: 1e-5, high: 1e-1, scale: "log" },
  {
    kind: "slider",
    name: "directions",
    label: "gates P_a",
    value: 30,
    low: 1,
    high: 40,
    scale: "linear",
    isWhole: true,
  },
  {
    kind: "slider",
    name: "perturbations",
    label: "patterns a gate S",
    value: 3,
    low: 1,
    high: 4,
    scale: "linear",
    isWhole: true,
  },
  { kind: "slider", name: "rho", label: "penalty ρ", value: 0.01, low: 0.002, high: 0.2, scale: "log" },
  {
    kind: "choice",
    name: "rival",
    label: "beside it",
    options: [
      { value: "standard", label: "convex, without an adversary", method: "robust-convex-relu" },
      { value: "none", label: "back-propagation", method: "relu-descent" },
      { value: "pgd", label: "back-propagation on PGD's samples", method: "relu-descent" },
    ],
    value: "standard",
  },
  { kind: "seed", name: "seed", label: "seed", value: 0 },
];

const rivals: Record<string, string> = { standard: "convex, no adversary", none: "GD-std", pgd: "GD-PGD" };
const rivalOf = (values: ControlValues) => rivals[values["rival"] as string]!;
const rivalMethod = (values: ControlValues) => (values["rival"] === "standard" ? "robust-convex-relu" : "relu-descent");

const problemOf = (values: ControlValues) =>
  pointsInBox({ seed: number(values, "seed"), radius: number(values, "radius"), beta: number(values, "beta") });

type Runner = {
  panel: "robust" | "rival";
  iteration: Iteration<unknown, ReluParams>;
  state: unknown;
  network(state: unknown): ReluNetwork;
  steps: number;
};

async function begin(values: ControlValues, problem: ReluProblem): Promise<Runner[]> {
  const { X, radii = new Float64Array(3) } = problem.reluTraining;
  const seed = number(values, "seed");
  const patterns = sampleRobustPatterns(
    X,
    { directions: number(values, "directions"), perturbations: number(values, "perturbations"), radii },
    generator(seedFor(seed, "patterns")),
  );
  const convex = robustConvexRelu({ patterns, rho: number(values, "rho") });
  const still = { ...problem, reluTraining: { ...problem.reluTraining, radii: radii.map(() => 0) } };
  const start = async <State>(
    panel: Runner["panel"],
    method: Method<ReluProblem, State, ReluParams>,
    own: ReluProblem,
    network: (state: State) => ReluNetwork,
    steps: number,
  ): Promise<Runner> => {
    const iteration = method(own) as Iteration<unknown, ReluParams>;
    return { panel, iteration, state: await iteration.init(seed), network: network as Runner["network"], steps };
  };
  const recovered = ({ copies }: RobustConvexReluState) => recoverNetwork(copies.b, 3);
  const robust = await start("robust", convex, problem, recovered, 20);
  if (values["rival"] === "standard") return [robust, await start("rival", convex, still, recovered, 20)];
  const attack = values["rival"] as "none" | "pgd";
  const descent = reluDescent({ learningRate: 0.1, attack, updates: 50 });
  return [robust, await start<ReluDescentState>("rival", descent, problem, (state) => state, 1)];
}

export const decisionRegions: Demo = defineDemo({
  id: "decision-regions",
  title: "Regions that keep their distance",
  says:
    "Points of two classes, each in the box that an adversary may move it in. Convex adversarial training draws borders that " +
    "keep away from the boxes as far as its patterns allow, and certifies its worst-case loss; without an adversary borders cut " +
    "through boxes. Fewer gates leave fewer shapes; with ε = 0 both are the same.",
  controls,

  scene(values) {
    const problem = problemOf(values);
    const plane = (id: string, title: string) => ({
      id,
      kind: "plane" as const,
      title,
      description: `The regions where the network of ${title} says one class or the other, with points and their boxes.`,
      x: { title: "x₁", low: -border, high: border },
      y: { title: "x₂", low: -border, high: border },
      isEqualAspect: true,
      size: "large" as const,
      marks: pointMarks(problem),
    });
    return {
      steps: frames,
      panels: [
        plane("robust", "convex, robust"),
        plane("rival", rivalOf(values)),
        {
          id: "loss",
          kind: "curves",
          title: "Worst hinge loss in the boxes",
          description: "The mean over points of the largest hinge loss on a grid in their boxes, for both networks.",
          x: { title: "frame", low: 0, high: frames },
          y: { title: "worst loss", low: 0 },
          lines: [
            { name: "robust", method: "robust-convex-relu" },
            { name: "rival", method: rivalMethod(values) },
          ],
        },
      ],
    };
  },

  async *play(values, signal) {
    const problem = problemOf(values);
    const runners = await begin(values, problem);
    for (let step = 0; step <= frames; step++) {
      yield frameOf(step, runners, problem, rivalOf(values));
      if (signal.aborted) return;
      for (const runner of runners) {
        for (let i = 0; i < runner.steps; i++) {
          if (runner.iteration.finished?.(runner.state)) break;
          runner.state = await runner.iteration.step(runner.state);
        }
      }
    }
  },
});

function frameOf(step: number, runners: Runner[], problem: ReluProblem, rival: string): Frame {
  const { X, y } = problem.reluTraining;
  const ends = runners.map(({ panel, state, network }) => {
    const net = network(state);
    return {
      panel,
      name: panel === "robust" ? "convex, robust" : rival,
      field: regions(net),
      worst: worstOnGrid(net, problem, 5),
      accuracy: signAccuracy(net, X, y),
    };
  });
  return {
    step,
    fields: Object.fromEntries(ends.map(({ panel, field }) => [panel, field])),
    points: { loss: ends.map(({ panel, worst }) => ({ line: panel, x: step, y: worst })) },
    figures: ends.flatMap(({ name, worst, accuracy }) => [
      { of: name, label: "worst loss", value: worst },
      { of: name, label: "points that are right", value: accuracy },
    ]),
    says: `Frame ${step}. ${ends.map(({ name, worst }) => `${name}: worst loss ${worst.toPrecision(3)}`).join("; ")}.`,
  };
}

/** Which class the network says on a grid over the panel. */
function regions(network: ReluNetwork): Field {
  const at = (i: number) => -border + (2 * border * i) / (side - 1);
  const data = Float64Array.from({ length: 3 * side * side }, (_, k) => {
    const i = Math.floor(k / 3);
    return k % 3 === 2 ? 1 : k % 3 === 0 ? at(i % side) : at(Math.floor(i / side));
  });
  const outputs = reluOutputs(network, { rows: side * side, columns: 3, data });
  return {
    columns: side,
    rows: side,
    values: outputs.map((output) => Number(output > 0)),
    draw: "regions",
    classes: [{ label: "outside" }, { label: "inside" }],
  };
}

function pointMarks({ reluTraining: { X, y, radii } }: ReluProblem): Mark[] {
  const e = radii?.[0] ?? 0;
  const points = Array.from({ length: X.rows }, (_, k): Pair => [X.data[3 * k]!, X.data[3 * k + 1]!]);
  const of = (label: number) => points.filter((_, k) => y[k] === label);
  const corners = ([a, b]: Pair): Pair[] => [
    [a - e, b - e],
    [a + e, b - e],
    [a + e, b + e],
    [a - e, b + e],
  ];
  return [
    { name: "inside", kind: "points", shape: "dot", at: of(1) },
    { name: "outside", kind: "points", shape: "cross", at: of(-1) },
    ...points.map((point, k): Mark => ({ name: `box ${k + 1}`, kind: "line", isClosed: true, at: corners(point) })),
  ];
}
