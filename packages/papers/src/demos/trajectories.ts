import { run, type StopRule } from "gradus";
import {
  type Control,
  type ControlValues,
  type Demo,
  type DemoFigure,
  defineDemo,
  type Frame,
  type Mark,
  type Pair,
} from "../demo.ts";
import { type Contenders, contenderControls, contendersAt } from "./contender.ts";
import type { Ground } from "./ground.ts";
import { type Mechanism, mechanismPanels, mechanismPoints, type Points } from "./mechanism.ts";
import { fromNumbers, observed, position, toNumbers } from "./observed.ts";
import { type Observation, together } from "./together.ts";

export type TrajectoryOptions = {
  id?: string;
  title?: string;
  says: string;
  contenders: Contenders;
  /** The functions to choose from, the first one first, each with what of the controls it sets besides the start. */
  functions: Record<string, { ground: Ground; sets?: ControlValues }>;
  steps: number;
  mechanism: Mechanism;
  /** What the first curves show: the height above the minimum, or the place on the x axis. Default "height". */
  follows?: "height" | "position";
  /** The width of a contender's trail, in [0, 1], by its key, from the numbers of a row. */
  widths?: Record<string, (extra: Record<string, number>) => number | undefined>;
};

/**
 * Ends a run at the minimum: nearer than this there is nothing to see. Some functions go lower outside of their domain,
 * and who gets there has not arrived.
 */
const arrival =
  (lowest: number): StopRule =>
  () =>
  ({ objective }) =>
    Math.abs(objective - lowest) <= 1e-10 ? "arrived" : undefined;

/**
 * Optimizers on a function from a common start: their paths on it, the objective against the step, and the number that
 * sets the paper's method apart.
 */
export function trajectories(options: TrajectoryOptions): Demo {
  const { id = "trajectories", title = "Paths on a function of two variables", says, contenders, mechanism } = options;
  const curves = followed[options.follows ?? "height"];
  const groundOf = (values: ControlValues) => options.functions[values["function"] as string]!.ground;

  return defineDemo({
    id,
    title,
    says,
    controls: controlsOf(options),

    async scene(values) {
      const { label, panel } = groundOf(values);
      const taking = contendersAt(contenders, values);
      const names = taking.map((contender) => contender.label).join(", ");
      return {
        steps: values["steps"] as number,
        panels: [
          { id: "plane", title: label, description: `${label}, with the paths of ${names}.`, ...(await panel()) },
          {
            id: "followed",
            kind: "curves",
            title: curves.title,
            description: `${curves.title} against the step, for ${names}.`,
            x: { title: "step" },
            y: curves.y,
            lines: taking.map(({ label, method }) => ({ name: label, method })),
          },
          ...mechanismPanels(mechanism, taking),
        ],
      };
    },

    async *play(values, signal) {
      const ground = groundOf(values);
      const start = values["start"] as Pair;
      const steps = values["steps"] as number;
      const problem = ground.problem(start);
      const taking = contendersAt(contenders, values);
      const frames = narrator(options, ground, problem.minimum, taking);

      const point = ground.pointAt(start);
      const first = {
        row: { step: 0, seconds: 0, calls: {}, objective: await ground.valueAt(point), extra: toNumbers("at", point) },
      };
      yield frames(0, Object.fromEntries(taking.map(({ key }) => [key, first])));

      const stop = arrival(problem.minimum.value);
      const runs = taking.map(({ key, optimizer, observers }) => {
        const method = observed(optimizer, position, ...observers);
        return [key, run(problem, method, { steps, stop, every: steps })] as const;
      });
      for await (const { step, runs: observations } of together(Object.fromEntries(runs), signal)) {
        yield frames(step, observations);
      }
    },
  });
}

const followed = {
  height: { title: "Height above the minimum", y: { title: "f − f*", isLog: true } },
  position: { title: "Position", y: { title: "x" } },
};

function controlsOf({ contenders, functions, steps }: TrajectoryOptions): Control[] {
  const names = Object.keys(functions);
  const ofContenders = contenderControls(contenders);
  const usual = Object.fromEntries([
    ...ofContenders.map(({ name, value }) => [name, value] as const),
    ["steps", steps],
  ]);
  const touched = names.flatMap((name) => Object.keys(functions[name]!.sets ?? {}));
  // A function sets all that any of them sets, so that nothing of the last one is left.
  const setsOf = (name: string): ControlValues => ({
    ...Object.fromEntries([...touched, "steps"].map((control) => [control, usual[control]!])),
    start: functions[name]!.ground.start,
    ...functions[name]!.sets,
  });
  const first = names[0]!;
  const { start, pointAt } = functions[first]!.ground;
  const options = names.map((value) => ({ value, label: functions[value]!.ground.label, sets: setsOf(value) }));
  const isAlongX = pointAt(start).length === 1;
  const controls: Control[] = [
    { kind: "choice", name: "function", label: "Function", options, value: first },
    { kind: "point", name: "start", label: "Start", panel: "plane", value: start, ...(isAlongX && { isAlongX }) },
    { kind: "slider", name: "steps", label: "Steps", low: 20, high: 5000, scale: "log", isWhole: true, value: steps },
    ...ofContenders,
  ];
  const initial = setsOf(first);
  return controls.map((control) => ({ ...control, value: initial[control.name] ?? control.value }) as Control);
}

type Watched = { key: string; label: string; method: string };

/** Makes frames of observations. It remembers where each contender was last, and when it arrived. */
function narrator(
  { mechanism, follows = "height", widths }: TrajectoryOptions,
  { within, placeOf }: Ground,
  { value: lowest, at: minima = [] }: { value: number; at?: number[][] },
  taking: Watched[],
) {
  const known = new Map(
    taking.map(({ key }) => [
      key,
      { point: [] as number[], at: [0, 0] as Pair, height: Number.NaN, arrivedAt: Number.NaN },
    ]),
  );

  return (step: number, observations: Record<string, Observation>): Frame => {
    const trails: Mark[] = [];
    const followed: Points = [];
    const numbers: Points = [];
    for (const { key, label, method } of taking) {
      const seen = observations[key];
      if (seen === undefined) continue;
      const { objective, extra } = seen.row;
      const who = known.get(key)!;
      const point = fromNumbers("at", extra);
      // A run that diverges stays in sight where it was last.
      if ([objective, ...point].every(Number.isFinite)) Object.assign(who, { point, at: placeOf(point, objective) });
      who.height = objective - lowest;
      if (Number.isNaN(who.arrivedAt) && Math.abs(who.height) <= within) who.arrivedAt = step;
      const width = widths?.[key]?.(extra);
      trails.push({
        name: label,
        method,
        kind: "trail",
        at: who.at,
        ...(width !== undefined && { width }),
        ...(seen.ended && endingOf(seen.ended, step)),
      });
      const isLost = seen.ended?.status === "diverged";
      const y = follows === "height" ? who.height : who.at[0];
      followed.push({ line: label, x: step, y, ...(isLost && { ended: "diverged" }) });
      numbers.push(...mechanismPoints(mechanism, key, step, extra));
    }
    const figures = taking.flatMap(({ key, label, method }): DemoFigure[] => {
      const { point, height, arrivedAt } = known.get(key)!;
      const distances = minima.map((minimum) => Math.hypot(...minimum.map((x, i) => point[i]! - x)));
      return [
        { of: label, method, label: "f − f*", value: height },
        { of: label, method, label: "distance to minimum", value: Math.min(...distances) },
        { of: label, method, label: `steps to f − f* ≤ ${within}`, value: arrivedAt },
      ];
    });
    const places = taking.map(({ key, label }) => {
      const { point, height } = known.get(key)!;
      return `${label} at ${point.map(short).join(", ")}, ${short(height)} above the minimum`;
    });
    return {
      step,
      marks: { plane: trails },
      points: { followed, mechanism: numbers },
      figures,
      says: `Step ${step}. ${places.join("; ")}.`,
    };
  };
}

const short = (value: number) => String(Number(value.toPrecision(3))).replaceAll("-", "−");

/** A run that has made all its steps has not ended in a way that is worth a word. */
function endingOf({ status, reason }: NonNullable<Observation["ended"]>, step: number): { ended?: string } {
  switch (status) {
    case "diverged":
      return { ended: `diverged at step ${step}` };
    case "budget":
      return {};
    default:
      return { ended: reason };
  }
}
