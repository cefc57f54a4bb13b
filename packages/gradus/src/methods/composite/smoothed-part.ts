import type { HasNonsmoothPart, HasSaddlePart } from "../../core/composite.ts";
import { CapabilityError } from "../../core/errors.ts";
import type { OracleCalls } from "../../core/method.ts";
import { positive } from "../../core/options.ts";
import { type CompositeProblem, sum } from "./composite-iteration.ts";

/** A problem with f and χ, and h by its structure if at all. */
export type SmoothableProblem = CompositeProblem & Partial<HasSaddlePart & HasNonsmoothPart>;

/** The option of methods that smooth h. */
export const accuracyOptions = {
  /** ε > 0: where there is an h, it is smoothed by η = ε/(2 Ω), which costs at most ε/2. Default 1e-3. */
  accuracy: positive().default(1e-3),
};

/** f + h_η as one smooth function. */
export type SmoothedPart = {
  gradient(x: Float64Array): Promise<Float64Array>;
  /** L, or L + ‖K‖²/η where there is an h. */
  smoothness: number;
  /** What one gradient costs. */
  calls: OracleCalls;
};

/**
 * f + h_η with h_η(x) = max_{y ∈ Y} ⟨K x, y⟩ − J(y) − (η/2)‖y‖²; f where the problem has no h.
 * @throws {CapabilityError} if h is known by subgradients only: there is nothing to smooth.
 * @source Y. Nesterov, Smooth Minimization of Non-smooth Functions, 2005.
 */
export function smoothedPart(name: string, problem: SmoothableProblem, accuracy: number): SmoothedPart {
  const { smoothPart, saddlePart, nonsmoothPart } = problem;
  if (saddlePart === undefined) {
    if (nonsmoothPart !== undefined) {
      throw new CapabilityError(
        `${name} needs 'saddlePart' to smooth the nonsmooth part, which this problem does not offer`,
      );
    }
    return {
      gradient: async (x) => smoothPart.gradient(x),
      smoothness: smoothPart.smoothness,
      calls: { gradient: 1 },
    };
  }
  const { apply, applyTransposed, normSquared, dual } = saddlePart;
  const eta = dual.size > 0 ? accuracy / (2 * dual.size) : 1;
  return {
    gradient: async (x) => sum(await smoothPart.gradient(x), applyTransposed(dual.maximiser(apply(x), eta))),
    smoothness: smoothPart.smoothness + normSquared / eta,
    calls: { gradient: 1, operator: 1 },
  };
}
