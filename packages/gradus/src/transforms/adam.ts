import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { flag, fraction, nonnegative, positive, readOptions, z as schema } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { averaging, movingAverage, movingSquareAverage } from "./moving-average.ts";
import { transformation } from "./transformation.ts";

export const adamMoments = schema.object({
  /** Decay β₁ of the mean m of gradients, in [0, 1). Default 0.9 (the paper, algorithm 1). */
  beta1: fraction().default(0.9),
  /** Decay β₂ of the mean v of squared gradients, in [0, 1). Default 0.999 (the paper, algorithm 1). */
  beta2: fraction().default(0.999),
  /** ε > 0, added to the root. Default 1e-8 (the paper, algorithm 1). */
  epsilon: positive().default(1e-8),
});

export const scaleByAdamOptions = adamMoments.extend({
  /** ε₀ ≥ 0, added under the root, for derivatives through the update. Default 0 (optax). */
  epsilonRoot: nonnegative().default(0),
  /** Divide by the running maximum of v (Reddi et al. 2018). Default false. */
  amsgrad: flag().default(false),
  /** Look ahead with the mean, as Nesterov's momentum does (Dozat 2016). Default false. */
  nesterov: flag().default(false),
});

export type ScaleByAdamOptions = z.input<typeof scaleByAdamOptions>;

/** m: mean of gradients; v: mean of their squares; largest: running maximum of v (amsgrad only). */
type AdamState = { m: Tree; v: Tree; largest: Tree };

/**
 * The direction of Adam: the mean gradient over the root of the mean squared gradient.
 *
 *     m ← β₁ m + (1 − β₁) g
 *     v ← β₂ v + (1 − β₂) g²
 *     u = m̂ / (√(v̂ + ε₀) + ε),   m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)
 *
 * With `nesterov`, m̂ = β₁ m / (1 − β₁ᵗ⁺¹) + (1 − β₁) g / (1 − β₁ᵗ). With `amsgrad`, the running maximum of v stands in
 * for v; it is the maximum of the uncorrected v that is kept and then corrected, as in PyTorch.
 *
 * State: two arrays per parameter, three with `amsgrad`.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source D. P. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, 2014, arXiv 1412.6980, algorithm 1;
 * S. J. Reddi, S. Kale, S. Kumar, On the Convergence of Adam and Beyond, 2018, algorithm 2;
 * T. Dozat, Incorporating Nesterov Momentum into Adam, 2016, algorithm 2 (with a constant momentum schedule).
 * @example
 * const adamw = chain(scaleByAdam({ beta2: 0.95 }), addDecayedWeights(0.1), scaleByLearningRate(3e-4));
 */
export function scaleByAdam(options: ScaleByAdamOptions = {}) {
  const { beta1, beta2, epsilon, epsilonRoot, amsgrad, nesterov } = readOptions(
    "scaleByAdam",
    scaleByAdamOptions,
    options,
  );
  return transformation({
    init: (params): AdamState => ({
      m: tree.zerosLike(params),
      v: tree.zerosLike(params),
      largest: amsgrad ? tree.zerosLike(params) : [],
    }),
    numbers: (t) => ({
      first: averaging(beta1),
      second: averaging(beta2),
      meanScale: nesterov ? beta1 / (1 - beta1 ** (t + 1)) : 1 / (1 - beta1 ** t),
      gradientScale: (1 - beta1) / (1 - beta1 ** t),
      squareScale: 1 / (1 - beta2 ** t),
      epsilon,
      epsilonRoot,
    }),
    update(gradient, state, _params, { numbers }) {
      const { first, second, meanScale, gradientScale, squareScale } = numbers;
      const m = movingAverage(state.m, tree.ref(gradient), first);
      const v = movingSquareAverage(state.v, tree.ref(gradient), second);
      const largest = amsgrad ? tree.map(np.maximum, state.largest, tree.ref(v)) : state.largest;

      const mean = tree.scale(tree.ref(m), meanScale);
      const ahead = nesterov ? tree.add(mean, tree.scale(tree.ref(gradient), gradientScale)) : mean;
      tree.dispose(gradient);
      const updates = tree.map(
        (m, v) => {
          const square = v.mul(squareScale.ref);
          const root = np.sqrt(epsilonRoot === 0 ? square : square.add(numbers.epsilonRoot.ref));
          return m.div(root.add(numbers.epsilon.ref));
        },
        ahead,
        tree.ref(amsgrad ? largest : v),
      );
      return [updates, { m, v, largest }];
    },
  });
}
