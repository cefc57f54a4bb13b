import { OptionError } from "../core/errors.ts";
import { count, positive, readOptions, z } from "../core/options.ts";
import { lanczos, type RitzPairs } from "../engine/linear-algebra/lanczos.ts";
import type { LinearOperator } from "../engine/linear-algebra/operator.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { type Hessian, hessianOf, type Watched } from "./hessian.ts";

const whole = () => z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0");

/** How eigenvalues are searched for. */
export const searchOptions = z.object({
  /** The most Hessian-vector products. Default 100, or as many as there are parameters. */
  iterations: count().default(100),
  /** Enough once each residual is at most this share of the largest |θ|. Default 1e-4. */
  tolerance: positive().default(1e-4),
  /** Seed of the vector to start from. Default 0. */
  seed: whole().default(0),
});

export type SearchOptions = z.input<typeof searchOptions>;

const hessianSpectrumOptions = searchOptions.extend({
  /** How many of the largest eigenvalues. Default 1. */
  top: whole().default(1),
  /** How many of the smallest. Default 0. */
  bottom: whole().default(0),
});

export type HessianSpectrumOptions = z.input<typeof hessianSpectrumOptions> & {
  /** p > 0 for each parameter: the eigenvalues are those of diag(p)⁻¹ ∇²L, the Hessian as an adaptive method meets it. */
  preconditioner?: ArrayLike<number>;
};

/** An approximate eigenvalue with its vector. */
export type Eigenpair = {
  value: number;
  /** Of length 1, parameters leaf after leaf; of the symmetric p^(−½) ∇²L p^(−½) where there is a preconditioner. */
  vector: Float64Array;
  /** ‖H y − θ y‖: an eigenvalue lies no farther from θ, but for the rounding of the products. */
  residual: number;
};

export type HessianSpectrum = {
  /** The largest first. */
  top: Eigenpair[];
  /** The smallest first. */
  bottom: Eigenpair[];
  /** Hessian-vector products made. */
  products: number;
  /** "breakdown": a product was not finite, and the values are NaN. */
  status: RitzPairs["status"];
};

/**
 * The largest and smallest eigenvalues of a loss's Hessian, by Lanczos' method on exact Hessian-vector products, with full
 * reorthogonalisation. Products are in the parameters' precision, the small tridiagonal problem in float64.
 *
 * Values at the ends come from the inside: the largest θ is at most the largest eigenvalue, and each θ has an eigenvalue
 * within its residual. An eigenvalue that occurs more than once is found once, unless there are as many iterations as
 * parameters. In float32 a residual below about 1e-6 of the largest |θ| says nothing.
 *
 * Borrows the parameters. `of` may be a loss, or what `hessianOf` made of it: the second look then compiles nothing.
 *
 * Cost: `iterations` products, about three gradients each, and 2 n k² operations; memory: k vectors.
 * @throws {OptionError} if an option is unknown or outside its range, or more eigenvalues are asked for than there are.
 * @source C. Lanczos 1950; for networks B. Ghorbani, S. Krishnan, Y. Xiao, An Investigation into Neural Net Optimization via
 * Hessian Eigenvalue Density, 2019, arXiv 1901.10159, section 2.
 * @example
 * const { top: [sharpest] } = await hessianSpectrum(loss, params, { top: 3 });
 * console.log(sharpest!.value, "±", sharpest!.residual);
 */
export async function hessianSpectrum<P extends Tree, B>(
  of: Watched<P, B> | Hessian<P>,
  params: P,
  { preconditioner, ...options }: HessianSpectrumOptions = {},
): Promise<HessianSpectrum> {
  const read = readOptions("hessianSpectrum", hessianSpectrumOptions, options);
  const { top, bottom, iterations, tolerance, seed } = read;
  const n = tree.size(params);
  if (top + bottom > n || top + bottom < 1) {
    throw new OptionError(
      `hessianSpectrum: from 1 to ${n} eigenvalues can be asked for, as many as there are parameters, got top ${top} and bottom ${bottom}`,
    );
  }
  return withHessian(of, async (hessian) => {
    const isEnough = ({ values, residuals }: RitzPairs) => {
      const k = values.length;
      if (k < top + bottom) return false;
      const bound = tolerance * Math.max(Math.abs(values[0]!), Math.abs(values[k - 1]!));
      return residuals.every((residual, i) => (i >= bottom && i < k - top) || residual <= bound);
    };
    const most = Math.max(iterations, top + bottom);
    const operator = preconditioned(hessian.times(params), preconditioner, n);
    const ritz = await lanczos(operator, n, { iterations: most, seed, isEnough });
    const last = ritz.values.length - 1;
    const pair = (index: number): Eigenpair => ({
      value: ritz.values[index]!,
      vector: ritz.vector(index),
      residual: ritz.residuals[index]!,
    });
    const isBroken = ritz.status === "breakdown";
    return {
      top: Array.from({ length: top }, (_, i) => pair(isBroken ? 0 : last - i)),
      bottom: Array.from({ length: bottom }, (_, i) => pair(isBroken ? 0 : i)),
      products: ritz.products,
      status: ritz.status,
    };
  });
}

/** Works with what was made of a loss, or makes it and frees it after. */
export async function withHessian<P extends Tree, B, Result>(
  of: Watched<P, B> | Hessian<P>,
  work: (hessian: Hessian<P>) => Promise<Result>,
): Promise<Result> {
  if (typeof of !== "function" && "times" in of) return work(of);
  const own = hessianOf(of);
  try {
    return await work(own);
  } finally {
    own.dispose();
  }
}

/** v ↦ p^(−½) H p^(−½) v, which has the eigenvalues of diag(p)⁻¹ H and is symmetric. */
function preconditioned(H: LinearOperator, p: ArrayLike<number> | undefined, n: number): LinearOperator {
  if (p === undefined) return H;
  if (p.length !== n) throw new OptionError(`hessianSpectrum: preconditioner must have ${n} entries, got ${p.length}`);
  const factors = Float64Array.from(p, (entry) => 1 / Math.sqrt(entry));
  const wrong = factors.findIndex((factor) => !(factor > 0 && Number.isFinite(factor)));
  if (wrong >= 0) throw new OptionError(`hessianSpectrum: preconditioner must be positive numbers, got ${p[wrong]}`);
  const scale = (v: Float64Array) => v.map((value, i) => value * factors[i]!);
  return async (v) => scale(await H(scale(v)));
}
