import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { flag, readOptions, z as schema } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { adamMoments } from "./adam.ts";
import { averaging, movingAverage, movingSquareAverage } from "./moving-average.ts";
import { rectification } from "./rectification.ts";
import { transformation } from "./transformation.ts";

/** A friction of one's own: ξ from Δ = g_{t−1} − g_t, g_t and v_t, element by element. Traceable; consumes its arguments. */
export type Friction = (change: np.Array, gradient: np.Array, square: np.Array) => np.Array;

const frictionNames = ["abs", "signed", "wide"] as const;

export const scaleByDiffgradOptions = adamMoments.extend({
  /** How ξ depends on the change Δ of the gradient: "abs" (the paper), "signed", "wide", or a function. Default "abs". */
  variant: schema
    .union([schema.enum(frictionNames), schema.custom<Friction>((value) => typeof value === "function")], {
      error: "must be 'abs', 'signed', 'wide' or a function",
    })
    .default("abs"),
  /** Rectified warm-up as in RAdam ("diffRGrad"). Default false. */
  rectify: flag().default(false),
  /** While rectification holds back: take momentum steps (true) or none (false). Default true. */
  degenerateToSgd: flag().default(true),
  /** Divide by the running maximum of v [reconstructed]. Default false. */
  amsgrad: flag().default(false),
  /** Add ε to √v ("root", official code) or to √v̂ ("hat", the paper's formula). Default "root". */
  epsilonMode: schema.enum(["root", "hat"], "must be 'root' or 'hat'").default("root"),
  /** Keep ξ of the last step in the state and report its mean: one more array per parameter. Default true. */
  keepFriction: flag().default(true),
});

export type ScaleByDiffgradOptions = z.input<typeof scaleByDiffgradOptions>;

/** m, v as in Adam; previous: the last gradient; largest: running maximum of v; friction: ξ and its mean, where kept. */
export type DiffgradState = {
  m: Tree;
  v: Tree;
  previous: Tree;
  largest: Tree;
  friction: { each: Tree; mean: np.Array }[];
};

/**
 * The direction of diffGrad: Adam's, times a friction ξ that is small where the gradient hardly changes.
 *
 *     m ← β₁ m + (1 − β₁) g
 *     v ← β₂ v + (1 − β₂) g²
 *     Δ = g_{t−1} − g_t,   g₀ = 0
 *     u = √(1 − β₂ᵗ)/(1 − β₁ᵗ) · ξ m / (√v + ε)       epsilonMode "root"
 *     u = ξ m̂ / (√v̂ + ε)                              epsilonMode "hat"
 *
 *     abs     ξ = σ(|Δ|)              in [½, 1)
 *     signed  ξ = σ(Δ)                in (0, 1)
 *     wide    ξ = 9 σ(|Δ|/2) − 4      in [½, 5)
 *
 * ξ is not scale invariant, as Adam is: for small gradients it is ½ (Adam at half the learning rate), for gradients
 * much larger than 1 it is 1 (Adam). Unscale a scaled loss, and clip, with that in mind.
 *
 * With `rectify`, u is multiplied by RAdam's factor once N_t ≥ 5 and is m̂ (without ξ) before. `rectify`, "signed" and
 * "wide" are in published implementations, not in the paper; `amsgrad` is [reconstructed] from a docstring of the
 * official code.
 *
 * State: four arrays per parameter, one more with `amsgrad`, one less without `keepFriction`. Reports the mean of ξ.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source S. R. Dubey et al., diffGrad: An Optimization Method for Convolutional Neural Networks, 2019, arXiv
 * 1909.11015; official code diffGrad_v2.py; variants: github.com/lessw2020/Best-Deep-Learning-Optimizers.
 * @example
 * const diffgrad = chain(scaleByDiffgrad({ variant: "signed" }), scaleByLearningRate(1e-3));
 */
export function scaleByDiffgrad(options: ScaleByDiffgradOptions = {}) {
  const { beta1, beta2, epsilon, variant, rectify, degenerateToSgd, amsgrad, epsilonMode, keepFriction } = readOptions(
    "scaleByDiffgrad",
    scaleByDiffgradOptions,
    options,
  );
  const frictionOf = typeof variant === "function" ? variant : frictions[variant];

  const scales = (t: number) => {
    const c1 = 1 - beta1 ** t;
    const c2 = 1 - beta2 ** t;
    const { terms, factor } = rectify ? rectification(beta2, t) : { terms: 5, factor: 1 };
    if (terms < 5) return { adaptive: 0, meanScale: degenerateToSgd ? 1 / c1 : 0, rootScale: 1 };
    return epsilonMode === "hat"
      ? { adaptive: 1, meanScale: factor / c1, rootScale: 1 / Math.sqrt(c2) }
      : { adaptive: 1, meanScale: (factor * Math.sqrt(c2)) / c1, rootScale: 1 };
  };

  return transformation({
    init: (params): DiffgradState => ({
      m: tree.zerosLike(params),
      v: tree.zerosLike(params),
      previous: tree.zerosLike(params),
      largest: amsgrad ? tree.zerosLike(params) : [],
      friction: keepFriction
        ? [{ each: tree.zerosLike(params), mean: np.zeros([], { dtype: tree.dtypeOf(params) }) }]
        : [],
    }),
    numbers: (t) => ({ first: averaging(beta1), second: averaging(beta2), epsilon, ...scales(t) }),
    update(gradient, state, _params, { numbers }) {
      const m = movingAverage(state.m, tree.ref(gradient), numbers.first);
      const v = movingSquareAverage(state.v, tree.ref(gradient), numbers.second);
      const largest = amsgrad ? tree.map(np.maximum, state.largest, tree.ref(v)) : state.largest;
      const change = tree.subtract(state.previous, tree.ref(gradient));
      const friction = tree.map(frictionOf, change, tree.ref(gradient), tree.ref(v));

      const isAdaptive = numbers.adaptive.ref.greater(0);
      const updates = tree.map(
        (m, friction, v) => {
          const denominator = np.sqrt(v).mul(numbers.rootScale.ref).add(numbers.epsilon.ref);
          const preconditioner = friction.div(denominator);
          return m
            .mul(numbers.meanScale.ref)
            .mul(rectify ? np.where(isAdaptive.ref, preconditioner, 1) : preconditioner);
        },
        tree.ref(m),
        tree.ref(friction),
        tree.ref(amsgrad ? largest : v),
      );
      isAdaptive.dispose();

      tree.dispose(state.friction);
      const kept = { m, v, previous: gradient, largest };
      if (!keepFriction) {
        tree.dispose(friction);
        return [updates, { ...kept, friction: [] }];
      }
      const mean = tree.total((x) => x.sum(), tree.ref(friction)).mul(1 / tree.size(friction));
      return [updates, { ...kept, friction: [{ each: friction, mean }] }];
    },
    report: ({ friction: [kept] }): Record<string, np.Array> => (kept ? { friction: kept.mean.ref } : {}),
  });
}

const frictions: Record<(typeof frictionNames)[number], Friction> = {
  abs: (change, gradient, square) => sigmoid(np.absolute(change), gradient, square),
  signed: (change, gradient, square) => sigmoid(change, gradient, square),
  wide: (change, gradient, square) => sigmoid(np.absolute(change).mul(0.5), gradient, square).mul(9).sub(4),
};

/** σ(x), from e^(−|x|), which cannot overflow. Disposes of what a friction may look at besides. */
function sigmoid(x: np.Array, gradient: np.Array, square: np.Array): np.Array {
  gradient.dispose();
  square.dispose();
  const decay = np.exp(np.absolute(x.ref).neg());
  return np.where(x.less(0), decay.ref, 1).div(decay.add(1));
}
