import { apply, applyTransposed, type Matrix } from "../../engine/linear-algebra/matrix.ts";
import { addScaled, dot } from "../../engine/linear-algebra/vector.ts";
import type { ConstrainedContext } from "./constrained-iteration.ts";
import type { KktPoint } from "./kkt-programs.ts";
import { searchTogether } from "./search-together.ts";

/*
 * The l1 merit function f + μ ‖c‖₁, and what a model of it promises for a step d = (d_x, d_λ):
 *
 *     q(d) = −∇fᵀ d_x − max(½ d_xᵀ B d_x, 0) + μ (‖c‖₁ − ‖G d_x + c‖₁)
 */

/** ‖a‖₁ */
export const l1Norm = (a: Float64Array): number => a.reduce((total, value) => total + Math.abs(value), 0);

/** What a model says of a step, before μ is known. */
export type StepModel = {
  /** ∇fᵀ d_x */
  slope: number;
  /** ∇fᵀ d_x + max(½ d_xᵀ B d_x, 0) */
  increase: number;
  /** ‖c‖₁ and ‖G d_x + c‖₁ */
  violation: number;
  predicted: number;
};

export function stepModel(
  { lagrangianGradient, multipliers, constraints }: KktPoint,
  { B, G }: { B: Matrix; G: Matrix },
  d: Float64Array,
): StepModel {
  const inX = d.subarray(0, G.columns);
  const objectiveGradient = addScaled(lagrangianGradient, -1, applyTransposed(G, multipliers));
  const slope = dot(objectiveGradient, inX);
  return {
    slope,
    increase: slope + Math.max(0.5 * dot(inX, apply(B, inX)), 0),
    violation: l1Norm(constraints),
    predicted: l1Norm(addScaled(constraints, 1, apply(G, inX))),
  };
}

/** q(d) */
export const modelReduction = ({ increase, violation, predicted }: StepModel, mu: number): number =>
  mu * (violation - predicted) - increase;

/** The least q(d) that will do: σ μ max(‖c‖₁, ‖G d_x + c‖₁ − ‖c‖₁). */
export const reductionAsked = ({ violation, predicted }: StepModel, mu: number, sigma: number): number =>
  sigma * mu * Math.max(violation, predicted - violation);

/**
 * Armijo's rule on the l1 merit function along d, for variables and multipliers together, and the point it leads to;
 * nothing if no step length will do. Values that agree to rounding count as equal.
 */
export async function searchL1(
  { point, evaluations, values, evaluate }: ConstrainedContext,
  d: Float64Array,
  { slope, violation, predicted }: StepModel,
  { mu, beta }: { mu: number; beta: number },
): Promise<{ alpha: number; point: KktPoint } | undefined> {
  const value = point.value + mu * violation;
  const along = slope - mu * (violation - predicted);
  const rounding = 1e-14 * Math.max(1, Math.abs(value));
  const found = await searchTogether(
    point,
    d,
    async (x, multipliers) => ({ x, multipliers, ...(await values(x)) }),
    (trial, alpha) => {
      evaluations.objective += 2;
      return trial.value + mu * l1Norm(trial.constraints) <= value + alpha * beta * along + rounding;
    },
  );
  if (found === undefined) return undefined;
  evaluations.objective += 2;
  evaluations.gradient += 2;
  return { alpha: found.alpha, point: await evaluate(found.point.x, found.point.multipliers) };
}
