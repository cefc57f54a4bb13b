import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { OptionError } from "../core/errors.ts";
import { flag, nonnegative, nonnegativeOrSchedule, readOptions, z as schema, valueAt } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";

export const adaptiveMemoryOptions = schema.object({
  /** Pull λ ≥ 0 of the new direction towards the old one. Default 0.1 (the paper's setting). */
  lambda: nonnegative().default(0.1),
  /** Largest momentum β_max in [0, 1]. Default 0.9 (the paper's setting). */
  betaMax: schema.number("must be in [0, 1]").min(0, "must be in [0, 1]").max(1, "must be in [0, 1]").default(0.9),
  /** Coupled weight decay w ≥ 0: w θ is part of the gradient, and ½ w ‖θ‖² of the loss. Default 0. */
  weightDecay: nonnegative().default(0),
  /** The progress since the last step: ⟨g, d⟩ ("linear") or the difference of losses over η ("exact"). Default "linear". */
  gap: schema.enum(["linear", "exact"], "must be 'linear' or 'exact'").default("linear"),
  /** Look ahead: hand on β d + (1 − β) g instead of d. Experimental [reconstructed]. Default false. */
  nesterov: flag().default(false),
  /** The learning rate η that follows in the chain; only gap "exact" needs it. */
  learningRate: nonnegativeOrSchedule().optional(),
});

export type AdaptiveMemoryOptions = z.input<typeof adaptiveMemoryOptions>;

/** d: direction; beta: the momentum last used; previousLoss: f at the last point (gap "exact" only). */
export type AdaptiveMemoryState = { d: Tree; beta: np.Array; previousLoss: np.Array[] };

/**
 * The direction of AM-MGD and AM-MSGD: momentum whose coefficient is found anew at each step, in closed form, from a
 * model of the loss as the maximum of two planes, one through the gradient and one through the memory d.
 *
 *     q = d − g
 *     gap = ⟨g, d⟩                                    linear
 *     gap = (f_{t−1} − f_t)/η_t, 0 where η_t = 0      exact
 *     β = clip( ((1 + λ) gap − ⟨q, g + λ d⟩) / ‖q‖², 0, β_max ),   0 where q = 0
 *     d ← ((β + λ) d + (1 − β) g) / (1 + λ)
 *
 * The first direction is the gradient, with β = 0. All inner products run over all tensors: one β for the model. d is
 * an average of gradients, so the learning rate compares to 1/(1 − β) times that of `accumulateMomentum`. The momentum
 * in effect is (β + λ)/(1 + λ). Where 0 < β < β_max both planes are equally high at the new point: gap = ⟨q, d⟩.
 *
 * Gap "exact" is [reconstructed]; it is for objectives without noise, takes the loss at hand and needs `learningRate`.
 *
 * State: one array per parameter. Reports β.
 * @throws {OptionError} if an option is unknown or outside its range, or if gap "exact" lacks the learning rate or, at
 * the first update, the loss.
 * @source K. Topollai, A. Choromanska, Adaptive Memory Momentum via a Model-Based Framework for Deep Learning
 * Optimization, 2025, arXiv 2510.04988, algorithm 1.
 * @example
 * const amMsgd = chain(adaptiveMemory({ betaMax: 0.99 }), scaleByLearningRate(0.5));
 */
export function adaptiveMemory(options: AdaptiveMemoryOptions = {}) {
  const { lambda, betaMax, weightDecay, gap, nesterov, learningRate } = readOptions(
    "adaptiveMemory",
    adaptiveMemoryOptions,
    options,
  );
  const isExact = gap === "exact";
  if (isExact && learningRate === undefined) {
    throw new OptionError("adaptiveMemory: learningRate must be given with gap 'exact', got nothing");
  }
  const inverseRate = (t: number) => {
    const rate = learningRate === undefined ? 0 : valueAt(learningRate, t - 1);
    return rate === 0 ? 0 : 1 / rate;
  };

  return transformation({
    init: (params): AdaptiveMemoryState => ({
      d: tree.zerosLike(params),
      beta: np.zeros([], { dtype: tree.dtypeOf(params) }),
      previousLoss: isExact ? [np.zeros([], { dtype: tree.dtypeOf(params) })] : [],
    }),
    numbers: (t) => ({
      isFirst: Number(t === 1),
      lambda,
      onePlusLambda: 1 + lambda,
      betaMax,
      weightDecay,
      halfWeightDecay: weightDecay / 2,
      inverseRate: inverseRate(t),
    }),
    update(gradient, { d, beta: oldBeta, previousLoss }, params, { numbers, value }) {
      oldBeta.dispose();
      const { lambda, onePlusLambda, betaMax } = numbers;
      const isFirst = numbers.isFirst.ref.greater(0);
      const g = weightDecay === 0 ? gradient : tree.add(gradient, tree.scale(tree.ref(params), numbers.weightDecay));

      const loss = isExact ? [regularized(value, params, weightDecay === 0 ? undefined : numbers.halfWeightDecay)] : [];
      const progress = isExact
        ? previousLoss[0]!.sub(loss[0]!.ref).mul(numbers.inverseRate.ref)
        : tree.dot(tree.ref(g), tree.ref(d));

      const q = tree.subtract(tree.ref(d), tree.ref(g));
      const pull = tree.map((g, d) => g.add(d.mul(lambda.ref)), tree.ref(g), tree.ref(d));
      const numerator = progress.mul(onePlusLambda.ref).sub(tree.dot(tree.ref(q), pull));
      const denominator = tree.squaredNorm(q);
      const isAligned = denominator.ref.less(np.finfo(denominator.dtype).smallestNormal);
      const free = numerator.div(np.where(isAligned.ref, 1, denominator));
      const beta = np.where(isAligned.add(isFirst.ref), 0, np.clip(free, 0, betaMax.ref));

      const next = tree.map(
        (d, g) => {
          const mixed = beta.ref.add(lambda.ref).mul(d).add(beta.ref.mul(-1).add(1).mul(g.ref)).div(onePlusLambda.ref);
          return np.where(isFirst.ref, g, mixed);
        },
        d,
        tree.ref(g),
      );
      isFirst.dispose();
      const updates = nesterov
        ? tree.map((d, g) => beta.ref.mul(d).add(beta.ref.mul(-1).add(1).mul(g)), tree.ref(next), tree.ref(g))
        : tree.ref(next);
      tree.dispose(g);
      return [updates, { d: next, beta, previousLoss: loss }];
    },
    report: ({ beta }) => ({ beta: beta.ref }),
  });
}

/** f + ½ w ‖θ‖². Borrows everything. */
function regularized(value: np.Array | undefined, params: Tree, halfWeightDecay: np.Array | undefined): np.Array {
  if (value === undefined) {
    throw new OptionError("adaptiveMemory: gap 'exact' needs the loss: hand { value } to the update");
  }
  if (halfWeightDecay === undefined) return value.ref;
  return value.ref.add(tree.squaredNorm(tree.ref(params)).mul(halfWeightDecay.ref));
}
