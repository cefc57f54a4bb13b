import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { count, readOptions, z as schema } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";

export const scaleByLbfgsOptions = schema.object({
  /** Pairs kept, m ≥ 1. Default 10 (Nocedal and Wright 2006, section 7.2: between 3 and 20). */
  memory: count().default(10),
});

export type ScaleByLbfgsOptions = z.input<typeof scaleByLbfgsOptions>;

/**
 * The last pairs of steps s and changes of the gradient y, oldest first, with ρ = 1/sᵀy. A pair that is empty or was
 * refused is zero, with ρ = 0. γ = sᵀy/yᵀy of the newest pair is the scale of the Hessian's inverse, 0 before the first.
 */
export type LbfgsMemory = { s: Tree[]; y: Tree[]; rho: np.Array[]; gamma: np.Array };

/** A memory of `size` empty pairs. Borrows `params`. */
export function emptyMemory(params: Tree, size: number): LbfgsMemory {
  const dtype = tree.dtypeOf(params);
  const slots = Array.from({ length: size });
  return {
    s: slots.map(() => tree.zerosLike(params)),
    y: slots.map(() => tree.zerosLike(params)),
    rho: slots.map(() => np.zeros([], { dtype })),
    gamma: np.zeros([], { dtype }),
  };
}

/** The distance from 1 to the next number. */
export const roundingUnit = (dtype: np.DType): number => (dtype === np.float64 ? 2 ** -52 : 2 ** -23);

/**
 * Puts a pair in the place of the oldest one. It is refused, and its place left empty, unless sᵀy > ε ‖y‖² with ε the
 * rounding unit: the approximate Hessian stays positive definite. Traceable; consumes everything.
 *
 * @source R. H. Byrd, P. Lu, J. Nocedal, C. Zhu, A Limited Memory Algorithm for Bound Constrained Optimization, 1995,
 * eq. (3.9).
 */
export function remember({ s, y, rho, gamma }: LbfgsMemory, step: Tree, change: Tree): LbfgsMemory {
  const product = tree.dot(tree.ref(step), tree.ref(change));
  const square = tree.squaredNorm(tree.ref(change));
  const isKept = product.ref.greater(square.ref.mul(roundingUnit(tree.dtypeOf(step))));
  const orZero = (a: Tree) => tree.map((x) => np.where(isKept.ref, x, 0), a);
  tree.dispose([s[0]!, y[0]!, rho[0]!]);
  return {
    s: [...s.slice(1), orZero(step)],
    y: [...y.slice(1), orZero(change)],
    rho: [...rho.slice(1), np.where(isKept.ref, np.reciprocal(product.ref), 0)],
    gamma: np.where(isKept, product.div(square), gamma),
  };
}

/**
 * H g, with H the approximation of the Hessian's inverse that the memory makes of γ I, by the two-loop recursion. While
 * the memory is empty: g, shortened to length 1 if it is longer. Traceable; consumes the gradient, borrows the memory.
 *
 * @source J. Nocedal, S. J. Wright, Numerical Optimization, 2nd edition 2006, algorithm 7.4 and eq. (7.20).
 */
export function applyInverseHessian({ s, y, rho, gamma }: LbfgsMemory, gradient: Tree): Tree {
  const firstScale = np.minimum(np.reciprocal(tree.norm(tree.ref(gradient))), 1);
  const scale = np.where(gamma.ref.greater(0), gamma.ref, firstScale);

  let q = gradient;
  const alphas: np.Array[] = [];
  for (let i = s.length - 1; i >= 0; i--) {
    alphas[i] = tree.dot(tree.ref(s[i]!), tree.ref(q)).mul(rho[i]!.ref);
    q = tree.subtract(q, tree.scale(tree.ref(y[i]!), alphas[i]!));
  }
  let r = tree.scale(q, scale);
  scale.dispose();
  for (const [i, alpha] of alphas.entries()) {
    const beta = tree.dot(tree.ref(y[i]!), tree.ref(r)).mul(rho[i]!.ref);
    const factor = alpha.sub(beta);
    r = tree.add(r, tree.scale(tree.ref(s[i]!), factor));
    factor.dispose();
  }
  return r;
}

/**
 * The direction of L-BFGS: the gradient times an approximation of the Hessian's inverse, from the last m steps.
 *
 *     s = θ_t − θ_{t−1},   y = g_t − g_{t−1},   ρ = 1/sᵀy
 *     u = H g,   H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ over the pairs kept, oldest first, from H = (sᵀy/yᵀy) I
 *
 * The first direction is the gradient, shortened to length 1 if it is longer. Pairs without positive curvature are
 * refused. With a fixed learning rate there is no guarantee of descent; the method `lbfgs` searches along the line
 * instead. Where gradients come from batches, y holds the difference between the batches too.
 *
 * State: 2 m + 2 arrays per parameter.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source J. Nocedal, Updating Quasi-Newton Matrices with Limited Storage, 1980; D. C. Liu, J. Nocedal, On the Limited
 * Memory BFGS Method for Large Scale Optimization, 1989.
 * @example
 * const damped = descend("damped L-BFGS", chain(scaleByLbfgs({ memory: 5 }), scaleByLearningRate(0.5)));
 */
export function scaleByLbfgs(options: ScaleByLbfgsOptions = {}) {
  const { memory: size } = readOptions("scaleByLbfgs", scaleByLbfgsOptions, options);
  return transformation({
    // The first pair has s = 0 and is refused.
    init: (params): { memory: LbfgsMemory; params: Tree; gradient: Tree } => ({
      memory: emptyMemory(params, size),
      params: tree.ref(params),
      gradient: tree.zerosLike(params),
    }),
    update(gradient, state, params) {
      const step = tree.subtract(tree.ref(params), state.params);
      const change = tree.subtract(tree.ref(gradient), state.gradient);
      const memory = remember(state.memory, step, change);
      const updates = applyInverseHessian(memory, tree.ref(gradient));
      return [updates, { memory, params: tree.ref(params), gradient }];
    },
  });
}
