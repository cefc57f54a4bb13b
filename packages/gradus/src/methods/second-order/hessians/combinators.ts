import { nn, numpy as np } from "@jax-js/jax";
import { OptionError } from "../../../core/errors.ts";
import {
  copyOf,
  disposeBatch,
  hessianTimes,
  jacobianTimes,
  transposedJacobianTimes,
} from "../../../engine/derivatives.ts";
import { powerOf } from "../../../engine/scalar-power.ts";
import type { Tree } from "../../../engine/tree.ts";
import * as tree from "../../../engine/tree.ts";
import type { ApproximateHessian } from "./approximate-hessian.ts";

/** A function of parameters and batch. Traceable; consumes its arguments. */
export type Traceable<P extends Tree, B> = (params: P, batch: B) => np.Array;

/** The Hessian itself: H = ∇²f(x). Indefinite where f is not convex. A product costs about two gradients. */
export const exact = <P extends Tree, B = undefined>(f: Traceable<P, B>): ApproximateHessian<P, B> => ({
  name: "exact",
  product(params, v, batch) {
    const product = hessianTimes(f, params, v, batch);
    disposeBatch(batch);
    return product;
  },
});

/**
 * H = Jᵀ C J with J = u′(x), where `through(u, d)` gives C d for the C that belongs to u. For f = φ(u(x)) and C = ∇²φ(u)
 * it is the generalized Gauss-Newton matrix, which drops the curvature of u.
 */
export const composed = <P extends Tree, B = undefined>(
  name: string,
  u: Traceable<P, B>,
  through: (u: np.Array, d: np.Array) => np.Array,
): ApproximateHessian<P, B> => ({
  name,
  product(params, v, batch) {
    const [value, d] = jacobianTimes(u, tree.ref(params), v, batch);
    value.dispose();
    const product = transposedJacobianTimes(u, params, (at) => through(at, d), batch);
    disposeBatch(batch);
    return product;
  },
});

/** Of a loss ½ mean r²: H = (1/m) Jᵀ J. */
export const gaussNewton = <P extends Tree, B = undefined>(residuals: Traceable<P, B>): ApproximateHessian<P, B> =>
  composed("gauss-newton", residuals, (r, d) => mean(r, d));

/**
 * Of a loss (1/N) Σ f_i: H = (1/N) Σ ∇f_i ∇f_iᵀ, the (empirical) Fisher matrix of the mean. For logistic and softmax losses
 * ‖∇²f − H‖ is at most of the order of f* + ‖∇f‖.
 *
 * @param sampleLosses the f_i, as a vector.
 */
export const empiricalFisher = <P extends Tree, B = undefined>(
  sampleLosses: Traceable<P, B>,
): ApproximateHessian<P, B> => composed("fisher", sampleLosses, (losses, d) => mean(losses, d));

/** d/m, m being the number of entries. Consumes both. */
function mean(u: np.Array, d: np.Array): np.Array {
  u.dispose();
  return d.mul(1 / d.size);
}

/**
 * Of a loss mean_i μ log Σ_c exp(u_ic/μ): H = (1/Nμ) Σ_i J_iᵀ diag(π_i) J_i with π_i = softmax(u_i/μ). It drops
 * −∇f_i ∇f_iᵀ/μ (for linear u), which vanishes with the gradient.
 *
 * For softmax regression hand over the exponents less that of the label, u_ic = s_ic − s_iy: with the scores themselves
 * the error would not vanish.
 *
 * @param exponents u, a row a sample, or a vector where there is one sample.
 */
export function weightedGaussNewton<P extends Tree, B = undefined>(
  exponents: Traceable<P, B>,
  { temperature = 1 }: { temperature?: number } = {},
): ApproximateHessian<P, B> {
  return composed("weighted-gauss-newton", exponents, (u, d) => {
    const samples = u.ndim === 1 ? 1 : u.shape[0]!;
    return nn
      .softmax(u.mul(1 / temperature))
      .mul(d)
      .mul(1 / (samples * temperature));
  });
}

/** Which parts of the Hessian of ‖u‖^p/p are kept. */
export type PoweredNormParts = {
  power: number;
  /** r^(p−2) Jᵀ J. Default true. */
  gaussNewton?: boolean;
  /** (p − 2) r^(p−4) (Jᵀu)(Jᵀu)ᵀ. Default true. */
  fisher?: boolean;
};

/**
 * Of a loss r^p/p with r = ‖u(x)‖, p ≥ 2:
 *
 *     H = r^(p−2) Jᵀ J + (p − 2) r^(p−4) (Jᵀu)(Jᵀu)ᵀ
 *
 * It drops r^(p−2) Σ u_i ∇²u_i, and is exact where u is linear. With the second part alone H is one outer product, which
 * needs no factorization; with B = JᵀJ what is dropped is then r^(p−2) B. At u = 0 the second part is left out: r^(p−4) is
 * infinite there for p < 4.
 *
 * @throws {OptionError} if power is below 2 or nothing is kept.
 */
export function poweredNorm<P extends Tree, B = undefined>(
  u: Traceable<P, B>,
  { power, gaussNewton = true, fisher = true }: PoweredNormParts,
): ApproximateHessian<P, B> {
  if (!(power >= 2)) throw new OptionError(`poweredNorm: power must be a number ≥ 2, got ${power}`);
  if (!gaussNewton && !fisher) throw new OptionError("poweredNorm: keep gaussNewton, fisher or both");
  if (!gaussNewton) {
    return {
      name: "fisher-term",
      rankOne(params, batch) {
        const a = fisherFactor(u(tree.ref(params), copyOf(batch)), power);
        const v = transposedJacobianTimes(u, params, (at) => at, batch);
        disposeBatch(batch);
        return { a, v };
      },
    };
  }
  return composed(fisher ? "inexact" : "powered-gauss-newton", u, (at, d) => {
    const scaled = powerOf(np.square(at.ref).sum(), (power - 2) / 2).mul(d.ref);
    if (!fisher) {
      tree.dispose([at, d]);
      return scaled;
    }
    const along = at.ref.mul(d).sum().mul(fisherFactor(at.ref, power));
    return scaled.add(at.mul(along));
  });
}

/** (p − 2) r^(p−4), 0 at r = 0. Consumes u. */
function fisherFactor(u: np.Array, power: number): np.Array {
  const square = np.square(u).sum();
  const isZero = square.ref.lessEqual(0);
  return np.where(isZero.ref, 0, powerOf(np.where(isZero, 1, square), (power - 4) / 2).mul(power - 2));
}

/** H = c I: the Hessian of a ridge ½ c ‖x‖². */
export const scaledIdentity = <P extends Tree>(c: number): ApproximateHessian<P> => ({
  name: `${c} I`,
  product(params, v, batch) {
    tree.dispose(params);
    disposeBatch(batch);
    return tree.scale(v, c) as P;
  },
});

/** H = 0: with it Newton's regularized step is one along the gradient. */
export const none = (): ApproximateHessian => ({ name: "none", isZero: true });

/** H₁ + H₂ + …, of approximations that offer products. @throws {OptionError} if one does not. */
export function sum<P extends Tree, B = undefined>(...parts: ApproximateHessian<P, B>[]): ApproximateHessian<P, B> {
  const without = parts.find(({ product }) => product === undefined);
  if (without) throw new OptionError(`sum: '${without.name}' offers no product with a vector`);
  return {
    name: parts.map(({ name }) => name).join(" + "),
    product(params, v, batch) {
      const products = parts.map((part) => part.product!(tree.ref(params), tree.ref(v) as P, copyOf(batch)));
      tree.dispose([params, v] as Tree);
      disposeBatch(batch);
      return products.reduce((total, product) => tree.add(total, product));
    },
  };
}
