import { numpy as np } from "@jax-js/jax";
import { nonnegative, nonnegativeOrSchedule, readOptions, valueAt, z } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { answerOf, numbersOf, reportNumbersOf, reportOf } from "./inner.ts";
import { applyUpdates, type Transformation, transformation } from "./transformation.ts";

const momentumRange = "must be in (0, 1]";

const scheduleFreeOptions = z.object({
  /** Interpolation β in (0, 1] between z (0) and x (1), which plays the part of momentum. Default 0.9 (schedulefree). */
  momentum: z.number(momentumRange).gt(0, momentumRange).lte(1, momentumRange).default(0.9),
  /** The learning rate γ_t of `inner`, by which the average is weighted: give it where it warms up. Default constant. */
  learningRate: nonnegativeOrSchedule().default(1),
  /** Exponent p ≥ 0 of the weights, w_t = (max_{s ≤ t} γ_s)ᵖ. Default 2 (algorithm 1). */
  weightPower: nonnegative().default(2),
});

export type ScheduleFreeOptions = z.input<typeof scheduleFreeOptions>;

/**
 * z: where the optimizer inside has got to; inverseMomentum: 1/β of the parameters at hand; largestWeight and weightSum:
 * of the w_t so far; share: the newest c_t, kept only because what a program returns is computed once, and what it does
 * not is divided anew for every parameter (twice the time); inner: the state of the transformation inside.
 */
type ScheduleFreeState = {
  z: Tree;
  inverseMomentum: np.Array;
  largestWeight: np.Array;
  weightSum: np.Array;
  share: np.Array;
  inner: Tree;
};

/**
 * Schedule-free learning: in place of a learning rate that decays, an average x of the iterates, which the gradients are
 * taken near to.
 *
 *     z_t = z_{t−1} + inner(∇f(y_{t−1}))
 *     x_t = (1 − c_t) x_{t−1} + c_t z_t,   c_t = w_t / Σ_{s ≤ t} w_s,   w_t = (max_{s ≤ t} γ_s)ᵖ
 *     y_t = (1 − β) z_t + β x_t
 *
 * The parameters that are trained are y; the answer is x = z + (y − z) / β. `inner` must be a whole optimizer, learning
 * rate included, and without momentum of its own, which β replaces. A constant learning rate, with a warm-up for
 * networks, is meant. Statistics of batch normalisation belong to y, not to x.
 *
 * Cost per step: inner's. State: inner's, one array per parameter, four scalars; x is recomputed from y and z.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source A. Defazio et al., The Road Less Scheduled, 2024, arXiv 2405.15682, algorithm 1, which weights by γ_t²; the
 * largest γ_s so far and the exponent are those of the authors' package schedulefree. As optax.contrib.schedule_free,
 * but that the schedule of w_t starts at step 0, as that of `inner` does, and not at 1.
 * @example
 * const learningRate = schedules.warmup({ to: 0.01, steps: 100 });
 * const inner = chain(scaleByAdam({ beta1: 0 }), scaleByLearningRate(learningRate));
 * const method = descend("schedule-free AdamW", scheduleFree(inner, { learningRate }));
 */
export function scheduleFree(inner: Transformation, options: ScheduleFreeOptions = {}) {
  const { momentum, learningRate, weightPower } = readOptions("scheduleFree", scheduleFreeOptions, options);
  return transformation({
    init(params): ScheduleFreeState {
      const scalar = (value: number) => np.full([], value, { dtype: tree.dtypeOf(params) });
      return {
        z: tree.ref(params),
        inverseMomentum: scalar(1),
        largestWeight: scalar(0),
        weightSum: scalar(0),
        share: scalar(0),
        inner: inner.init(params),
      };
    },
    numbers: (update) => ({
      inner: numbersOf(inner, update),
      momentum,
      inverseMomentum: 1 / momentum,
      weight: valueAt(learningRate, update - 1) ** weightPower,
    }),
    update(gradient, state, y, { numbers, ...context }): [Tree, ScheduleFreeState] {
      const [step, next] = inner.update(gradient, state.inner, y, { ...context, numbers: numbers.inner });
      const previousX = atDistance(state.z, y, state.inverseMomentum);
      const z = applyUpdates(state.z, step);

      const largestWeight = np.maximum(state.largestWeight, numbers.weight.ref);
      const weightSum = state.weightSum.add(largestWeight.ref);
      const share = np.where(weightSum.ref.greater(0), largestWeight.ref.div(weightSum.ref), 0);
      const x = tree.map((x, z) => x.ref.add(z.sub(x).mul(share.ref)), previousX, tree.ref(z));
      const nextY = atDistance(z, x, numbers.momentum);
      tree.dispose([x, state.inverseMomentum, state.share]);

      const updates = tree.map((next, y) => next.sub(y.ref), nextY, y);
      const inverseMomentum = numbers.inverseMomentum.ref;
      return [updates, { z, inverseMomentum, largestWeight, weightSum, share, inner: next }];
    },
    answer(y, { z, inverseMomentum, inner: state, ...scalars }) {
      const x = atDistance(z, y, inverseMomentum);
      tree.dispose([y, z, inverseMomentum, scalars]);
      return answerOf(inner, x, state);
    },
    report: (state) => reportOf(inner, state.inner),
    reportNumbers: (update) => reportNumbersOf(inner, update),
  });
}

/** from + share (to − from). Borrows all. */
const atDistance = (from: Tree, to: Tree, share: np.Array): Tree =>
  tree.map((from, to) => from.ref.add(to.ref.sub(from.ref).mul(share.ref)), from, to);
