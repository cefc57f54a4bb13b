import type { Generator } from "../engine/random.ts";

/*
 * A sum of parts Ψ = f + h + χ of a vector x, on the host in float64, each part asked in its own way and counted apart.
 * No function changes its arguments; vectors that are returned are the caller's.
 */

/** f: convex, with a gradient that is dear. One call counts as one "gradient". */
export interface HasSmoothPart {
  smoothPart: {
    value(x: Float64Array): number | Promise<number>;
    gradient(x: Float64Array): Float64Array | Promise<Float64Array>;
    /** L ≥ 0, or any number above it: ‖∇f(x) − ∇f(y)‖ ≤ L ‖x − y‖. */
    smoothness: number;
  };
}

/** χ: simple, may be infinite outside of a convex set; known by its proximal step. */
export interface HasSimplePart {
  simplePart: {
    /** χ(x): infinite outside of its set, rounding aside. */
    value(x: Float64Array): number;
    /** argmin_u ⟨v, u⟩ + χ(u) + (W/2) ‖u‖², for W ≥ 0 with W + μ > 0. */
    prox(v: Float64Array, W: number): Float64Array;
    /** μ ≥ 0: χ − (μ/2) ‖x‖² is convex. */
    strongConvexity: number;
  };
}

/** h: convex, with subgradients that are cheap. One of either kind counts as one "subgradient". */
export interface HasNonsmoothPart {
  nonsmoothPart: {
    value(x: Float64Array): number;
    subgradient(x: Float64Array): Float64Array;
    /** An unbiased estimate of a subgradient. */
    sample?(x: Float64Array, draw: Generator): Float64Array;
    /** M with h(x) ≤ h(y) + ⟨h′(y), x − y⟩ + M ‖x − y‖: twice the Lipschitz constant will do. */
    variation: number;
    /** σ² ≥ E ‖sample − subgradient‖². Needed with `sample`. */
    variance?: number;
  };
}

/** A compact convex set Y with a convex J, known by what maximises linear forms on it. */
export type DualSet = {
  /** argmax_{y ∈ Y} ⟨v, y⟩ − J(y) − (η/2) ‖y‖², for η > 0. */
  maximiser(v: Float64Array, eta: number): Float64Array;
  /** J(y). */
  penalty(y: Float64Array): number;
  /** max_{y ∈ Y} ⟨v, y⟩ − J(y). */
  support(v: Float64Array): number;
  /** Ω = max_{y ∈ Y} ½ ‖y‖². */
  size: number;
};

/** The same h by its structure: h(x) = max_{y ∈ Y} ⟨K x, y⟩ − J(y). One K with one Kᵀ counts as one "operator". */
export interface HasSaddlePart {
  saddlePart: {
    /** K x */
    apply(x: Float64Array): Float64Array;
    /** Kᵀ y */
    applyTransposed(y: Float64Array): Float64Array;
    /** ‖K‖², or any number above it. */
    normSquared: number;
    dual: DualSet;
  };
}
