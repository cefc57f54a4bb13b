import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ackley, generator, rastrigin, rosenbrock, seedFor, sphere, startEngine } from "gradus";
import { type BlackBoxTask, nodeSearches, type Outcome, type Place, runSearch } from "./black-box-contenders.ts";

/*
 * Derivative-free methods, ours and others', on test functions that are moved, until a value is at the target: the same
 * functions, cubes, starts and moves for all, case by case one after the other.
 */

const functions = { sphere, Rosenbrock: rosenbrock, Rastrigin: rastrigin, Ackley: ackley };

const target = 1e-3;

/** Evaluations a search may take, and how many seeds there are. */
const sizes = [
  { dimension: 2, budget: 1e4, seeds: 5 },
  { dimension: 10, budget: 3e4, seeds: 5 },
  { dimension: 20, budget: 5e4, seeds: 3 },
  { dimension: 100, budget: 2e4, seeds: 3 },
];

/** What methods are not made for: beyond so many dimensions they get this many evaluations, or none. */
const limits = [
  // Takes time like the square of the number of its rectangles.
  { methods: /^ml-direct$/, beyond: 10, budget: 0 },
  // A step takes time like the square of the dimension, and moves one corner.
  { methods: /nelder-?mead/i, beyond: 20, budget: 2000 },
];

/** The first run of a method on a function is compiled as it goes: one of so many evaluations comes before the others. */
const warmUp = 500;

const budgetOf = (label: string, { dimension, budget }: BlackBoxTask): number =>
  limits.find(({ methods, beyond }) => dimension > beyond && methods.test(label))?.budget ?? budget;

/** All runs on a function in so many dimensions: an outcome a seed. */
export type BlackBoxCase = {
  function: string;
  dimension: number;
  budget: number;
  runs: Record<string, Outcome[]>;
};

export type BlackBoxComparison = {
  cases: BlackBoxCase[];
  versions: string[];
  /** The largest difference, relative, of the function's values at all starts in the two languages; NaN without SciPy. */
  apart: number;
};

function taskOf(name: keyof typeof functions, { dimension, budget, seeds }: (typeof sizes)[number]): BlackBoxTask {
  const { domain } = functions[name]({ dimension });
  const [lower, upper] = [domain.lower[0]!, domain.upper[0]!];
  const places = Array.from({ length: seeds }, (_, seed): Place => {
    const random = generator(seedFor(seed, name, dimension));
    const drawn = (from: number, to: number) =>
      Array.from({ length: dimension }, () => from + (to - from) * random.uniform());
    const reach = 0.2 * (upper - lower);
    return { start: drawn(lower, upper), shift: drawn(-reach, reach) };
  });
  return { function: name, dimension, lower, upper, target, budget, places };
}

const sciPyMethods = [
  "SciPy Nelder-Mead",
  "SciPy Nelder-Mead, adaptive",
  "SciPy differential_evolution",
  "SciPy dual_annealing",
];

type FromSciPy = { version: string; atStart: number[]; runs: Record<string, Outcome[]> };

function theirs(python: string, task: BlackBoxTask): FromSciPy {
  const program = fileURLToPath(import.meta.resolve("./scipy_black_boxes.py"));
  const budgets = Object.fromEntries(sciPyMethods.map((name) => [name, budgetOf(name, task)]));
  const input = JSON.stringify({ ...task, budgets });
  const { status, stdout, stderr, error } = spawnSync(python, [program], { input, encoding: "utf8" });
  if (status === 0) return JSON.parse(stdout);
  return { version: `without SciPy: ${error?.message ?? stderr.trim().split("\n").at(-1)}`, atStart: [], runs: {} };
}

export type BlackBoxOptions = {
  python?: string | undefined;
  /** What npm has is installed. */
  withPeers: boolean;
  /** Up to 20 dimensions, three seeds. */
  quick: boolean;
  onProgress(text: string): void;
  /** Told all runs in so many dimensions as soon as they are there. */
  onDimension(cases: BlackBoxCase[]): void;
};

/** Runs everything; SciPy where this Python has it. */
export async function compareBlackBoxes({
  python = "python3",
  withPeers,
  quick,
  onProgress,
  onDimension,
}: BlackBoxOptions): Promise<BlackBoxComparison> {
  await startEngine();
  const { searches, versions } = await nodeSearches(withPeers);
  const all = new Set(versions);
  const cases: BlackBoxCase[] = [];
  let apart = Number.NaN;
  for (const size of quick ? sizes.slice(0, 3).map((size) => ({ ...size, seeds: 3 })) : sizes) {
    for (const name of Object.keys(functions) as (keyof typeof functions)[]) {
      const { dimension, budget } = size;
      const task = taskOf(name, size);
      const { evaluate } = functions[name]({ dimension });
      const value = (x: Float64Array) => (evaluate([x]) as number[])[0]!;
      const runs: Record<string, Outcome[]> = {};
      for (const [label, search] of Object.entries(searches)) {
        const own = { ...task, budget: budgetOf(label, task) };
        if (own.budget === 0) continue;
        onProgress(`${name} in ${dimension} dimensions: ${label}`);
        await runSearch(search, value, { ...own, budget: warmUp }, 0);
        runs[label] = [];
        for (let seed = 0; seed < size.seeds; seed++) runs[label].push(await runSearch(search, value, own, seed));
      }
      onProgress(`${name} in ${dimension} dimensions: SciPy`);
      const peer = theirs(python, task);
      all.add(peer.version);
      for (const [seed, there] of peer.atStart.entries()) {
        const { start, shift } = task.places[seed]!;
        const here = value(Float64Array.from(start, (x, i) => x - shift[i]!));
        apart = Math.max(Number.isNaN(apart) ? 0 : apart, Math.abs(here - there) / Math.abs(there));
      }
      cases.push({ function: name, dimension, budget, runs: { ...runs, ...peer.runs } });
    }
    onDimension(cases.filter(({ dimension }) => dimension === size.dimension));
  }
  return { cases, versions: [...all], apart };
}
