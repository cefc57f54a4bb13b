import {
  disposeState,
  type EnergyAscentState,
  energyAscent,
  featurePower,
  featurePurity,
  type IrreduciblePart,
  independentFeatures,
  irreducibleParts,
} from "gradus";
import {
  type ControlValues,
  type Demo,
  defineDemo,
  type Frame,
  type Mark,
  type Pair,
  type Scene,
} from "../../src/demo.ts";
import { number } from "./numbers.ts";

const rules = [
  { rule: "gradient", label: "own gradients", method: "energy-ascent", shape: "dot" },
  { rule: "muon", label: "Muon", method: "muon", shape: "ring" },
] as const;

const problemOf = (values: ControlValues) =>
  independentFeatures({
    group: values["group"] as string,
    nodes: number(values, "nodes"),
    trainFraction: number(values, "fraction"),
    seed: number(values, "seed"),
  });

const level = (name: string, y: number, nodes: number, label: string): Mark => ({
  name,
  kind: "line",
  isDashed: true,
  label,
  at: [
    [-0.5, y],
    [nodes - 0.5, y],
  ],
});

/** The heights in units of M/4 at which maxima lie with all pairs. */
function levels(parts: readonly IrreduciblePart[], nodes: number): Mark[] {
  const heights = new Set(parts.slice(1).map(({ dimension, isPair }) => (isPair ? 1 : 2) / dimension));
  return [...heights].map((y) => level(`level ${y}`, y, nodes, y === 2 ? "M/2" : y === 1 ? "M/4" : `${y} · M/4`));
}

function scene(values: ControlValues): Scene {
  const nodes = number(values, "nodes");
  const steps = number(values, "steps");
  const parts = irreducibleParts(problemOf(values).group);
  const lines = rules.map(({ label, method }) => ({ name: label, method }));
  return {
    steps,
    panels: [
      {
        id: "energies",
        kind: "plane",
        title: "Energy of each node",
        description:
          "Nodes side by side, each as high as its energy in units of M/4: dots climb by their own gradients, rings by Muon. Dashed lines " +
          "are the heights of maxima with all pairs.",
        x: { title: "node", low: -0.5, high: nodes - 0.5 },
        y: { title: "E / (M/4)", low: 0, high: 2.3 },
        marks: levels(parts, nodes),
      },
      {
        id: "distinct",
        kind: "curves",
        title: "Different features found",
        description: "How many parts of the group have a node of purity above 0.9, against steps.",
        x: { title: "step", low: 0, high: steps },
        y: { title: `features, of ${parts.length - 1}`, low: 0, high: parts.length - 1 },
        lines,
      },
      {
        id: "purity",
        kind: "curves",
        title: "Mean purity",
        description: "The mean share of nodes' weights in their strongest part, against steps.",
        x: { title: "step", low: 0, high: steps },
        y: { title: "purity", low: 0, high: 1 },
        lines,
      },
    ],
  };
}

async function* play(values: ControlValues, signal: AbortSignal): AsyncGenerator<Frame, void> {
  const problem = problemOf(values);
  const parts = irreducibleParts(problem.group);
  const steps = number(values, "steps");
  const stepSize = number(values, "stepSize");
  const climbers = rules.map((rule) => ({ ...rule, iteration: energyAscent({ rule: rule.rule, stepSize })(problem) }));
  let states: EnergyAscentState[] = [];
  try {
    states = await Promise.all(climbers.map(({ iteration }) => iteration.init(number(values, "seed"))));
    for (let step = 0; step <= steps; step++) {
      if (step > 0) states = await Promise.all(climbers.map(({ iteration }, i) => iteration.step(states[i]!)));
      yield frameOf(step, states, parts);
      if (signal.aborted) return;
    }
  } finally {
    for (const state of states) disposeState(state);
    for (const { iteration } of climbers) iteration.dispose?.();
  }
}

function frameOf(step: number, states: EnergyAscentState[], parts: readonly IrreduciblePart[]): Frame {
  const ends = rules.map((rule, i) => {
    const { W, energies } = states[i]!;
    const { purity, distinct } = featurePurity(featurePower(W, parts), parts);
    const mean = purity.reduce((sum, p) => sum + p, 0) / purity.length;
    const unit = parts[0]!.basis.rows / 4;
    return { ...rule, distinct, mean, heights: Array.from(energies, (energy): number => energy / unit) };
  });
  return {
    step,
    marks: {
      energies: ends.map(
        ({ label, method, shape, heights }): Mark => ({
          name: label,
          method,
          kind: "points",
          shape,
          at: heights.map((y, j): Pair => [j, y]),
        }),
      ),
    },
    points: {
      distinct: ends.map(({ label, distinct }) => ({ line: label, x: step, y: distinct })),
      purity: ends.map(({ label, mean }) => ({ line: label, x: step, y: mean })),
    },
    figures: ends.flatMap(({ label, method, distinct, mean, heights }) => [
      { of: label, method, label: `features, of ${parts.length - 1}`, value: distinct },
      { of: label, method, label: "mean purity", value: mean },
      { of: label, method, label: "mean E / (M/4)", value: heights.reduce((sum, y) => sum + y, 0) / heights.length },
    ]),
    says: `Step ${step}. ${ends.map(({ label, distinct }) => `By ${label} ${distinct} of ${parts.length - 1} features are found`).join("; ")}.`,
  };
}

export const climbingNodes: Demo = defineDemo({
  id: "climbing-nodes",
  title: "Each node climbs to one feature, and Muon spreads them",
  says:
    "Hidden nodes climb the energy E on their unit spheres. With all pairs each arrives at a single frequency and E = M/4 exactly, M/2 " +
    "for the frequency M/2 of an even M. Muon sends nodes away from where others are: it finds more of the frequencies with as many nodes. " +
    "With fewer pairs the heights scatter, and below some share features are no longer pure.",
  controls: [
    {
      kind: "choice",
      name: "group",
      label: "group",
      value: "23",
      options: [
        { value: "10", label: "sums modulo 10" },
        { value: "17", label: "sums modulo 17" },
        { value: "23", label: "sums modulo 23" },
        { value: "4x7", label: "Z₄ × Z₇" },
        { value: "S3", label: "permutations of 3" },
        { value: "D5", label: "symmetries of a pentagon" },
        { value: "S4", label: "permutations of 4" },
      ],
    },
    { kind: "slider", name: "nodes", label: "nodes", value: 22, low: 4, high: 64, scale: "linear", isWhole: true },
    { kind: "slider", name: "fraction", label: "share of pairs", value: 1, low: 0.2, high: 1, scale: "linear" },
    { kind: "slider", name: "stepSize", label: "step", value: 0.3, low: 0.05, high: 1, scale: "log" },
    { kind: "slider", name: "steps", label: "steps", value: 40, low: 10, high: 200, scale: "log", isWhole: true },
    { kind: "seed", name: "seed", label: "seed", value: 0 },
  ],
  scene,
  play,
});
