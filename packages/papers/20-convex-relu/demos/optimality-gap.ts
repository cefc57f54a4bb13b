import {
  type ConvexReluAdmmState,
  certify,
  convexReluAdmm,
  enumeratePatterns2d,
  type Iteration,
  networkObjective,
  networkOfLasso,
  planarTeacher,
  type ReluDescentState,
  type ReluNetwork,
  type ReluParams,
  type ReluProblem,
  recoverNetwork,
  reluDescent,
  type SampledConvexProgramState,
  sampledConvexProgram,
} from "gradus";
import {
  type Control,
  type ControlValues,
  type Demo,
  defineDemo,
  type Frame,
  type Mark,
  type Pair,
} from "../../src/demo.ts";

const frames = 60;

const number = (values: ControlValues, name: string) => values[name] as number;
const isIn = (values: ControlValues, name: string) => (values["methods"] as string[]).includes(name);

const slider = (
  name: string,
  label: string,
  value: number,
  [low, high]: Pair,
  rest: Partial<Control> & { isWhole?: boolean; scale?: "linear" | "log" } = {},
): Control => ({ kind: "slider", name, label, value, low, high, scale: "linear", ...rest }) as Control;

const ofAdmm = { method: "convex-relu-admm", group: "Alternating directions" };
const ofDescent = { method: "relu-descent", group: "Back-propagation" };

const controls: Control[] = [
  {
    kind: "several",
    name: "methods",
    label: "Methods",
    options: [
      { value: "admm", label: "convex program", method: "convex-relu-admm" },
      { value: "scp", label: "sampled neurons", method: "sampled-convex-program" },
      { value: "descent", label: "back-propagation", method: "relu-descent" },
    ],
    value: ["admm", "scp", "descent"],
  },
  slider("beta", "penalty β", 0.1, [0.01, 1], { scale: "log" }),
  { kind: "switch", name: "all", label: "all patterns", value: true, ...ofAdmm },
  slider("patterns", "sampled patterns P", 12, [1, 40], {
    isWhole: true,
    when: { control: "all", is: false },
    ...ofAdmm,
  }),
  slider("rho", "penalty ρ", 0.1, [0.005, 2], { scale: "log", ...ofAdmm }),
  slider("dualStep", "dual step γ_a/ρ", 1.6, [0.1, 1.618], ofAdmm),
  slider("neurons", "sampled neurons N", 300, [3, 1000], {
    isWhole: true,
    scale: "log",
    method: "sampled-convex-program",
    group: "Sampled neurons",
  }),
  slider("width", "neurons", 4, [1, 20], { isWhole: true, ...ofDescent }),
  slider("starts", "starts", 6, [1, 10], { isWhole: true, ...ofDescent }),
  slider("learningRate", "learning rate", 0.01, [0.001, 0.05], { scale: "log", ...ofDescent }),
  { kind: "seed", name: "seed", label: "seed", value: 0 },
];

type Runner = {
  line: string;
  method: string;
  iteration: Iteration<unknown, ReluParams>;
  state: unknown;
  network(state: unknown): ReluNetwork;
  steps: number;
  ended?: string;
};

/** Who takes part, without what it costs to begin. */
function lines(values: ControlValues): { line: string; method: string }[] {
  const starts = Array.from({ length: number(values, "starts") }, (_, i) => `start ${i + 1}`);
  return [
    ...(isIn(values, "admm") ? [{ line: "convex program", method: "convex-relu-admm" }] : []),
    ...(isIn(values, "scp") ? [{ line: "sampled neurons", method: "sampled-convex-program" }] : []),
    ...(isIn(values, "descent") ? starts.map((line) => ({ line, method: "relu-descent" })) : []),
  ];
}

const problemOf = (values: ControlValues) =>
  planarTeacher({ seed: number(values, "seed"), beta: number(values, "beta") });

async function begin(values: ControlValues, problem: ReluProblem): Promise<Runner[]> {
  const seed = number(values, "seed");
  const patterns = values["all"] ? "all" : number(values, "patterns");
  return Promise.all(
    lines(values).map(async ({ line, method }, i): Promise<Runner> => {
      const begun = async <State>(
        iteration: Iteration<State, ReluParams>,
        network: (state: State) => ReluNetwork,
        steps: number,
      ): Promise<Runner> => ({
        line,
        method,
        iteration: iteration as Iteration<unknown, ReluParams>,
        state: await iteration.init(seed + i),
        network: network as (state: unknown) => ReluNetwork,
        steps,
      });
      if (method === "convex-relu-admm") {
        const admm = convexReluAdmm({ patterns, rho: number(values, "rho"), dualStep: number(values, "dualStep") });
        return begun<ConvexReluAdmmState>(admm(problem), ({ v }) => recoverNetwork(v, 2), 50);
      }
      if (method === "sampled-convex-program") {
        const scp = sampledConvexProgram({ neurons: number(values, "neurons") });
        return begun<SampledConvexProgramState>(scp(problem), ({ U, alpha }) => networkOfLasso(U, alpha), 20);
      }
      const settings = { width: number(values, "width"), learningRate: number(values, "learningRate"), updates: 50 };
      return begun<ReluDescentState>(reluDescent(settings)(problem), (state) => state, 1);
    }),
  );
}

/** A lower bound of the global optimum, by a certificate of the exact program. */
async function boundOf(problem: ReluProblem, signal: AbortSignal): Promise<number> {
  const iteration = convexReluAdmm({ patterns: "all", rho: 0.1, dualStep: 1.6 })(problem);
  let state = await iteration.init(0);
  for (let k = 0; k < 3000 && !signal.aborted; k++) state = await iteration.step(state);
  const { X } = problem.reluTraining;
  return certify(problem.reluTraining, enumeratePatterns2d(X), recoverNetwork(state.v, 2)).lowerBound;
}

/** α_j u_j for each neuron: what it adds to the slope where it is active. */
const slopes = ({ U, alpha }: ReluNetwork): Pair[] =>
  [...alpha].map((a, j): Pair => [a * U.data[j]!, a * U.data[alpha.length + j]!]);

export const optimalityGap: Demo = defineDemo({
  id: "optimality-gap",
  title: "Above the global optimum",
  says:
    "A ReLU network is fitted to twenty points of the plane. The convex program over all activation patterns goes to the " +
    "global optimum, certified by a lower bound; back-propagation stops in whatever local minimum its start leads to. Give it " +
    "more neurons and the minima come close; take fewer patterns or sampled neurons and the convex optimum rises.",
  controls,

  scene: (values) => ({
    steps: frames,
    panels: [
      {
        id: "gap",
        kind: "curves",
        title: "Objective above the lower bound",
        description: "How far each network's objective is above the certified lower bound of the global optimum.",
        x: { title: "frame: 50 iterations, 20 of the lasso, 50 gradient steps", low: 0, high: frames },
        y: { title: "objective − bound", isLog: true },
        lines: lines(values).map(({ line, method }) => ({ name: line, method })),
      },
      {
        id: "neurons",
        kind: "plane",
        title: "Neurons",
        description: "The samples, and each neuron's slope where it is active, as an arrow.",
        x: { title: "x₁", low: -3, high: 3 },
        y: { title: "x₂", low: -3, high: 3 },
        isEqualAspect: true,
        size: "small",
        marks: [{ name: "samples", kind: "points", shape: "ring", at: samplesOf(problemOf(values)) }],
      },
    ],
  }),

  async *play(values, signal) {
    const problem = problemOf(values);
    const bound = await boundOf(problem, signal);
    const runners = await begin(values, problem);
    for (let step = 0; step <= frames; step++) {
      yield frameOf(step, runners, problem, bound);
      if (signal.aborted) return;
      for (const runner of runners) {
        for (let i = 0; i < runner.steps && runner.ended === undefined; i++) {
          if (runner.iteration.finished?.(runner.state)) break;
          runner.state = await runner.iteration.step(runner.state);
        }
        if (!Number.isFinite(networkObjective(runner.network(runner.state), problem.reluTraining))) {
          runner.ended = "diverged";
        }
      }
    }
  },
});

const samplesOf = ({ reluTraining: { X } }: ReluProblem): Pair[] =>
  Array.from({ length: X.rows }, (_, k): Pair => [X.data[2 * k]!, X.data[2 * k + 1]!]);

function frameOf(step: number, runners: Runner[], { reluTraining }: ReluProblem, bound: number): Frame {
  const ends = runners.map((runner) => {
    const network = runner.network(runner.state);
    const gap = runner.ended ? Number.NaN : networkObjective(network, reluTraining) - bound;
    return { ...runner, arrows: runner.ended ? [] : slopes(network), gap };
  });
  const finite = ends.filter(({ gap }) => Number.isFinite(gap));
  const lowest = finite.toSorted((a, b) => a.gap - b.gap)[0];
  // Arrows of one network of each kind: many starts would hide each other.
  const drawn = ends.filter(({ method }, i) => ends.findIndex((other) => other.method === method) === i);
  return {
    step,
    points: {
      gap: ends.map(({ line, gap, ended }) => ({ line, x: step, y: gap, ...(ended && { ended }) })),
    },
    marks: {
      neurons: drawn.map(
        ({ line, method, arrows }): Mark => ({
          name: line,
          method,
          kind: "arrows",
          from: arrows.map((): Pair => [0, 0]),
          to: arrows,
        }),
      ),
    },
    figures: ends.map(({ line, method, gap }) => ({ of: line, method, label: "above the bound", value: gap })),
    says: lowest
      ? `Frame ${step}. Lowest is ${lowest.line}, ${lowest.gap.toPrecision(2)} above the bound.`
      : `Frame ${step}.`,
  };
}
