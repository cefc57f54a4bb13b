import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import type { Beginning, Space } from "./space.ts";

/*
 * Every method of this room is a rule that asks for values at points and, told them, asks for the next. Between the two
 * it is plain data, so that it can be saved while the values are computed elsewhere.
 */

/** What a rule remembers: plain data. */
export type Own = { [name: string]: number | string | Float64Array | Matrix };

/** What a rule is told. */
export type Told = {
  seed: number;
  /** Steps made before. */
  step: number;
  /** The points asked for, one a row, and their values: +∞ where there is none. */
  asked: Matrix;
  values: Float64Array;
  /** Gradients there, where the space has them. */
  gradients?: Matrix | undefined;
  /** The best point before, and its value. */
  best: Float64Array;
  bestValue: number;
};

/** What a rule asks for next. */
export type Asking<Memory extends Own> = {
  asked: Matrix;
  own: Memory;
  /** False where the step at hand is not over. Default true. */
  isStep?: boolean;
  /** The batch on which the points are to be evaluated. Default: the number of the step. */
  batch?: number;
  /** Why nothing is left to do. */
  outcome?: string;
};

/** A derivative-free method, without its problem. */
export type PopulationRule<Memory extends Own> = {
  name: string;
  /** The first points. @throws {OptionError} if options do not fit the space. */
  begin(beginning: Beginning): Asking<Memory>;
  next(told: Told, own: Memory, space: Space): Asking<Memory>;
  /** Whether the points asked for are wanted with their gradients, where the space has them. Default false. */
  wantsGradients?(own: Memory): boolean;
  /** The point to answer with in place of the best one; `told` are the values of what was asked for last, if known. */
  answer?(own: Memory, space: Space, told?: { asked: Matrix; values: Float64Array }): Float64Array | undefined;
  /** Numbers about the state. */
  reports?(own: Memory): Record<string, number>;
};

/** A rule at work: what it asks for, and the best point so far. */
export type Population<Memory extends Own> = {
  step: number;
  seed: number;
  asked: Matrix;
  batch: number;
  own: Memory;
  best: Float64Array;
  bestValue: number;
  /** Values told so far, and how many of them were not finite. */
  evaluations: number;
  failures: number;
  outcome: string;
};

/** The population before anything is known. */
export function beginPopulation<Memory extends Own>(
  rule: PopulationRule<Memory>,
  beginning: Beginning,
): Population<Memory> {
  const { asked, own, batch = 0, outcome = "" } = rule.begin(beginning);
  const { seed } = beginning;
  const best = asked.data.slice(0, asked.columns);
  const nothing = { best, bestValue: Number.POSITIVE_INFINITY, evaluations: 0, failures: 0 };
  return { step: 0, seed, asked, batch, own, outcome, ...nothing };
}

/** Tells a population the values of what it asked for. */
export function tellPopulation<Memory extends Own>(
  rule: PopulationRule<Memory>,
  population: Population<Memory>,
  space: Space,
  values: Float64Array,
  gradients?: Matrix,
): Population<Memory> {
  const { step, seed, asked, own } = population;
  const known = withBest(population, values);
  const { best, bestValue } = population;
  const next = rule.next({ seed, step, asked, values, gradients, best, bestValue }, own, space);
  const nextStep = (next.isStep ?? true) ? step + 1 : step;
  return {
    ...known,
    step: nextStep,
    asked: next.asked,
    batch: next.batch ?? nextStep,
    own: next.own,
    evaluations: population.evaluations + values.length,
    failures: population.failures + values.reduce((sum, value) => sum + Number(!Number.isFinite(value)), 0),
    outcome: next.outcome ?? "",
  };
}

/** The population with the best of what it asked for, which it has not been told. */
export function withBest<Memory extends Own>(population: Population<Memory>, values: Float64Array): Population<Memory> {
  let { best, bestValue } = population;
  const { data, columns } = population.asked;
  let lowest = -1;
  for (let i = 0; i < values.length; i++) {
    if (!(values[i]! < bestValue)) continue;
    bestValue = values[i]!;
    lowest = i;
  }
  if (lowest >= 0) best = data.slice(lowest * columns, (lowest + 1) * columns);
  return { ...population, best, bestValue };
}
