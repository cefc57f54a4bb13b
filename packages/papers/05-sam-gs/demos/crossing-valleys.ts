import type { numpy as np } from "@jax-js/jax";
import { type MultiTaskToy, multiTaskToy1, multiTaskToy2, run, type TaskMethod } from "gradus";
import {
  type ControlValues,
  type Demo,
  type DemoFigure,
  defineDemo,
  type Field,
  type Frame,
  type Mark,
  type Pair,
} from "../../src/demo.ts";
import { type Observation, together } from "../../src/demos/together.ts";
import { type Contender, controls, number, takingPart } from "./surgeons.ts";

const toys = { one: multiTaskToy1, two: multiTaskToy2 };
const toyOf = (values: ControlValues, start?: Pair): MultiTaskToy =>
  toys[values["problem"] as keyof typeof toys]({
    scale: number(values, "scale"),
    ...(start && { start }),
  });

/** The lowest value on the grid, where the scale of a loss has moved the minimum. */
const lowestOf = (toy: MultiTaskToy, field: Field): number => toy.minimum?.value ?? Math.min(...field.values);

/** The method, telling where it is. */
const located = (method: TaskMethod, problem: MultiTaskToy) => () => {
  const iteration = method<np.Array>(problem);
  return {
    ...iteration,
    async measure(state: Awaited<ReturnType<typeof iteration.init>>) {
      const [a, b] = await state.params.ref.data();
      return { ...(await iteration.measure(state)), a: a!, b: b! };
    },
  };
};

/**
 * Two tasks in the plane: the paths of methods that make one direction of the tasks' gradients, the sum of the losses, and
 * the similarity of the gradients' lengths that SAM-GS decides by.
 */
export const crossingValleys: Demo = defineDemo({
  id: "crossing-valleys",
  title: "Two tasks, one way down",
  says:
    "Above the line b = 0 each task has a narrow valley, and where one pulls hard the other hardly pulls; below lie the bowls in " +
    "which both are served. Plain sums follow one task's valley and are caught. SAM-GS looks at the lengths of the two gradients: " +
    "below the threshold γ it makes them equal. Drag the start, set γ to 0 or 1 to leave out either half of it, or weigh the " +
    "first task's loss.",
  controls,

  scene(values) {
    const toy = toyOf(values);
    const { lower, upper } = toy.domain as { lower: Pair; upper: Pair };
    const taking = takingPart(values);
    const names = taking.map(({ label }) => label).join(", ");
    return {
      steps: number(values, "steps"),
      panels: [
        {
          id: "plane",
          kind: "plane",
          title: "Sum of the losses",
          description: `Contours of the sum of the two losses, with the paths of ${names}.`,
          x: { title: "a", low: lower[0], high: upper[0] },
          y: { title: "b", low: lower[1], high: upper[1] },
          isEqualAspect: true,
          field: fieldOf(toy),
          marks: toy.minimum
            ? [{ name: "optimum", kind: "points", shape: "star", at: toy.minimum.at as Pair[], label: "optimum" }]
            : [],
        },
        {
          id: "height",
          kind: "curves",
          title: "Height above the lowest sum",
          description: `The sum of the losses above its lowest value against the step, for ${names}.`,
          x: { title: "step" },
          y: { title: "height", isLog: true },
          lines: taking.map(({ label, name }) => ({ name: label, method: name })),
        },
        {
          id: "similarity",
          kind: "curves",
          title: "Similarity of the gradients' lengths",
          description: "Ψ of SAM-GS against the step: below γ it equalises the gradients' lengths.",
          x: { title: "step" },
          y: { title: "Ψ", low: 0, high: 1 },
          lines: taking
            .filter(({ name }) => name === "sam-gs")
            .map(({ label, name }) => ({ name: label, method: name })),
        },
      ],
    };
  },

  async *play(values, signal) {
    const start = values["start"] as Pair;
    const steps = number(values, "steps");
    const toy = toyOf(values, start);
    const taking = takingPart(values);
    const frames = narrator(taking, lowestOf(toy, fieldOf(toy)));
    const [first] = toy.evaluate([Float64Array.from(start)]) as number[];
    const row = { step: 0, seconds: 0, calls: {}, objective: first!, extra: { a: start[0], b: start[1] } };
    yield frames(0, Object.fromEntries(taking.map(({ label }) => [label, { row }])));
    const runs = taking.map(({ label, method }) => {
      const own = located(method(values), toy);
      return [label, run(toy, own, { steps, every: steps })] as const;
    });
    for await (const { step, runs: observations } of together(Object.fromEntries(runs), signal)) {
      yield frames(step, observations);
    }
  },
});

/** The sum on a grid over the plane, upwards from its lowest value. */
function fieldOf(toy: MultiTaskToy, columns = 121): Field {
  const [lower, upper] = [toy.domain.lower as Pair, toy.domain.upper as Pair];
  const rows = Math.round((columns * (upper[1] - lower[1])) / (upper[0] - lower[0]));
  const at = (axis: 0 | 1, i: number, count: number) => lower[axis] + ((upper[axis] - lower[axis]) * i) / (count - 1);
  const points = Array.from({ length: columns * rows }, (_, i) =>
    Float64Array.of(at(0, i % columns, columns), at(1, Math.floor(i / columns), rows)),
  );
  return { columns, rows, values: Float64Array.from(toy.evaluate(points) as number[]), draw: "contours", title: "sum" };
}

/** Makes frames of observations; it remembers where each was last. */
function narrator(taking: Contender[], lowest: number) {
  const known = new Map<string, { at: Pair; height: number; losses: number[] }>();

  return (step: number, observations: Record<string, Observation>): Frame => {
    const trails: Mark[] = [];
    const heights: { line: string; x: number; y: number; ended?: string }[] = [];
    const similarities: { line: string; x: number; y: number }[] = [];
    for (const { label, name } of taking) {
      const seen = observations[label];
      if (seen === undefined) continue;
      const { objective, extra } = seen.row;
      const isLost = seen.ended?.status === "diverged";
      const at: Pair = isLost ? (known.get(label)?.at ?? [0, 0]) : [extra["a"]!, extra["b"]!];
      const losses = [1, 2].map((k) => extra[`loss${k}`] ?? Number.NaN);
      known.set(label, { at, height: objective - lowest, losses });
      const ended = isLost
        ? `diverged at step ${step}`
        : seen.ended?.status === "finished"
          ? seen.ended.reason
          : undefined;
      trails.push({ name: label, method: name, kind: "trail", at, ...(ended && { ended }) });
      heights.push({ line: label, x: step, y: objective - lowest, ...(isLost && { ended: "diverged" }) });
      const psi = extra["similarity"];
      if (psi !== undefined && name === "sam-gs") similarities.push({ line: label, x: step, y: psi });
    }
    const places = taking.map(({ label }) => {
      const { at, height } = known.get(label)!;
      return `${label} at ${at.map(short).join(", ")}, ${short(height)} above the lowest sum`;
    });
    return {
      step,
      marks: { plane: trails },
      points: { height: heights, similarity: similarities },
      figures: taking.flatMap(({ label, name }): DemoFigure[] => {
        const { height, losses } = known.get(label)!;
        return [
          { of: label, method: name, label: "above the lowest sum", value: height },
          { of: label, method: name, label: "first loss", value: losses[0]! },
          { of: label, method: name, label: "second loss", value: losses[1]! },
        ];
      }),
      says: `Step ${step}. ${places.join("; ")}.`,
    };
  };
}

const short = (value: number) => String(Number(value.toPrecision(3))).replaceAll("-", "−");
