import {
  adaptiveGmresL1Sqp,
  adaSketchNewton,
  augmentedLagrangian,
  type ConstrainedProblem,
  constrainedCollection,
  disposeState,
  ellipticControl,
  gmresL1Sqp,
  type Iteration,
  newtonKkt,
} from "gradus";
import { type ControlValues, type Demo, type DemoFigure, defineDemo, type Frame } from "../../src/demo.ts";

const number = (values: ControlValues, name: string) => values[name] as number;
const text = (values: ControlValues, name: string) => values[name] as string;

const problems: Record<string, () => ConstrainedProblem> = {
  ...constrainedCollection,
  "elliptic control": () => ellipticControl(),
};

type Contender = { value: string; label: string; method: string };

const contenders: Contender[] = [
  { value: "sketched", label: "AdaSketch-Newton", method: "ada-sketch-newton" },
  { value: "newton-kkt", label: "SQP, exact", method: "newton-kkt" },
  { value: "adaptive", label: "SQP, adaptive GMRES", method: "adaptive-gmres-l1-sqp" },
  { value: "gmres", label: "SQP, GMRES", method: "gmres-l1-sqp" },
  { value: "multipliers", label: "augmented Lagrangian", method: "augmented-lagrangian" },
];

function iterationOf(contender: string, values: ControlValues): Iteration<unknown, unknown> {
  const problem = problems[text(values, "problem")]!();
  const tolerance = 10 ** -number(values, "digits");
  switch (contender) {
    case "sketched":
      return adaSketchNewton({
        tolerance,
        maximumInnerSteps: 2e4,
        sketch: text(values, "sketch") as "kaczmarz",
        theta: text(values, "theta") as "one",
        accuracy: values["theory"] === true ? "theory" : { kappa: number(values, "kappa") },
      })(problem) as Iteration<unknown, unknown>;
    case "newton-kkt":
      return newtonKkt({ tolerance })(problem) as Iteration<unknown, unknown>;
    case "adaptive":
      return adaptiveGmresL1Sqp({ tolerance })(problem) as Iteration<unknown, unknown>;
    case "gmres":
      return gmresL1Sqp({ tolerance })(problem) as Iteration<unknown, unknown>;
    default:
      return augmentedLagrangian({ tolerance })(problem) as Iteration<unknown, unknown>;
  }
}

const takingPart = (values: ControlValues): Contender[] =>
  contenders.filter(({ value }) => (values["methods"] as string[]).includes(value));

/** Frames after which a run that has not converged is left. */
const longest = 150;

type Runner = Contender & {
  iteration: Iteration<unknown, unknown>;
  state: unknown;
  end: string;
  figures: DemoFigure[];
};

/**
 * The KKT residual of constrained methods against the work inside: how rough steps trade inner work for outer steps, and how
 * the theory's bound makes every step exact.
 */
export const descent: Demo = defineDemo({
  id: "inner-work",
  title: "How exactly is a Newton step worth solving?",
  says:
    "Each point is one outer step: how large the KKT residual is, and how many operations the inner solver has spent so far. " +
    "Make κ larger and steps become rough: many of them, each cheap. Let θ fall and the convergence bends down. With the " +
    "theory's bound the method solves each system almost to the end, which takes thousands of sketches (20,000 a step are " +
    "made at most); exact SQP shows what that is worth.",
  controls: [
    {
      kind: "choice",
      name: "problem",
      label: "problem",
      options: Object.keys(problems).map((name) => ({ value: name, label: name })),
      value: "HS77",
    },
    {
      kind: "several",
      name: "methods",
      label: "methods",
      options: contenders,
      value: ["sketched", "newton-kkt", "adaptive"],
    },
    {
      kind: "slider",
      name: "digits",
      label: "tolerance 10⁻ᵏ, k =",
      low: 2,
      high: 10,
      scale: "linear",
      isWhole: true,
      value: 8,
    },
    {
      kind: "choice",
      name: "sketch",
      label: "sketch",
      group: "AdaSketch-Newton",
      method: "ada-sketch-newton",
      options: [
        { value: "kaczmarz", label: "one equation (RK)" },
        { value: "gaussian", label: "a Gaussian vector (GV)" },
        { value: "block-kaczmarz", label: "four equations" },
      ],
      value: "kaczmarz",
      when: { control: "methods", is: "sketched" },
    },
    {
      kind: "switch",
      name: "theory",
      label: "the theory's bound",
      group: "AdaSketch-Newton",
      method: "ada-sketch-newton",
      value: false,
      when: { control: "methods", is: "sketched" },
    },
    {
      kind: "slider",
      name: "kappa",
      label: "accuracy κ",
      group: "AdaSketch-Newton",
      method: "ada-sketch-newton",
      low: 0.001,
      high: 0.9,
      scale: "log",
      value: 0.1,
      when: { control: "theory", is: false },
    },
    {
      kind: "choice",
      name: "theta",
      label: "θ",
      group: "AdaSketch-Newton",
      method: "ada-sketch-newton",
      options: [
        { value: "one", label: "1" },
        { value: "inverse-square", label: "1/(k+1)²" },
        { value: "residual", label: "min(1, ‖∇L‖)" },
      ],
      value: "one",
      when: { control: "methods", is: "sketched" },
    },
    { kind: "seed", name: "seed", label: "seed", value: 0 },
  ],

  scene(values) {
    const lines = takingPart(values).map(({ label, method }) => ({ name: label, method }));
    const names = lines.map(({ name }) => name).join(", ");
    return {
      steps: longest,
      panels: [
        {
          id: "work",
          kind: "curves",
          title: "KKT residual against inner work",
          description: `The KKT residual against floating point operations of the inner solver, for ${names}.`,
          x: { title: "operations of the inner solver", isLog: true },
          y: { title: "‖(∇ₓL, c)‖", isLog: true },
          lines,
        },
        {
          id: "steps",
          kind: "curves",
          title: "KKT residual against outer steps",
          description: `The KKT residual against the step, for ${names}.`,
          x: { title: "step" },
          y: { title: "‖(∇ₓL, c)‖", isLog: true },
          lines,
        },
      ],
    };
  },

  async *play(values, signal) {
    const runners: Runner[] = [];
    try {
      for (const contender of takingPart(values)) {
        const iteration = iterationOf(contender.value, values);
        runners.push({
          ...contender,
          iteration,
          state: await iteration.init(number(values, "seed")),
          end: "",
          figures: [],
        });
      }
      for (let step = 0; step <= longest; step++) {
        const moving = runners.filter(({ end }) => end === "");
        if (moving.length === 0) return;
        const points: NonNullable<Frame["points"]> = { work: [], steps: [] };
        for (const runner of moving) {
          if (step > 0) runner.state = await runner.iteration.step(runner.state);
          const measured = (await runner.iteration.measure(runner.state)) as unknown as Record<string, number>;
          const residual = measured["kktResidual"]!;
          runner.end = runner.iteration.finished?.(runner.state) ?? "";
          const ended = runner.end !== "" && !runner.end.startsWith("converged") ? { ended: runner.end } : {};
          points["steps"]!.push({ line: runner.label, x: step, y: residual, ...ended });
          points["work"]!.push({ line: runner.label, x: measured["innerFlops"] ?? 0, y: residual, ...ended });
          const of = { of: runner.label, method: runner.method };
          runner.figures = [
            { label: "steps", value: step, ...of },
            { label: "KKT residual", value: residual, ...of },
            { label: "evaluations", value: measured["objectiveEvaluations"]!, ...of },
            { label: "inner steps", value: measured["innerSteps"] ?? Number.NaN, ...of },
          ];
        }
        yield { step, points, figures: runners.flatMap(({ figures }) => figures) };
        if (signal.aborted) return;
      }
    } finally {
      for (const { iteration, state } of runners) {
        disposeState(state);
        iteration.dispose?.();
      }
    }
  },
});
