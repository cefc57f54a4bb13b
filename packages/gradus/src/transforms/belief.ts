import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { flag, fraction, positive, readOptions, z as schema } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { rectification } from "./rectification.ts";
import { transformation } from "./transformation.ts";

export const beliefOptions = schema.object({
  /** Decay β₁ of the mean m of gradients. */
  beta1: fraction().default(0.9),
  /** Decay β₂ of the variance s of gradients about m. */
  beta2: fraction().default(0.999),
  /** ε > 0, added into s at every step and to its root. About the square of Adam's (official README). */
  epsilon: positive().default(1e-8),
  /** Divide by the running maximum of s. */
  amsgrad: flag().default(false),
  /** Rectified warm-up as in RAdam: momentum steps until the variance of the step size is bounded. */
  rectify: flag().default(false),
  /** While rectification holds back: take momentum steps (true) or none (false). */
  degenerateToSgd: flag().default(true),
  /** Which release of adabelief-pytorch to follow where they differ (amsgrad, rectify). */
  version: schema.enum(["0.2.1", "0.0.5"], "must be '0.2.1' or '0.0.5'").default("0.2.1"),
});

export type BeliefOptions = z.input<typeof beliefOptions>;

/** m: mean of gradients; s: their variance about m, ε included; largest: running maximum of s (amsgrad only). */
export type BeliefState = { m: Tree; s: Tree; largest: Tree };

/**
 * The direction of AdaBelief: the mean gradient over the root of the gradients' variance about that mean.
 *
 *     m ← β₁ m + (1 − β₁) g
 *     s ← β₂ s + (1 − β₂)(g − m)² + ε
 *     u = m̂ / (√ŝ + ε),   m̂ = m / (1 − β₁ᵗ),  ŝ = s / (1 − β₂ᵗ)
 *
 * With `rectify` the direction is r_t m / (√s + ε) once N_t ≥ 5 and m̂ before (see `rectification`); with `amsgrad`
 * max s stands in for s. As in adabelief-pytorch 0.2.1, `amsgrad` does not reach a rectified step; 0.0.5 has it there.
 *
 * State: two arrays per parameter, three with `amsgrad`.
 * @source J. Zhuang et al., AdaBelief Optimizer, 2020, arXiv 2010.07468, algorithm 2; adabelief-pytorch 0.2.1 and 0.0.5.
 */
export function scaleByBelief(options: BeliefOptions = {}) {
  const { beta1, beta2, epsilon, amsgrad, rectify, degenerateToSgd, version } = readOptions(
    "scaleByBelief",
    beliefOptions,
    options,
  );
  const isOld = version === "0.0.5";

  const steps = (t: number) => {
    const c1 = 1 - beta1 ** t;
    const c2 = 1 - beta2 ** t;
    if (!rectify) return { adaptive: 1, momentScale: 1 / c1, rootScale: 1 / Math.sqrt(c2) };
    const { terms, factor } = rectification(beta2, t);
    if (isOld) {
      return terms > 4
        ? { adaptive: 1, momentScale: factor / c1, rootScale: 1 / Math.sqrt(c2) }
        : { adaptive: 0, momentScale: 1, rootScale: 1 };
    }
    if (terms >= 5) return { adaptive: 1, momentScale: (factor * Math.sqrt(c2)) / c1, rootScale: 1 };
    return { adaptive: 0, momentScale: degenerateToSgd ? 1 / c1 : 0, rootScale: 1 };
  };

  return transformation({
    init: (params): BeliefState => ({
      m: tree.zerosLike(params),
      s: tree.zerosLike(params),
      largest: amsgrad ? tree.zerosLike(params) : [],
    }),
    numbers: (t) => ({ beta1, oneMinusBeta1: 1 - beta1, beta2, oneMinusBeta2: 1 - beta2, epsilon, ...steps(t) }),
    update(gradient, state, _params, { numbers }) {
      const { oneMinusBeta1, oneMinusBeta2, momentScale, rootScale, adaptive } = numbers;

      const m = tree.map((m, g) => m.mul(numbers.beta1.ref).add(g.mul(oneMinusBeta1.ref)), state.m, tree.ref(gradient));
      const s = tree.map(
        (s, g, m) => {
          const variance = s.mul(numbers.beta2.ref).add(np.square(g.sub(m)).mul(oneMinusBeta2.ref));
          return isOld && amsgrad ? variance : variance.add(numbers.epsilon.ref);
        },
        state.s,
        gradient,
        tree.ref(m),
      );
      const largest = amsgrad
        ? tree.map(
            (largest, s) => {
              const next = np.maximum(largest, s);
              return isOld ? next.add(numbers.epsilon.ref) : next;
            },
            state.largest,
            tree.ref(s),
          )
        : state.largest;

      const base = amsgrad && (isOld || !rectify) ? largest : s;
      const updates = tree.map(
        (m, q) => {
          const denominator = np.sqrt(q).mul(rootScale.ref).add(numbers.epsilon.ref);
          const divisor = rectify ? np.where(adaptive.ref.greater(0), denominator, 1) : denominator;
          return m.mul(momentScale.ref).div(divisor);
        },
        tree.ref(m),
        tree.ref(base),
      );
      return [updates, { m, s, largest }];
    },
  });
}
