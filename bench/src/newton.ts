import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { loadBreastCancer, split, standardize } from "@gradus/datasets";
import { numpy as np } from "@jax-js/jax";
import {
  generator,
  gradientRegularizedNewton,
  type HasInitial,
  type HasLoss,
  lastRow,
  lbfgs,
  type Method,
  minimize,
  newton,
  reportBelow,
  trees,
} from "gradus";
import { type Column, table } from "./table.ts";

/*
 * Newton's methods, ours and SciPy's, on the same logistic regressions until the norm of the gradient is at the goal: what
 * each asks for. Counts are the same on every machine, so nothing is repeated.
 */

const goal = 1e-8;

/** Rows times their labels, and the ridge. */
type Regression = { label: string; rows: number[][]; penalty: number };

export type NewtonCounts = {
  name: string;
  iterations: number;
  value: number;
  gradient: number;
  hessian: number;
  product: number;
  reached: boolean;
  /** Of the last gradient. */
  norm: number;
};

export type NewtonComparison = { label: string; version: string; measured: NewtonCounts[] };

async function tumours(): Promise<Regression> {
  const { train } = standardize(split(await loadBreastCancer()));
  const width = train.inputs.length / train.targets.length;
  const rows = Array.from(train.targets, (target, i) => {
    const label = target === 1 ? 1 : -1;
    return [...train.inputs.subarray(i * width, (i + 1) * width), 1].map((value) => label * value);
  });
  return { label: "breast cancer, 455 × 31, ridge 1e-3", rows, penalty: 1e-3 };
}

/** Normal rows whose columns have scales from 1 to 1/√condition, with labels drawn from the model. */
function synthetic(condition: number, penalty: number): Regression {
  const random = generator(condition);
  const [samples, columns] = [500, 50];
  const scales = Array.from({ length: columns }, (_, j) => condition ** (-j / (2 * (columns - 1))));
  const weights = scales.map((scale) => random.normal() / scale);
  const rows = Array.from({ length: samples }, () => {
    const row = scales.map((scale) => scale * random.normal());
    const score = row.reduce((sum, value, j) => sum + value * weights[j]!, 0);
    const label = random.uniform() < 1 / (1 + Math.exp(-score)) ? 1 : -1;
    return row.map((value) => label * value);
  });
  return { label: `synthetic, 500 × 50, condition ${condition.toExponential()}, ridge ${penalty}`, rows, penalty };
}

function problemOf({ rows, penalty }: Regression): HasInitial<np.Array> & HasLoss<np.Array> {
  const data = Float64Array.from(rows.flat());
  const shape = [rows.length, rows[0]!.length];
  return {
    initial(key) {
      key.dispose();
      return np.zeros([shape[1]!], { dtype: np.float64 });
    },
    loss(x) {
      const ridge = np
        .square(x.ref)
        .sum()
        .mul(penalty / 2);
      return np
        .logaddexp(np.dot(np.array(data, { shape, dtype: np.float64 }), x).neg(), 0)
        .mean()
        .add(ridge);
    },
  };
}

type AnyMethod = Method<HasInitial<np.Array> & HasLoss<np.Array>, unknown, np.Array>;

const own: [string, AnyMethod][] = [
  [
    "gradient-regularized Newton, products",
    gradientRegularizedNewton({ matrixFree: true, gradientTolerance: 0 }) as never,
  ],
  ["gradient-regularized Newton, matrices", gradientRegularizedNewton({ gradientTolerance: 0 }) as never],
  ["Newton with line search, matrices", newton({ gradientTolerance: 0 }) as never],
  ["L-BFGS", lbfgs({ gradientTolerance: 1e-9 }) as never],
];

async function ours(regression: Regression): Promise<NewtonCounts[]> {
  const counts: NewtonCounts[] = [];
  for (const [name, method] of own) {
    const stop = reportBelow("gradientNorm", goal);
    const { trace, answer } = await minimize(problemOf(regression), method, { steps: 500, stop });
    trees.dispose(answer);
    const { step, calls, extra } = lastRow(trace);
    const { gradient = 0, hessian = 0, hessianVectorProduct: product = 0 } = calls;
    counts.push({
      name,
      iterations: step,
      value: 0,
      gradient,
      hessian,
      product,
      reached: trace.status === "stopped",
      norm: extra["gradientNorm"]!,
    });
  }
  return counts;
}

function theirs(python: string, { rows, penalty }: Regression): { version: string; results: NewtonCounts[] } {
  const program = fileURLToPath(import.meta.resolve("./scipy_newton.py"));
  const input = JSON.stringify({ rows, penalty, goal });
  const { status, stdout, stderr, error } = spawnSync(python, [program], {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status === 0) return JSON.parse(stdout);
  return { version: `without SciPy: ${error?.message ?? stderr.trim().split("\n").at(-1)}`, results: [] };
}

/** Runs everything; SciPy where this Python has it. */
export async function compareNewton(python = "python3"): Promise<NewtonComparison[]> {
  const regressions = [await tumours(), synthetic(1e2, 1e-4), synthetic(1e6, 1e-8)];
  const comparisons: NewtonComparison[] = [];
  for (const regression of regressions) {
    const { version, results } = theirs(python, regression);
    comparisons.push({ label: regression.label, version, measured: [...(await ours(regression)), ...results] });
  }
  return comparisons;
}

const columns: Column[] = [
  { heading: "", align: "left" },
  ...["iterations", "values", "gradients", "Hessians", "products"].map(
    (heading): Column => ({ heading, align: "right" }),
  ),
];

/** A line a contender. Ours has a value with every gradient. */
export const newtonTable = ({ measured }: NewtonComparison): string =>
  table(
    columns,
    measured.map(({ name, reached, norm, iterations, value, gradient, hessian, product }) => [
      reached ? name : `${name} (ended at ${norm.toExponential(1)})`,
      ...[iterations, value, gradient, hessian, product].map(String),
    ]),
  );
