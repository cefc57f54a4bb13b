import { numpy as np } from "@jax-js/jax";
import { count, readOptions, z } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { answerOf, numbersOf, reportNumbersOf, reportOf } from "./inner.ts";
import { type Transformation, transformation } from "./transformation.ts";

const accumulateOptions = z.object({
  /** Number k ≥ 1 of gradients to a step. */
  every: count(),
});

export type AccumulateOptions = z.input<typeof accumulateOptions>;

/** gradient, value: sums since the last step; inner: the state of the transformation inside. */
type AccumulateState = { gradient: Tree; value: np.Array; inner: Tree };

/**
 * Gradient accumulation: k small batches make one step. Updates are zero, and the parameters stay, until k gradients
 * have come; then `inner` gets their mean.
 *
 *     G ← G + g_t
 *     t divisible by k:  u = inner(G / k),  G ← 0;   otherwise u = 0
 *
 * `inner` counts its own updates 1, 2, …, one for every k. The objective that it sees is the mean over the k batches.
 * It is not handed `gradientAt`, which knows the last batch only: write `sharpnessAware(accumulateGradients(…), …)`.
 *
 * Cost: the arithmetic of `inner` is done at every call, and used at every k-th. State: inner's, one array per
 * parameter, one scalar.
 *
 * @throws {OptionError} if `every` is not a whole number ≥ 1.
 * @example
 * const adamOverFour = accumulateGradients(chain(scaleByAdam(), scaleByLearningRate(1e-3)), { every: 4 });
 */
export function accumulateGradients(inner: Transformation, options: AccumulateOptions) {
  const { every } = readOptions("accumulateGradients", accumulateOptions, options);
  const innerUpdate = (update: number) => Math.ceil(update / every);
  return transformation({
    init: (params): AccumulateState => ({
      gradient: tree.zerosLike(params),
      value: np.zeros([], { dtype: tree.dtypeOf(params) }),
      inner: inner.init(params),
    }),
    numbers: (update) => ({
      inner: numbersOf(inner, innerUpdate(update)),
      isLast: Number(update % every === 0),
      inverse: 1 / every,
    }),
    update(updates, state, params, { numbers, value: newest }) {
      const gradient = tree.add(state.gradient, updates);
      const value = newest ? state.value.add(newest.ref.astype(state.value.dtype)) : state.value;
      const isLast = numbers.isLast.ref.greater(0);

      const meanValue = newest && value.ref.mul(numbers.inverse.ref);
      const [stepped, next] = inner.update(
        tree.scale(tree.ref(gradient), numbers.inverse),
        tree.ref(state.inner),
        params,
        { numbers: numbers.inner, ...(meanValue && { value: meanValue }) },
      );
      meanValue?.dispose();

      const result: [Tree, AccumulateState] = [
        tree.select(isLast, stepped, tree.zerosLike(stepped)),
        {
          gradient: tree.select(isLast, tree.zerosLike(gradient), gradient),
          value: np.where(isLast.ref, np.zeros([], { dtype: value.dtype }), value),
          inner: tree.select(isLast, next, state.inner),
        },
      ];
      isLast.dispose();
      return result;
    },
    answer(params, { gradient, value, inner: state }) {
      tree.dispose([gradient, value]);
      return answerOf(inner, params, state);
    },
    report: (state) => reportOf(inner, state.inner),
    reportNumbers: (update) => reportNumbersOf(inner, innerUpdate(update)),
  });
}
