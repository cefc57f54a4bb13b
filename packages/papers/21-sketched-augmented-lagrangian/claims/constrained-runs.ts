import {
  adaptiveGmresL1Sqp,
  adaSketchNewton,
  augmentedLagrangian,
  type ConstrainedProblem,
  gmresL1Sqp,
  lastRow,
  type Method,
  newtonKkt,
  type RunOptions,
  type Trace,
} from "gradus";
import type { RunLabel, TrialContext } from "../../src/experiment.ts";
import { figure, type Measurements, measured, type Reading, type Statistic } from "../../src/statistic.ts";

/** A method for problems with equality constraints. */
export type ConstrainedMethod = Method<ConstrainedProblem, unknown, unknown>;

/** What is told of a run's end. */
type EndFigure = "residual" | "violation" | "evaluations" | "steps" | "converged" | "error" | "seconds";

export type Contender =
  | "Kaczmarz"
  | "Gaussian"
  | "adaptive GMRES-l1"
  | "GMRES-l1"
  | "Newton-KKT"
  | "augmented Lagrangian";

const nameOf = (contender: string, problem: string, figureName: EndFigure) =>
  `${figureName} of ${contender} on ${problem}`;

/** Reads a figure of a run's end from a trial. */
export const endOf = (contender: Contender, problem: string, figureName: EndFigure): Reading =>
  measured(nameOf(contender, problem, figureName));

/** The same over several problems, as a list. */
const endsOf = (contender: Contender, problems: readonly string[], figureName: EndFigure) =>
  problems.map((problem) => endOf(contender, problem, figureName));

/** Whether a trace ended with a KKT residual at or below the tolerance. */
const hasConverged = ({ reason }: Trace): boolean => reason.startsWith("converged");

/** Runs a contender to its end; `least` is the known least objective. */
export async function solveWith(
  context: TrialContext,
  { contender, setting }: RunLabel & { contender: Contender; setting: string },
  problem: ConstrainedProblem,
  method: ConstrainedMethod,
  { least = Number.NaN, ...options }: RunOptions & { least?: number },
): Promise<Measurements> {
  const trace = await context.run({ contender, setting }, problem, method, options);
  const { step, objective, extra, seconds } = lastRow(trace);
  const ends: Record<EndFigure, number> = {
    residual: extra["kktResidual"]!,
    violation: extra["constraintNorm"]!,
    evaluations: extra["objectiveEvaluations"]!,
    steps: step,
    converged: Number(hasConverged(trace)),
    error: Math.abs(objective - least) / Math.max(1, Math.abs(least)),
    seconds,
  };
  return Object.fromEntries(
    Object.entries(ends).map(([figureName, value]) => [nameOf(contender, setting, figureName as EndFigure), value]),
  );
}

/** Methods by contender, with what a set-up changes. */
export const contenders = (options: {
  tolerance?: number;
  eigenTolerance?: number;
  maximumInnerSteps?: number;
  cycle?: number;
}): Record<Contender, ConstrainedMethod> => {
  const { maximumInnerSteps, cycle, tolerance, eigenTolerance } = options;
  const accuracy = {
    ...(tolerance !== undefined && { tolerance }),
    ...(eigenTolerance !== undefined && { eigenTolerance }),
  };
  const sketched = { ...accuracy, ...(maximumInnerSteps !== undefined && { maximumInnerSteps }) };
  const cycled = { ...accuracy, ...(cycle !== undefined && { cycle }) };
  return {
    Kaczmarz: adaSketchNewton(sketched),
    Gaussian: adaSketchNewton({ ...sketched, sketch: "gaussian" }),
    "adaptive GMRES-l1": adaptiveGmresL1Sqp(cycled),
    "GMRES-l1": gmresL1Sqp(cycled),
    "Newton-KKT": newtonKkt(accuracy),
    "augmented Lagrangian": augmentedLagrangian(tolerance === undefined ? {} : { tolerance }),
  };
};

const middle = (values: number[]) => {
  if (values.some(Number.isNaN)) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

/** The median of a figure over problems (and contenders) in one trial. */
export const medianOver =
  (names: readonly Contender[], problems: readonly string[], figureName: EndFigure): Reading =>
  (trial) =>
    middle(names.flatMap((name) => endsOf(name, problems, figureName).map((reading) => reading(trial))));

/** The median of a figure over problems and trials, of some contenders over that of another. */
export function ratioOfMediansOver(
  ours: readonly Contender[],
  theirs: Contender,
  problems: readonly string[],
  figureName: EndFigure,
): Statistic {
  const all = (names: readonly Contender[], trials: Measurements[]) =>
    middle(
      trials.flatMap((trial) =>
        names.flatMap((name) => endsOf(name, problems, figureName).map((reading) => reading(trial))),
      ),
    );
  const within: Reading = (trial) => all(ours, [trial]) / all([theirs], [trial]);
  return figure(
    "ratio of medians over problems and trials",
    (trials) => all(ours, trials) / all([theirs], trials),
    within,
  );
}

/** How many of the problems a contender solved in a trial. */
export const solvedBy =
  (contender: Contender, problems: readonly string[]): Reading =>
  (trial) =>
    endsOf(contender, problems, "converged").reduce((total, reading) => total + reading(trial), 0);

/** The largest of a figure over problems in a trial. */
export const worstOver =
  (names: readonly Contender[], problems: readonly string[], figureName: EndFigure): Reading =>
  (trial) =>
    Math.max(...names.flatMap((name) => endsOf(name, problems, figureName).map((reading) => reading(trial))));
