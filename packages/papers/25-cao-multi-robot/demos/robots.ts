import { bcdCao, cao, greedyTeam, lloyd, type Method, randomWaypoint, schwager, type TeamState } from "gradus";
import {
  type Control,
  type ControlValues,
  type Demo,
  type DemoFigure,
  defineDemo,
  type Frame,
  type Mark,
  type Pair,
  type Scene,
} from "../../src/demo.ts";
import { type Stage, stages } from "./worlds.ts";

type State = TeamState<unknown, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: a controller works in any world, whatever its scene is like.
type Controller = { name: string; label: string; method: Method<any, State, unknown> };

const steps = 300;

const number = (values: ControlValues, name: string) => values[name] as number;
const worldOf = (values: ControlValues) => values["world"] as keyof typeof stages;
const stageOf = (values: ControlValues): Stage => stages[worldOf(values)](values, steps);

const slider = (
  name: string,
  label: string,
  value: number,
  low: number,
  high: number,
  scale: "linear" | "log" = "linear",
): Control => ({
  kind: "slider",
  name,
  label,
  low,
  high,
  scale,
  value,
  isWhole: name !== "alpha" && name !== "falls",
  ...(name !== "robots" && { method: "bcd-cao" }),
});

const controls: Control[] = [
  {
    kind: "choice",
    name: "world",
    label: "world",
    options: [
      {
        value: "line",
        label: "hold the line",
        sets: { robots: 6, alpha: 0.012, falls: 0.9, window: 5, order: 3, candidates: 100 },
      },
      {
        value: "density",
        label: "cover a density, learning it",
        sets: { robots: 5, alpha: 0.012, falls: 0.3, window: 30, order: 3, candidates: 100 },
      },
      {
        value: "terrain",
        label: "watch hilly ground from the air",
        sets: { robots: 4, alpha: 0.03, falls: 0.8, window: 20, order: 2, candidates: 100 },
      },
      {
        value: "coverage",
        label: "keep a place covered",
        sets: { robots: 3, alpha: 0.04, falls: 0, window: 10, order: 2, candidates: 60 },
      },
    ],
    value: "line",
  },
  slider("robots", "robots", 6, 1, 12),
  { kind: "switch", name: "fails", label: "a third of the robots fails halfway", value: true },
  {
    kind: "switch",
    name: "drifts",
    label: "the line moves",
    value: false,
    when: { control: "world", is: "line" },
  },
  slider("alpha", "size of moves α", 0.012, 0.002, 0.1, "log"),
  slider("falls", "how much α falls, to the failure and to the end", 0.9, 0, 0.95),
  slider("candidates", "candidates M", 100, 2, 400, "log"),
  slider("window", "measurements in the window, tw", 5, 1, 40),
  slider("order", "order of the polynomial", 3, 1, 3),
  {
    kind: "several",
    name: "rivals",
    label: "beside BCD-CAO",
    options: [
      { value: "cao", label: "centralised CAO", method: "cao" },
      { value: "random-waypoint", label: "random waypoints", method: "random-waypoint" },
      { value: "greedy-team", label: "greedy oracle", method: "greedy-team" },
    ],
    value: [],
  },
  {
    kind: "several",
    name: "specialists",
    label: "made for this world",
    options: [
      { value: "schwager", label: "Schwager's controller", method: "schwager" },
      { value: "lloyd", label: "Lloyd, density known", method: "lloyd" },
    ],
    value: ["schwager"],
    when: { control: "world", is: "density" },
  },
  { kind: "seed", name: "seed", label: "seed", value: 1 },
];

/** Moves fall along a line, twice where robots fail halfway, so that the others can go to new places. */
function schedule(values: ControlValues) {
  const [alpha, falls] = [number(values, "alpha"), number(values, "falls")];
  const period = values["fails"] ? Math.floor(steps / 2) : steps;
  return (step: number) => alpha * (1 - (falls * (step % period)) / period);
}

function controllersOf(values: ControlValues): Controller[] {
  const alpha = schedule(values);
  const [candidates, window, order] = ["candidates", "window", "order"].map((name) => number(values, name)) as [
    number,
    number,
    number,
  ];
  const rivals = values["rivals"] as string[];
  const specialists = worldOf(values) === "density" ? (values["specialists"] as string[]) : [];
  const all: Record<string, Controller> = {
    cao: { name: "cao", label: "centralised CAO", method: cao({ alpha, candidates, window: 30, order }) },
    "random-waypoint": {
      name: "random-waypoint",
      label: "random waypoints",
      method: randomWaypoint({ stride: number(values, "alpha") }),
    },
    "greedy-team": { name: "greedy-team", label: "greedy oracle", method: greedyTeam({ alpha, candidates: 20 }) },
    schwager: { name: "schwager", label: "Schwager", method: schwager() },
    lloyd: { name: "lloyd", label: "Lloyd", method: lloyd() },
  };
  return [
    { name: "bcd-cao", label: "BCD-CAO", method: bcdCao({ alpha, candidates, window, order }) },
    ...[...rivals, ...specialists].map((name) => all[name]!),
  ];
}

function scene(values: ControlValues): Scene {
  const stage = stageOf(values);
  const { lower, upper } = stage.problem.world.box;
  const opening = stage.problem.world.open(number(values, "seed"));
  const axis = (i: number, title: string) => ({ title, low: lower[i]!, high: upper[i]! });
  return {
    steps,
    panels: [
      {
        id: "map",
        kind: "plane",
        description: "The robots seen from above, with their paths, over what the world is like.",
        x: axis(0, "x"),
        y: axis(1, "y"),
        isEqualAspect: true,
        ...(stage.field && { field: stage.field(opening) }),
      },
      {
        id: "cost",
        kind: "curves",
        title: "measured cost",
        description: "The team's cost at each step.",
        x: { title: "step", low: 0, high: steps },
        y: { title: "J", low: 0 },
        lines: controllersOf(values).map(({ name, label }) => ({ name: label, method: name })),
      },
    ] as Scene["panels"],
  };
}

async function* play(values: ControlValues, signal: AbortSignal): AsyncGenerator<Frame, void> {
  const stage = stageOf(values);
  const runs = await Promise.all(
    controllersOf(values).map(async (controller) => {
      const iteration = controller.method(stage.problem);
      return { controller, iteration, state: await iteration.init(number(values, "seed")), end: "" };
    }),
  );
  for (let step = 0; step <= steps; step++) {
    yield frameOf(stage, step, runs);
    if (signal.aborted || step === steps) return;
    for (const run of runs) {
      if (run.end !== "") continue;
      run.state = await run.iteration.step(run.state);
      run.end = run.state.failure || (Number.isFinite(run.state.cost) ? "" : "diverged");
    }
    if (runs.every(({ end }) => end !== "")) return;
  }
}

type Run = { controller: Controller; state: State; end: string };

const placesOf = ({ positions }: State) => positions.map(([x, y]): Pair => [x!, y!]);

function frameOf(stage: Stage, step: number, runs: Run[]): Frame {
  const [own, ...others] = runs as [Run, ...Run[]];
  const robots = (run: Run, shape: "dot" | "ring"): Mark => ({
    name: run.controller.label,
    method: run.controller.name,
    kind: "points",
    at: placesOf(run.state),
    shape,
  });
  const trails = own.state.ids.map(
    (id, i): Mark => ({ name: `robot ${id}`, method: "bcd-cao", kind: "trail", at: placesOf(own.state)[i]! }),
  );
  const running = runs.filter(({ end }) => end === "");
  return {
    step,
    marks: {
      map: [
        ...(stage.marks?.(own.state.scene) ?? []),
        ...trails,
        ...others.map((run) => robots(run, "ring")),
        robots(own, "dot"),
      ],
    },
    ...(stage.field && { fields: { map: stage.field(own.state.scene) } }),
    points: { cost: running.map(({ controller, state }) => ({ line: controller.label, x: step, y: state.cost })) },
    figures: runs.flatMap(({ controller: { label, name }, state }): DemoFigure[] => [
      { of: label, method: name, label: "cost", value: state.cost },
      ...(stage.figure
        ? [
            {
              of: label,
              method: name,
              label: stage.figure.label,
              value: state.reports[stage.figure.name] ?? Number.NaN,
            },
          ]
        : []),
    ]),
    says: `Step ${step}, ${own.state.ids.length} robots. ${runs
      .map(({ controller: { label }, state }) => `${label} costs ${state.cost.toPrecision(3)}`)
      .join("; ")}.`,
  };
}

export const robots: Demo = defineDemo({
  id: "robots",
  title: "A team that nobody steers",
  says:
    "Each robot knows only where it was and what its own moves did to the team's cost. Let a third of them fail and watch the " +
    "others spread; make the line move; put an oracle or a controller made for the task beside them.",
  controls,
  scene,
  play,
});
