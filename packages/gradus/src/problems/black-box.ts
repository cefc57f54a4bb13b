import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../core/errors.ts";
import { count, readOptions, z } from "../core/options.ts";
import type { HasEvaluate, HasInitial, HasName } from "../core/problem.ts";

/** A function of a point, as it stands in anyone's program; also one that asks somebody else and waits. */
export type PointFunction = (x: Float64Array) => number | Promise<number>;

const numbers = z.array(z.number("must be numbers"), "must be a list of numbers");
const side = z.union([z.number(), numbers], { error: "must be a number or a list, one number for each coordinate" });

export const blackBoxOptions = z.object({
  /** n ≥ 1 coordinates of a point. */
  dimension: count(),
  /** The box in which it is usually searched, { lower, upper }, each side a number or one for each coordinate. Default none. */
  domain: z.object({ lower: side, upper: side }, "must be { lower, upper }").optional(),
  /** The point where runs begin. Default the middle of the domain; 0 without one. */
  start: numbers.optional(),
  /** Its name in tables and errors. Default the function's own. */
  name: z.string("must be a text").optional(),
});

export type BlackBoxOptions = z.input<typeof blackBoxOptions>;

type BlackBox = HasName & HasInitial<np.Array> & HasEvaluate & { domain?: { lower: number[]; upper: number[] } };

/**
 * A problem of a plain function f: Rⁿ → R that nobody can differentiate: a formula, a simulator, a measurement.
 *
 * Points of one step are handed to f one after another without waiting, so that a function that returns promises works on
 * all of them at once. f may keep and change what it is given. Where it throws or is not finite, the point counts as
 * worse than any other.
 * @throws {OptionError} if an option is unknown or outside its range, or a list's length is not `dimension`.
 * @source Not a set-up of a paper: the customary zeroth-order oracle (Nemirovski and Yudin 1983).
 * @example
 * minimize(blackBox(([x, y]) => (1 - x!) ** 2 + 100 * (y! - x! * x!) ** 2, { dimension: 2 }), nelderMead(), { steps: 200 });
 */
export function blackBox(f: PointFunction, options: BlackBoxOptions): BlackBox {
  const { dimension, domain, start, name } = readOptions("blackBox", blackBoxOptions, options);
  const entries = (owner: string, given: number | number[]): number[] => {
    const list = Array.isArray(given) ? given : Array<number>(dimension).fill(given);
    if (list.length === dimension) return list;
    throw new OptionError(`blackBox: ${owner} must have ${dimension} entries, got ${list.length}`);
  };
  const box = domain && { lower: entries("domain.lower", domain.lower), upper: entries("domain.upper", domain.upper) };
  const crossed = box?.lower.findIndex((low, i) => !(low <= box.upper[i]!)) ?? -1;
  if (crossed >= 0) {
    const [low, high] = [box!.lower[crossed], box!.upper[crossed]];
    throw new OptionError(`blackBox: domain.lower must be at most domain.upper, got ${low} and ${high}`);
  }
  const first = start ? entries("start", start) : middle(dimension, box);
  return {
    name: name ?? (f.name && f.name !== "default" ? f.name : "black box"),
    dimension,
    ...(box && { domain: box }),
    initial(key) {
      key.dispose();
      return np.array(first, { dtype: np.float64 });
    },
    evaluate: async (points) => Promise.all(points.map((point) => f(point.slice()))),
  };
}

const middle = (dimension: number, box: { lower: number[]; upper: number[] } | undefined): number[] =>
  box ? box.lower.map((low, i) => (low + box.upper[i]!) / 2) : Array<number>(dimension).fill(0);
