import {
  disposeState,
  type GamState,
  gam,
  hyperCleaning,
  type Iteration,
  type LvHbaState,
  lvHba,
  type WeightedSvm,
} from "gradus";
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

const edge = 3.2;
const dimension = 2;
const samples = 80;

const number = (values: ControlValues, name: string) => values[name] as number;

type Slider = { name: string; label: string; value: number; low: number; high: number; isLinear?: boolean };
const slider = ({ isLinear = false, ...rest }: Slider): Control => ({
  kind: "slider",
  scale: isLinear ? "linear" : "log",
  ...rest,
});
const ofMethod = (control: Control): Control => ({ ...control, group: "LV-HBA", method: "lv-hba" });

const controls: Control[] = [
  slider({ name: "corruption", label: "share of wrong labels", value: 0.4, low: 0, high: 0.49, isLinear: true }),
  ofMethod(slider({ name: "alpha", label: "step of weights and machine α", value: 0.05, low: 0.005, high: 0.5 })),
  ofMethod(slider({ name: "eta", label: "step of the tracker η", value: 0.2, low: 0.005, high: 0.5 })),
  ofMethod(slider({ name: "c0", label: "penalty at first c₀", value: 0.1, low: 0.005, high: 2 })),
  ofMethod(slider({ name: "p", label: "growth of the penalty p", value: 0.3, low: 0, high: 0.5, isLinear: true })),
  ofMethod({ kind: "switch", name: "isScaled", label: "constraints scaled to norm 1", value: true }),
  {
    kind: "switch",
    name: "gam",
    label: "beside it, by exact implicit gradients",
    value: true,
    group: "GAM",
    method: "gam",
  },
  { kind: "slider", name: "steps", label: "steps", value: 600, low: 20, high: 2000, scale: "log", isWhole: true },
  { kind: "seed", name: "seed", label: "seed", value: 0 },
];

type Levels = LvHbaState | GamState;

type Runner = {
  label: string;
  method: string;
  iteration: Iteration<Levels, unknown>;
  state: Levels;
  ended: string;
};

const problemOf = (values: ControlValues): WeightedSvm =>
  hyperCleaning({ dimension, samples, corruption: number(values, "corruption"), instance: number(values, "seed") });

async function runnersOf(values: ControlValues, problem: WeightedSvm): Promise<Runner[]> {
  const ours = lvHba({
    alpha: number(values, "alpha"),
    eta: number(values, "eta"),
    gamma1: 2,
    gamma2: 2,
    c0: number(values, "c0"),
    p: number(values, "p"),
    r: 200,
    constraintScale: values["isScaled"] ? "auto" : 1,
    sweeps: 200,
  })(problem);
  const runners: Runner[] = [
    { label: "LV-HBA", method: "lv-hba", iteration: ours as Runner["iteration"], state: await ours.init(0), ended: "" },
  ];
  if (values["gam"]) {
    const exact = gam({ rate: 0.03 * samples })(problem);
    const iteration = exact as unknown as Runner["iteration"];
    runners.push({ label: "GAM", method: "gam", iteration, state: await exact.init(0), ended: "" });
  }
  return runners;
}

const axis = (title: string) => ({ title, low: -edge, high: edge });

function scene(values: ControlValues): Scene {
  const lines = [{ name: "LV-HBA", method: "lv-hba" }, ...(values["gam"] ? [{ name: "GAM", method: "gam" }] : [])];
  const steps = Math.round(number(values, "steps"));
  return {
    steps,
    panels: [
      {
        id: "plane",
        kind: "plane",
        description:
          "Samples to train on, as large as their weights; those with wrong labels are crosses. Lines part the two classes.",
        x: axis("z₁"),
        y: axis("z₂"),
        isEqualAspect: true,
      },
      {
        id: "accuracy",
        kind: "curves",
        title: "test accuracy",
        description: "The share of held-out samples on the right side of the line.",
        x: { title: "step", low: 0, high: steps },
        y: { title: "accuracy", high: 1 },
        lines,
      },
      {
        id: "loss",
        kind: "curves",
        title: "validation loss",
        description: "The upper level's objective.",
        x: { title: "step", low: 0, high: steps },
        y: { title: "F" },
        lines,
      },
    ],
  };
}

async function* play(values: ControlValues, signal: AbortSignal): AsyncGenerator<Frame, void> {
  const problem = problemOf(values);
  const runners = await runnersOf(values, problem);
  const before = runners[0]!.state.y.slice();
  const steps = Math.round(number(values, "steps"));
  try {
    for (let step = 0; step <= steps; step++) {
      yield await frameOf(problem, step, runners, before);
      if (signal.aborted || step === steps || runners.every(({ ended }) => ended)) return;
      for (const runner of runners) {
        if (runner.ended) continue;
        runner.state = await runner.iteration.step(runner.state);
        const { objective } = await runner.iteration.measure(runner.state);
        runner.ended = Number.isFinite(objective) ? (runner.iteration.finished?.(runner.state) ?? "") : "diverged";
      }
    }
  } finally {
    for (const { state, iteration } of runners) {
      disposeState(state);
      iteration.dispose?.();
    }
  }
}

async function frameOf(problem: WeightedSvm, step: number, runners: Runner[], before: Float64Array): Promise<Frame> {
  const [own] = runners as [Runner, ...Runner[]];
  const ends = await Promise.all(
    runners.map(async (runner) => ({
      runner,
      loss: (await runner.iteration.measure(runner.state)).objective,
      accuracy: accuracyOf(problem, runner.state.y),
    })),
  );
  const flipped = weightOfFlipped(problem, own.state.x);
  return {
    step,
    marks: {
      plane: [
        ...samplesOf(problem, own.state.x),
        ...lineOf("equal weights", before, { isDashed: true }),
        ...runners.flatMap(({ label, method, state }) => lineOf(label, state.y, { method })),
      ],
    },
    points: {
      accuracy: ends.map(({ runner, accuracy }) => ({ line: runner.label, x: step, y: accuracy, ...endedOf(runner) })),
      loss: ends.map(({ runner, loss }) => ({ line: runner.label, x: step, y: loss, ...endedOf(runner) })),
    },
    figures: [
      ...ends.flatMap(({ runner: { label, method }, loss, accuracy }): DemoFigure[] => [
        { of: label, method, label: "test accuracy", value: accuracy },
        { of: label, method, label: "validation loss", value: loss },
      ]),
      { label: "weight of wrong labels over that of right ones", value: flipped },
    ],
    says: `Step ${step}. ${ends
      .map(
        ({ runner: { label }, accuracy }) =>
          `${label} is right on ${(100 * accuracy).toFixed(1)} % of the held-out samples`,
      )
      .join("; ")}.`,
  };
}

const endedOf = ({ ended }: Runner) => (ended ? { ended } : {});

/** Samples by their label as given and whether it is right, as large as their weight. */
function samplesOf({ data: { train, flipped } }: WeightedSvm, c: Float64Array): Mark[] {
  const most = Math.max(...c, 0);
  const groups = [
    { name: "label +1", label: 1, isFlipped: 0, shape: "dot" },
    { name: "label −1", label: -1, isFlipped: 0, shape: "ring" },
    { name: "wrong label", label: 0, isFlipped: 1, shape: "cross" },
  ] as const;
  return groups.map(({ name, label, isFlipped, shape }): Mark => {
    const rows = [...train.targets.keys()].filter(
      (i) => flipped?.[i] === isFlipped && (label === 0 || train.targets[i] === label),
    );
    return {
      name,
      kind: "points",
      shape,
      at: rows.map((i): Pair => [train.inputs[2 * i]!, train.inputs[2 * i + 1]!]),
      sizes: rows.map((i) => Math.exp(c[i]! - most)),
    };
  });
}

/** Where w₁ z₁ + w₂ z₂ + b = 0 within the panel. */
function lineOf(name: string, y: Float64Array, how: { method?: string; isDashed?: boolean }): Mark[] {
  const [w1, w2, b] = [y[0]!, y[1]!, y[2]!];
  const square = w1 * w1 + w2 * w2;
  if (!(square > 0) || !Number.isFinite(square + b)) return [];
  const foot: Pair = [(-b * w1) / square, (-b * w2) / square];
  const along = (2 * edge) / Math.sqrt(square);
  const at: Pair[] = [-1, 1].map((sign): Pair => [foot[0] - sign * along * w2, foot[1] + sign * along * w1]);
  return [{ name, kind: "line", at, label: name, ...how }];
}

function accuracyOf({ data: { test } }: WeightedSvm, y: Float64Array): number {
  const right = test.targets.reduce((sum, label, i) => {
    const score = y[0]! * test.inputs[2 * i]! + y[1]! * test.inputs[2 * i + 1]! + y[2]!;
    return sum + Number(label * score > 0);
  }, 0);
  return right / test.targets.length;
}

function weightOfFlipped({ data: { flipped } }: WeightedSvm, c: Float64Array): number {
  const mean = (kind: number) => {
    const weights = c.filter((_, i) => flipped?.[i] === kind).map(Math.exp);
    return weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  };
  return mean(1) / mean(0);
}

export const cleaning: Demo = defineDemo({
  id: "cleaning",
  title: "Which labels are wrong?",
  says:
    "A support vector machine is trained on samples many of whose labels are wrong; clean samples decide how much each of them " +
    "counts. Watch the crosses shrink and the line turn. Take the scaling of the constraints away, or make α larger than η, " +
    "and see it come apart.",
  controls,
  scene,
  play,
});
