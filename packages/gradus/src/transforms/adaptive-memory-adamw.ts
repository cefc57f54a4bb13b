import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import {
  fraction,
  nonnegative,
  nonnegativeOrSchedule,
  positive,
  readOptions,
  z as schema,
  valueAt,
} from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { averaging, movingSquareAverage } from "./moving-average.ts";
import { transformation } from "./transformation.ts";

export const adaptiveMemoryAdamwOptions = schema.object({
  /** The learning rate η that follows in the chain, a number or a schedule: the model of the loss needs it. */
  learningRate: nonnegativeOrSchedule(),
  /** Pull λ ≥ 0 of the new direction towards the old one, in the unit of a gradient. Default 0.1 (the paper's setting). */
  lambda: nonnegative().default(0.1),
  /** Largest momentum β_max in [0, 1). Default 0.89 = 0.9 − 0.1 λ (the paper's setting). */
  betaMax: fraction().default(0.89),
  /** Decay β₂ of the mean v of squared gradients, in [0, 1). Default 0.999 (AdamW). */
  beta2: fraction().default(0.999),
  /** ε > 0, added to the root. Default 1e-8 (AdamW). */
  epsilon: positive().default(1e-8),
  /** Decoupled weight decay μ ≥ 0. Default 0. */
  weightDecay: nonnegative().default(0),
  /** One β for each tensor (the paper's main form) or one for the model ("global") [reconstructed]. Default "tensor". */
  scope: schema.enum(["tensor", "global"], "must be 'tensor' or 'global'").default("tensor"),
});

export type AdaptiveMemoryAdamwOptions = z.input<typeof adaptiveMemoryAdamwOptions>;

/**
 * d: mean of gradients; v: mean of their squares; beta: the momenta last used, one a tensor or one in all; correction:
 * 1 − β_max ∏ (past betas), likewise; meanBeta: the mean of beta.
 */
export type AdaptiveMemoryAdamwState = {
  d: Tree;
  v: Tree;
  beta: np.Array[];
  correction: np.Array[];
  meanBeta: np.Array;
};

/**
 * The direction of AM-AdamW: `adaptiveMemory` in AdamW's metric, weight decay included.
 *
 *     v ← β₂ v + (1 − β₂) g²
 *     P = (1 − β_max ∏ past β) · (√(v/(1 − β₂ᵗ)) + ε),   M = P (1 + λ P)
 *     q = d − g
 *     gap = η_{t−1} ⟨g, d/P + μ θ⟩
 *     β = clip( ((1 + μ η_t) gap/η_t − ⟨q, (g + λ P d)/M⟩ − μ ⟨θ, q⟩) / ⟨q, q/M⟩, 0, β_max ),   0 where q = 0
 *     d ← ((1 − β) g + (λ P + β) d) / (1 + λ P)
 *     u = d/P + μ θ
 *
 * to be followed by `scaleByLearningRate(η)`. The first β is β_max, and gap is left out where η_t = 0. With λ = 0 and β
 * held at β_max it is AdamW. Where 0 < β < β_max: (1 + μ η_t) gap/η_t − μ ⟨q, θ⟩ = ⟨q, d/P⟩.
 *
 * The correction is kept as one number κ that is updated as κ ← (1 − β) + β κ, a sum of positive terms: the product
 * itself would lose 1 − β_max ∏ β to cancellation in float32.
 *
 * State: two arrays per parameter and two scalars per tensor. Reports the mean of β over tensors.
 * @throws {OptionError} if an option is unknown or outside its range (β_max = 1 would divide by 0 in the first step).
 * @source K. Topollai, A. Choromanska, Adaptive Memory Momentum via a Model-Based Framework for Deep Learning
 * Optimization, 2025, arXiv 2510.04988, algorithm 3.
 * @example
 * const amAdamw = chain(adaptiveMemoryAdamw({ learningRate: 1e-3 }), scaleByLearningRate(1e-3));
 */
export function adaptiveMemoryAdamw(options: AdaptiveMemoryAdamwOptions) {
  const { learningRate, lambda, betaMax, beta2, epsilon, weightDecay, scope } = readOptions(
    "adaptiveMemoryAdamw",
    adaptiveMemoryAdamwOptions,
    options,
  );
  const isGlobal = scope === "global";

  return transformation({
    init(params): AdaptiveMemoryAdamwState {
      const dtype = tree.dtypeOf(params);
      const betas = isGlobal ? 1 : tree.leaves(params).length;
      const scalars = (value: number) => Array.from({ length: betas }, () => np.array(value, { dtype }));
      return {
        d: tree.zerosLike(params),
        v: tree.zerosLike(params),
        beta: scalars(0),
        correction: scalars(1 - betaMax),
        meanBeta: np.zeros([], { dtype }),
      };
    },
    numbers(t) {
      const rate = valueAt(learningRate, t - 1);
      const previousRate = t === 1 ? 0 : valueAt(learningRate, t - 2);
      return {
        isFirst: Number(t === 1),
        second: averaging(beta2),
        rootScale: 1 / Math.sqrt(1 - beta2 ** t),
        epsilon,
        lambda,
        betaMax,
        oneMinusBetaMax: 1 - betaMax,
        weightDecay,
        gapScale: rate === 0 ? 0 : ((1 + weightDecay * rate) * previousRate) / rate,
      };
    },
    update(gradient, state, params, { numbers }) {
      const { isFirst, lambda, betaMax, oneMinusBetaMax, weightDecay: mu, gapScale } = numbers;
      const v = movingSquareAverage(state.v, tree.ref(gradient), numbers.second);
      const [gradients, definition] = tree.flatten<np.Array>(gradient);
      const directions = tree.leaves<np.Array>(state.d);
      const parameters = tree.leaves<np.Array>(params);
      const ofLeaf = (scalars: np.Array[], i: number) => scalars[isGlobal ? 0 : i]!.ref;

      const metrics = tree.leaves<np.Array>(v).map((v, i) => {
        const root = np.sqrt(v.ref).mul(numbers.rootScale.ref).add(numbers.epsilon.ref);
        return root.mul(ofLeaf(state.correction, i));
      });

      /** Numerator and denominator of β, as far as tensor i goes. */
      const quotientOf = (i: number): [np.Array, np.Array] => {
        const [g, d, x, P] = [gradients[i]!, directions[i]!, parameters[i]!, metrics[i]!];
        const inverse = np.reciprocal(P.ref.mul(P.ref.mul(lambda.ref).add(1)));
        const q = d.ref.sub(g.ref);
        const gap = g.ref.mul(d.ref.div(P.ref).add(x.ref.mul(mu.ref))).sum();
        const pull = q.ref
          .mul(g.ref.add(P.ref.mul(lambda.ref).mul(d.ref)))
          .mul(inverse.ref)
          .sum();
        const decay = x.ref.mul(q.ref).sum().mul(mu.ref);
        return [gap.mul(gapScale.ref).sub(pull).sub(decay), np.square(q).mul(inverse).sum()];
      };
      const quotients = gradients.map((_, i) => quotientOf(i));
      const pooled = isGlobal ? [quotients.reduce(([n, d], [n2, d2]) => [n.add(n2), d.add(d2)])] : quotients;

      // β and 1 − β are clipped apart, so that 1 − β_max is exact in float32 too.
      const solved = pooled.map(([numerator, denominator]) => {
        const isAligned = denominator.ref.less(np.finfo(denominator.dtype).smallestNormal);
        const free = numerator.div(np.where(isAligned.ref, 1, denominator));
        const clipped = np.where(isAligned, 0, np.clip(free, 0, betaMax.ref));
        const beta = np.where(isFirst.ref.greater(0), betaMax.ref, clipped);
        const isLargest = beta.ref.greaterEqual(betaMax.ref);
        return { beta, oneMinusBeta: np.where(isLargest, oneMinusBetaMax.ref, beta.ref.mul(-1).add(1)) };
      });
      const beta = solved.map(({ beta }) => beta);
      const oneMinusBeta = solved.map(({ oneMinusBeta }) => oneMinusBeta);

      const next = gradients.map((g, i) => {
        const pull = metrics[i]!.ref.mul(lambda.ref);
        const mixed = ofLeaf(oneMinusBeta, i)
          .mul(g)
          .add(pull.ref.add(ofLeaf(beta, i)).mul(directions[i]!));
        return mixed.div(pull.add(1));
      });
      const updates = next.map((d, i) => d.ref.div(metrics[i]!).add(parameters[i]!.ref.mul(mu.ref)));
      const correction = state.correction.map((old, i) => oneMinusBeta[i]!.add(beta[i]!.ref.mul(old)));
      const meanBeta = beta
        .map((x) => x.ref)
        .reduce((sum, x) => sum.add(x))
        .mul(1 / beta.length);
      tree.dispose([state.beta, state.meanBeta]);
      return [
        tree.unflatten(definition, updates) as Tree,
        { d: tree.unflatten(definition, next) as Tree, v, beta, correction, meanBeta },
      ];
    },
    report: ({ meanBeta }) => ({ beta: meanBeta.ref }),
  });
}
