import type { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { readOptions, z } from "../../core/options.ts";
import { type ConstrainedProblem, type Coordinates, power, product, programOf, sum } from "./definition.ts";

const polynomial = () =>
  z.array(
    z.object({
      coefficient: z.number("must be a number"),
      exponents: z.array(z.int("must be whole numbers ≥ 0").min(0, "must be whole numbers ≥ 0")),
    }),
    "must be a list of terms",
  );

const polynomialProgramOptions = z.object({
  /** What tables call it. Default "polynomial program". */
  name: z.string("must be a text").default("polynomial program"),
  /** f, as terms: a coefficient and an exponent for each variable. */
  objective: polynomial(),
  /** c, a polynomial for each constraint. */
  constraints: z.array(polynomial()).min(1, "must not be empty"),
  /** x⁰ */
  start: z.array(z.number("must be numbers")).min(1, "must not be empty"),
  /** λ⁰. Default 0. */
  initialMultipliers: z.array(z.number("must be numbers")).optional(),
});

export type PolynomialProgramOptions = z.input<typeof polynomialProgramOptions>;

/**
 * A polynomial to be made small where other polynomials are 0: min f(x) subject to c(x) = 0, all given by their terms.
 *
 * @throws {OptionError} if a term has not one exponent for each variable.
 * @example
 * const circle = polynomialProgram({
 *   objective: [{ coefficient: 1, exponents: [1, 0] }],
 *   constraints: [[{ coefficient: 1, exponents: [2, 0] }, { coefficient: 1, exponents: [0, 2] }, { coefficient: -1, exponents: [0, 0] }]],
 *   start: [1, 1],
 * });
 */
export function polynomialProgram(options: PolynomialProgramOptions): ConstrainedProblem {
  const { name, objective, constraints, start, initialMultipliers } = readOptions(
    "polynomialProgram",
    polynomialProgramOptions,
    options,
  );
  const n = start.length;
  const wrong = [objective, ...constraints].flat().find(({ exponents }) => exponents.length !== n);
  if (wrong) {
    throw new OptionError(`polynomialProgram: exponents must be ${n} numbers, got ${wrong.exponents.length}`);
  }
  const formulaOf = (terms: z.output<ReturnType<typeof polynomial>>) => (x: Coordinates) => {
    const constant = (exponents: number[]) => exponents.every((exponent) => exponent === 0);
    const varying = terms.filter(({ exponents }) => !constant(exponents));
    const rest = terms.reduce((total, term) => total + (constant(term.exponents) ? term.coefficient : 0), 0);
    const monomials = varying.map(({ coefficient, exponents }): np.Array => {
      const factors = exponents.flatMap((exponent, i) => (exponent > 0 ? [power(x(i + 1), exponent)] : []));
      return product(...factors).mul(coefficient);
    });
    const value = monomials.length > 0 ? sum(...monomials) : x(1).mul(0);
    return rest === 0 ? value : value.add(rest);
  };
  return {
    ...programOf({ name, start, f: formulaOf(objective), c: constraints.map(formulaOf) }),
    ...(initialMultipliers && { initialMultipliers }),
  };
}
