import { nonnegative, positive, z as schema } from "../../core/options.ts";

/* Options that the methods with an l1 merit function share, with the values of the authors' code for its baselines. */

const inside = (low: number, high: number) => {
  const message = `must be in (${low}, ${high})`;
  return schema.number(message).gt(low, message).lt(high, message);
};

export const l1Options = {
  /** μ > 0 at the start: the weight of ‖c‖₁. Default 1 (official code). */
  mu: positive().default(1),
  /** β in (0, 1): Armijo's constant. Default 1e-8 (official code). */
  beta: inside(0, 1).default(1e-8),
  /** ε in (0, 1). Default 0.1 (Byrd, Curtis and Nocedal 2008; official code). */
  epsilon: inside(0, 1).default(0.1),
  /** τ in (0, 1): σ = τ (1 − ε) is the share of ‖c‖₁ that the model has to promise. Default 0.1 (official code). */
  tau: inside(0, 1).default(0.1),
};

export const systemOptions = {
  /** ξ_B > 0: what is added to ‖H‖ where the reduced Hessian is indefinite. Default 0.1 (official code). */
  xiB: positive().default(0.1),
  /** The run has finished once ‖(∇ₓL, c)‖ is at or below it. Default 1e-4 (official code). */
  tolerance: nonnegative().default(1e-4),
  /** The reduced Hessian counts as positive definite from this eigenvalue on. Default 1e-6 (official code). */
  eigenTolerance: positive().default(1e-6),
  /** Below this λ_min(G Gᵀ) the run ends as singular. Default 1e-6 (official code). */
  jacobianTolerance: nonnegative().default(1e-6),
};
