import { apply, applyTransposed } from "../../engine/linear-algebra/matrix.ts";
import { addScaled, dot } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import { type EqualityConstrained, type KktMatrices, type KktPoint, kktPrograms, type Values } from "./kkt-programs.ts";

/** η₁ and η₂. */
export type Penalties = { eta1: number; eta2: number };

/** M_η = f + λᵀ c + (η₁/2) ‖c‖² + (η₂/2) ‖∇ₓL‖² */
export const meritValue = (
  { value, multipliers, constraints: c, lagrangianGradient: g }: Values & KktPoint,
  { eta1, eta2 }: Penalties,
): number => value + dot(multipliers, c) + (eta1 / 2) * dot(c, c) + (eta2 / 2) * dot(g, g);

/**
 * ∇M_η = (∇ₓL + η₂ H ∇ₓL + η₁ Gᵀ c,  c + η₂ G ∇ₓL), as one vector. H is ∇²ₓₓL; with ∇²f in its place it is what the
 * authors' code computes.
 */
export function meritGradient(
  { constraints: c, lagrangianGradient: g }: KktPoint,
  { H, G }: KktMatrices,
  { eta1, eta2 }: Penalties,
): Float64Array {
  const inX = addScaled(addScaled(g, eta2, apply(H, g)), eta1, applyTransposed(G, c));
  const inMultipliers = addScaled(c, eta2, apply(G, g));
  return Float64Array.from([...inX, ...inMultipliers]);
}

/** The exact augmented Lagrangian at one place, with what it is made of. */
export type MeritEvaluation = {
  value: number;
  /** With respect to x and λ, as one vector. */
  gradient: Float64Array;
  /** The same with ∇²f in place of ∇²ₓₓL, as the authors' code has it. */
  gradientOfCode: Float64Array;
} & KktPoint &
  KktMatrices;

/**
 * The exact augmented Lagrangian of a problem with equality constraints at (x, λ): for η₁ large and η₂ small its
 * minimisers over both are KKT points, so that one line search can serve variables and multipliers.
 *
 *     M_η(x, λ) = f + λᵀ c + (η₁/2) ‖c‖² + (η₂/2) ‖∇ₓL‖²
 *
 * `x` holds all parameters as one vector. Cost: one gradient of L and 2 n Hessian-vector products.
 *
 * @throws {CapabilityError} if the problem lacks a start, a loss or constraints, or is not in float64.
 * @source I. Hong, S. Na, M. W. Mahoney, M. Kolar, 2023, arXiv 2305.18379, section 2.
 * @example
 * const { value } = await exactAugmentedLagrangian(hs40(), x, multipliers, { eta1: 1, eta2: 0.1 });
 */
export async function exactAugmentedLagrangian<P extends Tree>(
  problem: EqualityConstrained<P>,
  x: Float64Array,
  multipliers: Float64Array,
  penalties: Penalties,
): Promise<MeritEvaluation> {
  const programs = kktPrograms("exactAugmentedLagrangian", problem);
  const calls = { loss: 0, gradient: 0, hessianVectorProduct: 0 };
  try {
    const point = await programs.evaluate(x, multipliers, calls);
    const matrices = await programs.matrices(x, multipliers, calls);
    const ofObjective = await programs.matrices(x, new Float64Array(multipliers.length), calls);
    return {
      ...point,
      ...matrices,
      value: meritValue(point, penalties),
      gradient: meritGradient(point, matrices, penalties),
      gradientOfCode: meritGradient(point, { ...matrices, H: ofObjective.H }, penalties),
    };
  } finally {
    programs.dispose();
  }
}
