import { OptionError } from "../../core/errors.ts";
import { count, readOptions, z as schema, type z } from "../../core/options.ts";
import { toRows } from "../../engine/linear-algebra/matrix.ts";
import { beginPopulation, type Own, type Population, type PopulationRule, tellPopulation } from "./population.ts";
import type { Beginning, Space } from "./space.ts";

const point = () => schema.array(schema.number("must be numbers")).min(1, "must not be empty");

const askTellOptions = schema.object({
  /** d ≥ 1 coordinates. */
  dimension: count(),
  /** Where to start. Default the middle of the domain, or 0. */
  start: point().optional(),
  /** The box in which first points are drawn. */
  domain: schema.object({ lower: point(), upper: point() }).optional(),
  /** Seed of everything random. Default 0. */
  seed: schema
    .int("must be a whole number in [0, 2³²)")
    .min(0, "must be a whole number in [0, 2³²)")
    .max(2 ** 32 - 1, "must be a whole number in [0, 2³²)")
    .default(0),
});

export type AskTellOptions = z.input<typeof askTellOptions>;

/** A search between asks, as JSON. */
export type AskTellState = {
  format: "gradus-ask-tell-1";
  method: string;
  space: { dimension: number; domain?: { lower: number[]; upper: number[] } };
  population: unknown;
};

/** A search whose values come from elsewhere. */
export type AskTell = {
  /** The points whose values are wanted next; the same until they are told. */
  ask(): number[][];
  /** Tells the values of the points asked for, in their order; what is not finite counts as +∞. @throws {OptionError} if their number is another. */
  tell(values: ArrayLike<number>): void;
  /** Steps made. */
  readonly step: number;
  /** Values told. */
  readonly evaluations: number;
  /** The best point told so far, and its value; +∞ before. */
  readonly best: { point: number[]; value: number };
  /** What the method answers: the best point, or what its options say. */
  answer(): number[];
  /** Why nothing is left to do; undefined while there is something. */
  readonly finished: string | undefined;
  /** The whole state, as JSON: `resumeAskTell` goes on from it as if nothing had happened. */
  save(): AskTellState;
};

type WithRule<Memory extends Own> = { readonly rule: PopulationRule<Memory> };

/**
 * Asks and is told: a derivative-free method for objectives that live elsewhere, in a laboratory or another process. The
 * same seed and values give the same points as a run of the method on a black box.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or does not fit the dimension.
 * @example
 * const search = askTell(cmaEs(), { dimension: 2, start: [3, 3] });
 * for (let i = 0; i < 40; i++) search.tell(search.ask().map(([x, y]) => x! ** 2 + y! ** 2));
 * console.log(search.best.value);
 */
export function askTell<Memory extends Own>(method: WithRule<Memory>, options: AskTellOptions): AskTell {
  const { dimension, start, domain, seed } = readOptions("askTell", askTellOptions, options);
  const sides = { start, "domain.lower": domain?.lower, "domain.upper": domain?.upper };
  for (const [name, values] of Object.entries(sides)) {
    if (values && values.length !== dimension) {
      throw new OptionError(`askTell: ${name} must have ${dimension} entries, got ${values.length}`);
    }
  }
  const space = spaceOf({ dimension, ...(domain && { domain }) });
  const middle = space.domain?.lower.map((low, i) => (low + space.domain!.upper[i]!) / 2);
  const from = start ? Float64Array.from(start) : (middle ?? new Float64Array(dimension));
  const beginning: Beginning = { space, seed, start: from };
  return conversation(method.rule, space, beginPopulation(method.rule, beginning));
}

/**
 * Goes on from a state that `save` gave, by the same method with the same options.
 *
 * @throws {OptionError} if the state is of another method, or is none.
 */
export function resumeAskTell<Memory extends Own>(method: WithRule<Memory>, state: AskTellState): AskTell {
  if (state?.format !== "gradus-ask-tell-1") {
    throw new OptionError(`resumeAskTell: state must be one that save() gave, got format '${state?.format}'`);
  }
  if (state.method !== method.rule.name) {
    throw new OptionError(`resumeAskTell: the state is of '${state.method}', not of '${method.rule.name}'`);
  }
  return conversation(method.rule, spaceOf(state.space), fromJson(state.population) as Population<Memory>);
}

function conversation<Memory extends Own>(
  rule: PopulationRule<Memory>,
  space: Space,
  first: Population<Memory>,
): AskTell {
  let population = first;
  return {
    ask: () => toRows(population.asked).map((row) => [...row]),
    tell(values) {
      const { rows } = population.asked;
      if (values.length !== rows) {
        throw new OptionError(`${rule.name}: ${rows} values must be told, one for each point, got ${values.length}`);
      }
      const told = Float64Array.from(values, (value) => (Number.isFinite(value) ? value : Number.POSITIVE_INFINITY));
      population = tellPopulation(rule, population, space, told);
    },
    get step() {
      return population.step;
    },
    get evaluations() {
      return population.evaluations;
    },
    get best() {
      return { point: [...population.best], value: population.bestValue };
    },
    answer: () => [...(rule.answer?.(population.own, space) ?? population.best)],
    get finished() {
      return population.outcome || undefined;
    },
    save() {
      const { dimension, domain } = space;
      const box = domain && { lower: [...domain.lower], upper: [...domain.upper] };
      return {
        format: "gradus-ask-tell-1",
        method: rule.name,
        space: { dimension, ...(box && { domain: box }) },
        population: toJson(population),
      };
    },
  };
}

const spaceOf = ({ dimension, domain }: AskTellState["space"]): Space => ({
  dimension,
  ...(domain && { domain: { lower: Float64Array.from(domain.lower), upper: Float64Array.from(domain.upper) } }),
  hasGradients: false,
  hasBatches: false,
});

/** JSON has neither typed arrays nor infinities nor −0. */
function toJson(value: unknown): unknown {
  if (value instanceof Float64Array) return { float64: Array.from(value, (x) => toJson(x)) };
  if (typeof value === "number") {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { number: Object.is(value, -0) ? "-0" : `${value}` };
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
}

function fromJson(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const node = value as Record<string, unknown>;
  if (Array.isArray(node["float64"])) return Float64Array.from(node["float64"], (x) => fromJson(x) as number);
  if (typeof node["number"] === "string") return Number(node["number"]);
  return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, fromJson(item)]));
}
