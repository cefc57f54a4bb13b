import { disposeState, type Iteration, linearAlgebra, type SearchState, type TestFunction } from "gradus";
import { type ControlValues, type Demo, defineDemo, type Frame, type Mark, type Pair } from "../../src/demo.ts";
import { controls, type Ground, groundOf, type Mover, number, takingPart } from "./cloud-controls.ts";

type Answer = ReturnType<TestFunction["initial"]>;
// biome-ignore lint/suspicious/noExplicitAny: what each remembers is its own.
type State = SearchState<any>;
type Runner = { mover: Mover; iteration: Iteration<State, Answer>; state: State | undefined };

const problemOf = (values: ControlValues) => groundOf(values).problem({ start: values["start"] as Pair });

/**
 * A cloud of particles finds a minimum with values alone, and its consensus goes the way that a gradient would show.
 */
export const cloudAndPath: Demo = defineDemo({
  id: "cloud-and-path",
  title: "A cloud that descends",
  says:
    "Dots are particles, where the function is evaluated; the line is their consensus. It follows the floor of the gorge as " +
    "a gradient would, over waves that catch gradient descent. Take α down and it no longer prefers the low; take N down to " +
    "five and it wanders; with less noise the cloud agrees too early and stays.",
  controls,

  scene(values) {
    const ground = groundOf(values);
    const problem = problemOf(values);
    const names = takingPart(values).map(([, { label }]) => label);
    return {
      steps: number(values, "steps"),
      panels: [
        {
          id: "plane",
          kind: "plane",
          title: "Particles and paths",
          description: `${ground.label} with the paths of ${names.join(", ")}, and the particles of those that have some.`,
          x: { title: "x", low: ground.x[0], high: ground.x[1] },
          y: { title: "y", low: ground.y[0], high: ground.y[1] },
          isEqualAspect: true,
          field: fieldOf(ground, problem),
          marks: [
            { name: "minimum", kind: "points", shape: "star", at: problem.minimum.at as Pair[], label: "minimum" },
          ],
        },
        {
          id: "energy",
          kind: "curves",
          title: "Above the minimum",
          description: `How far the function at the consensus, or at the point of descent, is above its minimum, for ${names.join(", ")}.`,
          x: { title: "step" },
          y: { title: "E − minimum", isLog: true },
          lines: takingPart(values).map(([, { label, name }]) => ({ name: label, method: name })),
        },
      ],
    };
  },

  async *play(values, signal) {
    const problem = problemOf(values);
    const steps = number(values, "steps");
    const runners: Runner[] = [];
    try {
      for (const [, mover] of takingPart(values)) {
        const iteration = mover.method(values)(problem) as Iteration<State, Answer>;
        runners.push({ mover, iteration, state: await iteration.init(number(values, "seed")) });
      }
      for (let step = 0; step <= steps; step++) {
        for (const runner of runners) {
          for (let i = 0; step > 0 && i < runner.mover.stepsAFrame; i++) {
            const current = runner.state!;
            // A method that has nothing left to do stays where it is.
            if (runner.iteration.finished?.(current)) break;
            runner.state = undefined;
            runner.state = await runner.iteration.step(current);
          }
        }
        yield await frameOf(step, runners, problem);
        if (signal.aborted) return;
      }
    } finally {
      for (const { iteration, state } of runners) {
        if (state !== undefined) disposeState(state);
        iteration.dispose?.();
      }
    }
  },
});

async function frameOf(step: number, runners: Runner[], problem: TestFunction): Promise<Frame> {
  const marks: Mark[] = [];
  const points: { line: string; x: number; y: number }[] = [];
  const told: string[] = [];
  const figures: NonNullable<Frame["figures"]> = [];
  for (const { mover, iteration, state } of runners) {
    const { label, name: method, isCloud } = mover;
    const answer = iteration.answer(state!);
    const place = Float64Array.from(await answer.data());
    const [energy] = problem.evaluate([place]) as number[];
    const height = energy! - problem.minimum.value;
    if (isCloud) {
      const at = linearAlgebra.toRows(state!.population.asked).map((row) => [...row] as Pair);
      marks.push({ name: `particles of ${label}`, method, kind: "points", at });
    }
    marks.push({ name: label, method, kind: "trail", at: [...place] as Pair });
    points.push({ line: label, x: step, y: height });
    figures.push(
      { of: label, method, label: "above the minimum", value: height },
      { of: label, method, label: "evaluations", value: state!.evaluations },
    );
    told.push(`${label} is ${height.toPrecision(2)} above the minimum`);
  }
  return {
    step,
    marks: { plane: marks },
    points: { energy: points },
    figures,
    says: `Step ${step}. ${told.join("; ")}.`,
  };
}

/** The function on a grid over the part that is shown. */
function fieldOf({ x, y }: Ground, { evaluate }: TestFunction) {
  const count = 161;
  const at = ([low, high]: Pair, i: number) => low + ((high - low) * i) / (count - 1);
  const grid = Array.from({ length: count * count }, (_, i) =>
    Float64Array.of(at(x, i % count), at(y, Math.floor(i / count))),
  );
  // A test function of the plane answers at once.
  const values = Float64Array.from(evaluate(grid) as number[]);
  return { columns: count, rows: count, values, draw: "contours", title: "E", isLog: true } as const;
}
