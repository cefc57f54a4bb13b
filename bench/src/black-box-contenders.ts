import { createRequire } from "node:module";
import { Script } from "node:vm";
import { numpy as np } from "@jax-js/jax";
import {
  cmaEs,
  consensus,
  differentialEvolution,
  minimize,
  nelderMead,
  objectiveBelow,
  particleSwarm,
  simulatedAnnealing,
} from "gradus";
import { installedVersion } from "./peers.ts";

/** A function to be minimised, posed in the cube [lower, upper]ⁿ; its minimum is 0. */
export type BlackBoxTask = {
  function: string;
  dimension: number;
  lower: number;
  upper: number;
  /** Reached where a value is at most this. */
  target: number;
  /** Evaluations after which a search is ended. */
  budget: number;
  /** A seed's place each. */
  places: Place[];
};

/** Where a search begins, and by how much the function is moved: a minimum in the middle of the cube would be a gift. */
export type Place = { start: number[]; shift: number[] };

/** How a search came out. Evaluations and seconds are those until the target was reached, else all. */
export type Outcome = { evaluations: number; seconds: number; reached: boolean; best: number };

type Value = (x: ArrayLike<number>) => number;
type Search = (f: Value, task: BlackBoxTask, place: Place, seed: number, isOver: () => boolean) => unknown;

/** The target is reached or the budget spent: leaves searches that cannot be told to end. */
class Ended extends Error {}

type Bounds = { bounds: { lower: number; upper: number } };
type OwnMethod = (bounds: Bounds) => unknown;

const ending =
  (f: Value, isOver: () => boolean): Value =>
  (x) => {
    const value = f(x);
    if (isOver()) throw new Ended();
    return value;
  };

/** Seconds after which a search is left that may not come back: dividing rectangles can stop asking for values. */
const patience = 2;

/** Calls a function, and leaves it where it takes too long. @throws {Ended} then. */
function interruptible(work: () => unknown): void {
  const global = globalThis as { interruptibleWork?: () => unknown };
  global.interruptibleWork = work;
  try {
    new Script("interruptibleWork()").runInThisContext({ timeout: 1000 * patience });
  } catch (cause) {
    throw (cause as { code?: string }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT" ? new Ended() : cause;
  } finally {
    delete global.interruptibleWork;
  }
}

/** Ours, at their defaults in the cube; the simplex knows no cube, as SciPy's and that of fmin. */
const ownMethods: Record<string, OwnMethod> = {
  "nelder-mead": () => nelderMead(),
  "nelder-mead, adaptive": () => nelderMead({ adaptive: true }),
  "differential-evolution": differentialEvolution,
  "simulated-annealing": simulatedAnnealing,
  "particle-swarm": particleSwarm,
  consensus,
  "cma-es": cmaEs,
};

const ownSearch =
  (method: OwnMethod): Search =>
  (f, { dimension, lower, upper, target, budget }, { start }, seed) => {
    const cube = { lower: Array<number>(dimension).fill(lower), upper: Array<number>(dimension).fill(upper) };
    const problem = {
      dimension,
      domain: cube,
      initial(key: np.Array) {
        key.dispose();
        return np.array(start, { dtype: np.float64 });
      },
      evaluate: (points: Float64Array[]) => points.map(f),
    };
    const stop = objectiveBelow(target);
    // No row is kept but the first and the last.
    const options = { seed, stop, calls: { evaluation: budget }, every: 2 ** 30 };
    return minimize(problem, method({ bounds: { lower, upper } }) as ReturnType<typeof cmaEs>, options);
  };

/** The names are data to the type checker: both are installed on first use. */
const simplexName: string = "fmin";
const rectanglesName: string = "ml-direct";

type Simplex = { nelderMead(f: Value, start: number[], options: object): unknown };
type Rectangles = (f: Value, lower: number[], upper: number[], options: object) => unknown;

/** What npm has, and its versions. */
async function peers(): Promise<{ searches: Record<string, Search>; versions: string[] }> {
  // As a module it has no exports, and leaves its functions in a global; where it shrinks, it assigns to a variable that
  // it does not declare, which throws unless there is a global of that name.
  await import(simplexName);
  const { fmin } = Object.assign(globalThis, { i: 0 }) as unknown as { fmin: Simplex };
  const direct = createRequire(import.meta.url)(rectanglesName) as Rectangles | { default: Rectangles };
  const divide = typeof direct === "function" ? direct : direct.default;
  const searches: Record<string, Search> = {
    // It takes its tolerance on places from the option for values.
    "fmin nelderMead": (f, { budget }, { start }, _, isOver) =>
      fmin.nelderMead(ending(f, isOver), [...start], { maxIterations: budget, minErrorDelta: 1e-12 }),
    "ml-direct": (f, { dimension, lower, upper }, _, __, isOver) => {
      const sides = [lower, upper].map((side) => Array<number>(dimension).fill(side)) as [number[], number[]];
      interruptible(() => divide(ending(f, isOver), ...sides, { iterations: 2000 }));
    },
  };
  return { searches, versions: [simplexName, rectanglesName].map((name) => `${name} ${installedVersion(name)}`) };
}

/** Ours, and what npm has where it could be installed. */
export async function nodeSearches(withPeers: boolean) {
  const own = Object.fromEntries(Object.entries(ownMethods).map(([name, method]) => [name, ownSearch(method)]));
  if (!withPeers) return { searches: own, versions: [] };
  const { searches, versions } = await peers();
  return { searches: { ...own, ...searches }, versions };
}

/** Runs a search until the target is reached, the budget spent or nothing left to do. */
export async function runSearch(
  search: Search,
  value: (x: Float64Array) => number,
  task: BlackBoxTask,
  seed: number,
): Promise<Outcome> {
  const place = task.places[seed]!;
  const outcome: Outcome = { evaluations: 0, seconds: 0, reached: false, best: Number.POSITIVE_INFINITY };
  const moved = new Float64Array(task.dimension);
  const begun = performance.now();
  const secondsSoFar = () => (performance.now() - begun) / 1000;

  const f: Value = (x) => {
    for (let i = 0; i < moved.length; i++) moved[i] = x[i]! - place.shift[i]!;
    const found = value(moved);
    // What comes with the population in which the target was reached is not counted.
    if (outcome.reached) return found;
    outcome.evaluations++;
    if (found < outcome.best) outcome.best = found;
    if (found <= task.target) {
      outcome.reached = true;
      outcome.seconds = secondsSoFar();
    }
    return found;
  };
  const isOver = () => outcome.reached || outcome.evaluations >= task.budget;
  try {
    await search(f, task, place, seed, isOver);
  } catch (cause) {
    if (!(cause instanceof Ended)) throw cause;
  }
  if (!outcome.reached) outcome.seconds = secondsSoFar();
  return outcome;
}
