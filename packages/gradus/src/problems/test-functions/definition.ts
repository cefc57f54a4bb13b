import { numpy as np, random } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { count, readOptions, z } from "../../core/options.ts";
import type { HasEvaluate, HasInitial, HasLoss, HasMinimum, HasName, HasResiduals } from "../../core/problem.ts";
import { type Precision, precision, toArray } from "../precision.ts";

/** The box in which a test function is usually posed. */
export type Domain = { lower: number[]; upper: number[] };

/** A function of Rⁿ whose minimum is known: differentiable as `loss`, a black box as `evaluate`. */
export type TestFunction = HasName &
  HasInitial<np.Array> &
  HasLoss<np.Array> &
  HasEvaluate &
  HasMinimum & { domain: Domain };

/** A test function that is a sum of squares, f = Σ r_i²; its `residuals` are √(2m) r, whose half mean square is f. */
export type SumOfSquares = TestFunction & HasResiduals<np.Array>;

const place = {
  /** Where runs begin: a point, or "uniform" for a draw from the domain by the run's seed. Default: see each function. */
  start: z.union([z.array(z.number()), z.literal("uniform")], "must be a list of numbers or 'uniform'").optional(),
  /** Precision of the parameters. Default float64. */
  dtype: precision().default("float64"),
};

export const planeOptions = z.object(place);

export const testFunctionOptions = z.object({
  /** The number n of coordinates. */
  dimension: count().optional(),
  ...place,
});

export type PlaneOptions = z.input<typeof planeOptions>;
export type TestFunctionOptions = z.input<typeof testFunctionOptions>;

type Definition = {
  /** f on the host. Differs from `loss` in rounding only. */
  value(x: Float64Array): number;
  domain: Domain;
  minimum: { value: number; at: number[][] };
  /** The literature's starting point, where there is one. */
  start?: number[];
} & (
  | { loss(x: np.Array): np.Array }
  /** r(x) with f = Σ r_i². */
  | { squares(x: np.Array): np.Array }
);

/** A test function of its definition, where the usual options do not say all of it. */
export function testFunction(
  name: string,
  definition: Definition,
  dtype: Precision,
  start?: number[] | "uniform",
): TestFunction {
  const { domain, minimum, value } = definition;
  const dimension = domain.lower.length;
  const from = start ?? definition.start ?? "uniform";
  if (from !== "uniform" && from.length !== dimension) {
    throw new OptionError(`${name}: start must have ${dimension} entries, got ${from.length}`);
  }
  const squares = "squares" in definition ? definition.squares : undefined;
  return {
    name,
    dimension,
    initial(key) {
      if (from !== "uniform") {
        key.dispose();
        return toArray(from, [dimension], dtype);
      }
      const widths = domain.upper.map((upper, i) => upper - domain.lower[i]!);
      return random
        .uniform(key, [dimension])
        .astype(dtype as np.DType)
        .mul(toArray(widths, [dimension], dtype))
        .add(toArray(domain.lower, [dimension], dtype));
    },
    loss: squares ? (x) => np.square(squares(x)).sum() : (definition as { loss(x: np.Array): np.Array }).loss,
    ...(squares && {
      residuals(x: np.Array) {
        const r = squares(x);
        return r.mul(Math.sqrt(2 * r.size));
      },
    }),
    evaluate: (points) => points.map(value),
    minimum,
    domain,
  };
}

type OfDefinition<D> = D extends { squares: unknown } ? SumOfSquares : TestFunction;

/** A test function of the plane. */
export const ofPlane =
  <const D extends Definition>(name: string, definition: D) =>
  (options: PlaneOptions = {}): OfDefinition<D> => {
    const { start, dtype } = readOptions(name, planeOptions, options);
    return testFunction(name, definition, dtype, start) as OfDefinition<D>;
  };

/** A test function of as many variables as one likes, at least `least`; its name carries their number. */
export const ofDimension =
  <const D extends Definition>(name: string, define: (n: number) => D, { usual = 2, least = 1 } = {}) =>
  (options: TestFunctionOptions = {}): OfDefinition<D> => {
    const { dimension = usual, start, dtype } = readOptions(name, testFunctionOptions, options);
    if (dimension < least) throw new OptionError(`${name}: dimension must be at least ${least}, got ${dimension}`);
    return testFunction(`${name} in ${dimension} dimensions`, define(dimension), dtype, start) as OfDefinition<D>;
  };

/** The scalars x_0, x_1, … of a vector. Traceable; consumes `x`. */
export function coordinates(x: np.Array): np.Array[] {
  const [n = 0] = x.shape;
  const parts = Array.from({ length: n }, (_, i) => x.ref.slice(i));
  x.dispose();
  return parts;
}

/** The cube [lower, upper]ⁿ. */
export const cube = (n: number, lower: number, upper: number): Domain => ({
  lower: Array<number>(n).fill(lower),
  upper: Array<number>(n).fill(upper),
});

/** The point (value, …, value) of Rⁿ. */
export const everywhere = (n: number, value: number): number[] => Array<number>(n).fill(value);
