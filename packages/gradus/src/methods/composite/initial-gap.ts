import { positive } from "../../core/options.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import { type CompositeProblem, type SaddleProblem, type SubgradientProblem, sum } from "./composite-iteration.ts";

/*
 * A bound Δ₀ ≥ Ψ(x_0) − min Ψ that needs no knowledge of the minimum [reconstructed]: f and h lie above linear functions
 * that are known at x_0, and with these in their place the minimum is one proximal step.
 */

/** Δ₀ from ∇f(x_0), and a slope g with h(u) ≥ h(x_0) − slack + ⟨g, u − x_0⟩. */
async function gapBound(
  { smoothPart, simplePart }: CompositeProblem,
  x0: Float64Array,
  g: Float64Array,
  slack: number,
): Promise<number> {
  const slope = sum(await smoothPart.gradient(x0), g);
  const lowest = simplePart.prox(slope, 0);
  const fall = slope.reduce((total, value, i) => total + value * (x0[i]! - lowest[i]!), 0);
  // Rounding may make a start at the minimum seem to lie below it.
  return Math.max(slack + fall + simplePart.value(x0) - simplePart.value(lowest), 0);
}

/** Δ₀ by a subgradient of h. Cost: one gradient, one subgradient. */
export const gapBySubgradient = (problem: SubgradientProblem, x0: Float64Array): Promise<number> =>
  gapBound(problem, x0, problem.nonsmoothPart.subgradient(x0), 0);

/** The option of methods that slide by operators. */
export const dualGapOptions = {
  /** Δ₀ > 0, at least Ψ(x_0) − min Ψ. Default: a bound from one gradient and one operator at x_0. */
  initialGap: positive().optional(),
};

/** Δ₀ by a point y of Y: h(u) ≥ ⟨K u, y⟩ − J(y). Cost: one gradient, one operator. */
export function gapByDual(problem: SaddleProblem, x0: Float64Array): Promise<number> {
  const { apply, applyTransposed, dual } = problem.saddlePart;
  const v = apply(x0);
  const y = dual.maximiser(v, 1);
  return gapBound(problem, x0, applyTransposed(y), dual.support(v) - dot(v, y) + dual.penalty(y));
}
