import { type Comparison, compare } from "./compare.ts";
import { type Contender, start } from "./contender.ts";
import { conicContender, ownReluContender } from "./contenders.ts";
import type { Conic } from "./peers.ts";
import type { ConicTask } from "./protocol.ts";
import { boundOf, measureOf, type ReluProgram, type ReluProgramSize, reluProgram } from "./relu-program.ts";
import { reluSolvers, type SolverName } from "./relu-solvers.ts";

/*
 * Seconds until the convex program of a two-layer ReLU network is solved to a relative gap: ours, projected gradient, and
 * general convex solvers. Ours are told how many iterations that takes, which is found out beforehand and not timed; a
 * general solver is told the gap, which it judges by its own residuals.
 */

const tolerances = [1e-2, 1e-4];

/** How far the search for the number of iterations goes, and by which factor from one look to the next. */
const mostIterations = 5000;
const growth = 1.15;

/** Unknowns up to which CVXOPT is timed: its dense factors take minutes beyond. */
const largestForCvxopt = 200;

const sizes: ReluProgramSize[] = [
  { kind: "plane", samples: 20 },
  { kind: "plane", samples: 60 },
  { kind: "sampled", samples: 150, features: 10, patterns: 24 },
  { kind: "sampled", samples: 300, features: 20, patterns: 36 },
];

const owns: { name: string; solver: SolverName }[] = [
  { name: "gradus ADMM, ρ = 0.1", solver: "admm" },
  { name: "gradus ADMM, ρ = 1", solver: "admm, rho 1" },
  { name: "projected gradient", solver: "projected gradient" },
];

/** One contender for one tolerance; `gap` is what its solution has, nothing if it did not get there. */
export type Solved = { name: string; tolerance: number; iterations?: number; gap?: number };

export type ReluComparison = {
  label: string;
  variables: number;
  /** The optimum, and by how much at most, relative to it, another could be below. */
  optimum: number;
  certified: number;
  solved: Solved[];
  comparison: Comparison;
};

export type ReluBench = {
  quick: boolean;
  conics: Conic[];
  rounds: number;
  onProgress: (text: string) => void;
  onComparison: (comparison: ReluComparison) => void;
};

/** Measures each program. */
export async function compareConvexNetworks({ quick, ...bench }: ReluBench): Promise<ReluComparison[]> {
  const comparisons: ReluComparison[] = [];
  for (const size of quick ? [sizes[0]!, sizes[2]!] : sizes) {
    const comparison = await compareOn(size, bench);
    bench.onComparison(comparison);
    comparisons.push(comparison);
  }
  return comparisons;
}

const conicTask = ({ problem, patterns }: ReluProgram, { solver }: Conic, tolerance: number): ConicTask => {
  const { X, y, beta } = problem.reluTraining;
  return { solver, X: [...X.data], y: [...y], features: X.columns, patterns: [...patterns.data], beta, tolerance };
};

async function compareOn(
  size: ReluProgramSize,
  { conics, rounds, onProgress }: Omit<ReluBench, "quick">,
): Promise<ReluComparison> {
  const program = reluProgram(size);
  const { label, problem, patterns } = program;
  const variables = 2 * patterns.rows * problem.reluTraining.X.columns;
  const measure = measureOf(program);
  onProgress(`${label}: the optimum`);
  const blocks = await nearOptimum(program, conics);
  const optimum = measure(blocks);
  const certified = 1 - boundOf(program, blocks) / optimum;
  const gapOf = (v: Float64Array) => measure(v) / optimum - 1;

  const solved: Solved[] = [];
  const contenders: Contender[] = [];
  for (const { name, solver } of owns) {
    const found = await iterationsTo(program, solver, gapOf, (k) => onProgress(`${label}: ${name}, iteration ${k}`));
    for (const { tolerance, ...rest } of found) {
      solved.push({ name: named(name, tolerance), tolerance, ...rest });
      const { iterations } = rest;
      if (iterations !== undefined) {
        contenders.push(ownReluContender(named(name, tolerance), { size, solver, iterations }));
      }
    }
  }
  for (const conic of conics) {
    if (conic.solver === "cvxopt" && variables > largestForCvxopt) continue;
    for (const tolerance of tolerances) {
      const name = named(conic.label, tolerance);
      contenders.push(conicContender(name, conic.python, conicTask(program, conic, tolerance)));
      solved.push({ name, tolerance });
    }
  }
  const comparison = await compare(contenders, {
    rounds,
    steps: 1,
    onProgress: (text) => onProgress(`${label}: ${text}`),
  });
  for (const one of solved) {
    const measured = comparison.measured.find(({ name }) => name === one.name);
    if (measured) one.gap = gapOf(Float64Array.from(measured.sample));
  }
  return { label, variables, optimum, certified, solved, comparison };
}

const named = (name: string, tolerance: number) => `${name}, to ${tolerance.toExponential()}`;

/** The iterations after which a gap is first seen to be at each tolerance, from looks that grow further apart. */
async function iterationsTo(
  program: ReluProgram,
  solver: SolverName,
  gapOf: (blocks: Float64Array) => number,
  onProgress: (iteration: number) => void,
): Promise<{ tolerance: number; iterations?: number }[]> {
  const under = await reluSolvers[solver](program);
  const reached = new Map<number, number>();
  for (let k = 1, look = 10; k <= mostIterations && reached.size < tolerances.length; k++) {
    await under.advance();
    if (k < look) continue;
    look = Math.ceil(growth * look);
    onProgress(k);
    const gap = gapOf(under.blocks());
    for (const tolerance of tolerances) if (gap <= tolerance && !reached.has(tolerance)) reached.set(tolerance, k);
  }
  return tolerances.map((tolerance) => {
    const iterations = reached.get(tolerance);
    return { tolerance, ...(iterations !== undefined && { iterations }) };
  });
}

/** Blocks to compare with: a general solver's where there is one, else those of many iterations of projected gradient. */
async function nearOptimum(program: ReluProgram, [conic]: Conic[]): Promise<Float64Array> {
  if (conic) {
    const running = start(conicContender(conic.label, conic.python, conicTask(program, conic, 1e-9)));
    try {
      return Float64Array.from((await running.prepare()).sample);
    } finally {
      running.stop();
    }
  }
  const under = await reluSolvers["projected gradient"](program);
  for (let k = 0; k < mostIterations; k++) await under.advance();
  return under.blocks();
}
