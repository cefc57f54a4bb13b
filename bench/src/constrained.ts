import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  adaptiveGmresL1Sqp,
  adaSketchNewton,
  augmentedLagrangian,
  constrainedCollection,
  gmresL1Sqp,
  lastRow,
  type Method,
  minimize,
  newtonKkt,
  projectedGradient,
  type SolvedProgram,
  trees,
} from "gradus";
import { type Column, table } from "./table.ts";

/*
 * Methods for equality constraints, ours and SciPy's, on the whole collection from the standard starts until the KKT residual is
 * at the goal: problems solved, and what each asks for. Counts are the same on every machine, so nothing is repeated.
 */

const goal = 1e-6;
const names = Object.keys(constrainedCollection);

type ProblemCounts = {
  problem: string;
  iterations: number;
  value: number;
  gradient: number;
  hessian: number;
  reached: boolean;
  residual: number;
  objective: number;
};

export type ConstrainedCounts = { name: string; problems: ProblemCounts[] };
export type ConstrainedComparison = { version: string; measured: ConstrainedCounts[] };

type AnyMethod = Method<SolvedProgram, unknown, unknown>;

const own: [string, AnyMethod][] = [
  ["AdaSketch-Newton, Kaczmarz", adaSketchNewton({ tolerance: goal })],
  ["AdaSketch-Newton, Gaussian", adaSketchNewton({ tolerance: goal, sketch: "gaussian" })],
  ["Newton-KKT, l1 merit", newtonKkt({ tolerance: goal })],
  ["adaptive GMRES-l1-SQP", adaptiveGmresL1Sqp({ tolerance: goal })],
  ["GMRES-l1-SQP", gmresL1Sqp({ tolerance: goal })],
  ["augmented Lagrangian", augmentedLagrangian({ tolerance: goal })],
  ["projected gradient", projectedGradient({ tolerance: goal })],
];

async function ours(): Promise<ConstrainedCounts[]> {
  const measured: ConstrainedCounts[] = [];
  for (const [name, method] of own) {
    const problems: ProblemCounts[] = [];
    for (const problem of names) {
      const { trace, answer } = await minimize(constrainedCollection[problem]!(), method, { steps: 3000, every: 3000 });
      trees.dispose(answer as never);
      const { step, calls, extra, objective } = lastRow(trace);
      const n = calls.hessianVectorProduct ?? 0;
      problems.push({
        problem,
        iterations: step,
        // A gradient comes with its value.
        value: (calls.loss ?? 0) + (calls.gradient ?? 0),
        gradient: calls.gradient ?? 0,
        hessian: n > 0 ? step : 0,
        reached: extra["kktResidual"]! <= goal,
        residual: extra["kktResidual"]!,
        objective,
      });
    }
    measured.push({ name, problems });
  }
  return measured;
}

function theirs(python: string): { version: string; results: Record<string, ProblemCounts[]> } {
  const program = fileURLToPath(import.meta.resolve("./scipy_constrained.py"));
  const { status, stdout, stderr, error } = spawnSync(python, [program], {
    input: JSON.stringify({ names, goal }),
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status === 0) return JSON.parse(stdout);
  return { version: `without SciPy: ${error?.message ?? stderr.trim().split("\n").at(-1)}`, results: {} };
}

/** Runs everything; SciPy where this Python has it. */
export async function compareConstrained(python = "python3"): Promise<ConstrainedComparison> {
  const { version, results } = theirs(python);
  const measured = Object.entries(results).map(([name, problems]) => ({ name, problems }));
  return { version, measured: [...(await ours()), ...measured] };
}

const columns: Column[] = [
  { heading: "", align: "left" },
  ...["solved", "iterations", "values", "gradients", "Hessians"].map(
    (heading): Column => ({ heading, align: "right" }),
  ),
  { heading: "not solved", align: "left" },
];

const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** A line a contender: medians (and the most) over the problems that it solved, and which it did not. */
export const constrainedTable = ({ measured }: ConstrainedComparison): string =>
  table(
    columns,
    measured.map(({ name, problems }) => {
      const solved = problems.filter(({ reached }) => reached);
      const failed = problems.filter(({ reached }) => !reached);
      return [
        name,
        `${solved.length} of ${problems.length}`,
        ...(["iterations", "value", "gradient", "hessian"] as const).map((kind) => {
          const counts = solved.map((problem) => problem[kind]);
          return `${middle(counts)} (${Math.max(...counts)})`;
        }),
        failed.map(({ problem, residual }) => `${problem} (${residual.toExponential(0)})`).join(", "),
      ];
    }),
  );
