import { OptionError } from "../core/errors.ts";
import { count, flag, fraction, positive, positiveOrSchedule, readOptions, valueAt, type z } from "../core/options.ts";
import { dot, norm } from "../engine/linear-algebra/vector.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { adamPreconditioner } from "./adam-preconditioner.ts";
import { lookAtHessian, type Watched } from "./hessian.ts";
import { hessianSpectrum, searchOptions } from "./hessian-spectrum.ts";
import type { Instrument } from "./observe.ts";

type Numbers = Record<string, number>;

const sharpnessOptions = searchOptions.extend({
  /** How many of the largest eigenvalues. Default 1. */
  top: count().default(1),
});

export type SharpnessOptions = z.input<typeof sharpnessOptions>;

/**
 * The largest eigenvalue of the Hessian, in the rows of a trace as `sharpness`; further ones, where they are asked for, as
 * `eigenvalue2`, `eigenvalue3` …
 *
 * Cost of a look: as `hessianSpectrum`.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source J. Cohen et al., Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability, 2021, arXiv 2103.00065.
 * @example
 * const watched = observe(sgd({ learningRate: 0.1 }), { every: 50, look: sharpness(problem) });
 */
export function sharpness<P extends Tree, B>(watched: Watched<P, B>, options: SharpnessOptions = {}): Instrument<P> {
  const read = readOptions("sharpness", sharpnessOptions, options);
  return lookAtHessian(watched, async (hessian, params) => {
    const { top } = await hessianSpectrum(hessian, params, read);
    const further = top.slice(1).map(({ value }, i) => [`eigenvalue${i + 2}`, value]);
    return { sharpness: top[0]!.value, ...Object.fromEntries(further) };
  });
}

const edgeOfStabilityOptions = searchOptions.extend({
  /** η > 0 of the method that runs, a number or a schedule of the step count. */
  learningRate: positiveOrSchedule(),
  /** β in [0, 1) of its momentum, a sum as in `sgd`. Default 0. */
  momentum: fraction().default(0),
  /** Whether it looks ahead. Default false. */
  nesterov: flag().default(false),
});

export type EdgeOfStabilityOptions = z.input<typeof edgeOfStabilityOptions>;

/**
 * How near gradient descent is to the largest curvature at which it is stable on a quadratic: `sharpness` λ, `edge`, and
 * `edgeRatio` = λ/edge, which rises to about 1 in full-batch training of many networks and stays there.
 *
 *     edge = 2 (1 + β)/η,   with `nesterov` 2 (1 + β)/(η (1 + 2 β))
 *
 * On minibatches nothing of the kind is known to hold.
 *
 * Cost of a look: as `hessianSpectrum`.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source J. Cohen et al., 2021, arXiv 2103.00065, section 2 and equation (1).
 * @example
 * const watched = observe(sgd({ learningRate: 0.1 }), { every: 50, look: edgeOfStability(problem, { learningRate: 0.1 }) });
 */
export function edgeOfStability<P extends Tree, B>(
  watched: Watched<P, B>,
  options: EdgeOfStabilityOptions,
): Instrument<P> {
  const { learningRate, momentum, nesterov, ...search } = readOptions(
    "edgeOfStability",
    edgeOfStabilityOptions,
    options,
  );
  return lookAtHessian(watched, async (hessian, params, { step }) => {
    const { top } = await hessianSpectrum(hessian, params, search);
    const edge = (2 * (1 + momentum)) / (valueAt(learningRate, step) * (nesterov ? 1 + 2 * momentum : 1));
    return { sharpness: top[0]!.value, edge, edgeRatio: top[0]!.value / edge };
  });
}

const adamEdgeOptions = searchOptions.extend({
  /** η > 0 of the Adam that runs, a number or a schedule of the step count. */
  learningRate: positiveOrSchedule(),
  /** Its β₁. Default 0.9. */
  beta1: fraction().default(0.9),
  /** Its β₂. Default 0.999. */
  beta2: fraction().default(0.999),
  /** Its ε. Default 1e-8. */
  epsilon: positive().default(1e-8),
});

export type AdamEdgeOptions = z.input<typeof adamEdgeOptions>;

/**
 * The same for Adam, whose steps divide by the root mean square of gradients: the largest eigenvalue of P⁻¹ ∇²L as
 * `preconditionedSharpness`, beside `edge` and `edgeRatio`.
 *
 *     P = (1 − β₁ᵗ) (√(v/(1 − β₂ᵗ)) + ε),   edge = 2 (1 + β₁)/((1 − β₁) η)
 *
 * v is that of the step just made. It is read from the method's state, so this look is for methods made with `scaleByAdam`;
 * at step 0, where v = 0, it says nothing. The edge is that of a constant P on a quadratic.
 *
 * Cost of a look: as `hessianSpectrum`.
 * @throws {OptionError} if an option is unknown or outside its range; in a look, if the method's state has no v of Adam.
 * @source J. Cohen et al., Adaptive Gradient Methods at the Edge of Stability, 2022, arXiv 2207.14484, section 3.
 * @example
 * const watched = observe(adam({ learningRate: 1e-3 }), { every: 50, look: adamEdgeOfStability(problem, { learningRate: 1e-3 }) });
 */
export function adamEdgeOfStability<P extends Tree, B>(
  watched: Watched<P, B>,
  options: AdamEdgeOptions,
): Instrument<P> {
  const { learningRate, beta1, beta2, epsilon, ...search } = readOptions(
    "adamEdgeOfStability",
    adamEdgeOptions,
    options,
  );
  return lookAtHessian(watched, async (hessian, params, { step, state }): Promise<Numbers> => {
    if (step === 0) return {};
    const preconditioner = await adamPreconditioner(state, { step, beta1, beta2, epsilon });
    if (preconditioner === undefined) {
      throw new OptionError(
        "adamEdgeOfStability: the method's state has no v of Adam: it is for methods made with scaleByAdam",
      );
    }
    const { top } = await hessianSpectrum(hessian, params, { ...search, preconditioner });
    const edge = (2 * (1 + beta1)) / ((1 - beta1) * valueAt(learningRate, step));
    return { preconditionedSharpness: top[0]!.value, edge, edgeRatio: top[0]!.value / edge };
  });
}

/**
 * The condition number of the problem at the parameters: `largestEigenvalue`, `smallestEigenvalue` and, where both are
 * positive, `condition`, their quotient. What lies between the ends is seen first, so it is never more than the true one
 * but for rounding; more `iterations` bring it nearer.
 *
 * Cost of a look: as `hessianSpectrum`.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source C. Lanczos 1950; the quotient: Y. Nesterov, Lectures on Convex Optimization, 2018, section 2.1.3.
 * @example
 * const watched = observe(sgd(), { every: 100, look: hessianCondition(problem) });
 */
export function hessianCondition<P extends Tree, B>(
  watched: Watched<P, B>,
  options: z.input<typeof searchOptions> = {},
): Instrument<P> {
  const search = readOptions("hessianCondition", searchOptions, options);
  return lookAtHessian(watched, async (hessian, params) => {
    const { top, bottom } = await hessianSpectrum(hessian, params, {
      ...search,
      top: 1,
      bottom: tree.size(params) > 1 ? 1 : 0,
    });
    const largest = top[0]!.value;
    const smallest = bottom[0]?.value ?? largest;
    const ends = { largestEigenvalue: largest, smallestEigenvalue: smallest };
    return smallest > 0 ? { ...ends, condition: largest / smallest } : ends;
  });
}

export const gradientAlignmentOptions = searchOptions.extend({
  /** How many of the largest eigenvalues' vectors. Default 5. */
  top: count().default(5),
});

/**
 * The share of the gradient's squared length that lies along the Hessian's top eigenvectors u, as `gradientAlignment`:
 * near 1 in many networks' training after its beginning. Beside it ‖g‖ as `gradientNorm`; where g = 0 only that.
 *
 *     Σ_i (u_iᵀ g)² / ‖g‖²
 *
 * Cost of a look: as `hessianSpectrum`, and one gradient.
 * @throws {OptionError} if an option is unknown or outside its range, or there are fewer parameters than `top`.
 * @source G. Gur-Ari, D. A. Roberts, E. Dyer, Gradient Descent Happens in a Tiny Subspace, 2018, arXiv 1812.04754, section 2.
 * @example
 * const watched = observe(sgd(), { every: 100, look: gradientAlignment(problem, { top: 10 }) });
 */
export function gradientAlignment<P extends Tree, B>(
  watched: Watched<P, B>,
  options: z.input<typeof gradientAlignmentOptions> = {},
): Instrument<P> {
  const read = readOptions("gradientAlignment", gradientAlignmentOptions, options);
  return lookAtHessian(watched, async (hessian, params): Promise<Numbers> => {
    const gradient = await hessian.gradient(params);
    const gradientNorm = norm(gradient);
    if (gradientNorm === 0) return { gradientNorm };
    const { top } = await hessianSpectrum(hessian, params, read);
    const shares = top.map(({ vector }) => (dot(vector, gradient) / gradientNorm) ** 2);
    return { gradientAlignment: shares.reduce((sum, share) => sum + share, 0), gradientNorm };
  });
}
